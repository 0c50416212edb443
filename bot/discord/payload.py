"""What a message to Discord holds, as plain data, and the limits it must keep.

Lengths are measured in UTF-16 code units of the rendered text. The limits are Discord's own:
https://discord.com/developers/docs/resources/message#embed-object-embed-limits
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.discord.escape import units

CONTENT = 2_000
AUTHOR = 256
TITLE = 256
DESCRIPTION = 4_096
FOOTER = 2_048
EMBED = 6_000
ROWS = 5
BUTTONS = 5
LABEL = 80
CUSTOM_ID = 100
URL = 512
THREAD_NAME = 100

Style = Literal["primary", "secondary", "success", "danger", "link"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button: ``value`` is its custom id, or its address when the style is ``link``."""

    label: str
    value: str
    style: Style = "secondary"


@dataclass(frozen=True, slots=True)
class Embed:
    """A card under the message. All but ``author`` and ``footer`` is markdown."""

    description: str
    title: str = ""
    author: str = ""
    footer: str = ""
    colour: int = 0

    def parts(self) -> tuple[tuple[str, str, int], ...]:
        """Return name, text and limit of each part."""
        return (
            ("author", self.author, AUTHOR),
            ("title", self.title, TITLE),
            ("description", self.description, DESCRIPTION),
            ("footer", self.footer, FOOTER),
        )


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file that goes with the message."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Payload:
    """A message: markdown, at most one embed, rows of buttons, at most one file."""

    content: str = ""
    embed: Embed | None = None
    rows: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None


def excesses(payload: Payload) -> list[str]:
    """Name every limit the payload breaks; empty for one that Discord takes."""
    return [*_text_excesses(payload), *_button_excesses(payload.rows)]


def _text_excesses(payload: Payload) -> Iterator[str]:
    if units(payload.content) > CONTENT:
        yield "content"
    if payload.embed is None:
        return
    parts = payload.embed.parts()
    yield from (name for name, text, limit in parts if units(text) > limit)
    if sum(units(text) for _, text, _ in parts) > EMBED:
        yield "embed"


def _button_excesses(rows: tuple[tuple[Button, ...], ...]) -> Iterator[str]:
    if len(rows) > ROWS:
        yield "rows"
    for row in rows:
        if not 1 <= len(row) <= BUTTONS:
            yield "row"
        for button in row:
            if not 1 <= units(button.label) <= LABEL:
                yield "label"
            if units(button.value) > (URL if button.style == "link" else CUSTOM_ID):
                yield "value"
