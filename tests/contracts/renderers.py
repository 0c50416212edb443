"""What the renderer contract needs to know of each front end: how to read back what it shows."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Protocol

from rich.cells import cell_len

from bot.actions import Action, parse_action
from bot.discord import escape as discord_escape
from bot.discord import payload as discord_payload
from bot.discord import render as discord
from bot.slack import blocks as slack_blocks
from bot.slack import render as slack
from bot.terminal import inert as terminal_inert
from bot.terminal import look as terminal_look
from bot.terminal import render as terminal
from retrieval.model import Answer
from tests.bot.slack.local.checks import check_message, texts

LAYOUT = "\n\t"


class Renderer(Protocol):
    """A front end's renderer, and the eyes of its reader."""

    name: str
    buttons: bool

    def render(self, answer: Answer) -> Any:
        """Render the answer."""

    def raw(self, rendered: Any) -> str:
        """Return everything that is sent, as it is sent."""

    def read(self, rendered: Any) -> str:
        """Return everything a reader reads."""

    def quotes(self, rendered: Any) -> list[str]:
        """Return what a reader reads as quotes."""

    def shown(self, text: str) -> str:
        """Return how a text of an article is read here."""

    def live(self, rendered: Any) -> list[str]:
        """Name what the platform would act on instead of show."""

    def excess(self, rendered: Any) -> list[str]:
        """Name the limits that are broken."""

    def pressed(self, rendered: Any) -> list[Action]:
        """Return what the buttons say."""


def unruly(text: str) -> list[str]:
    """Name characters that steer instead of show: controls, and what turns the direction."""
    return [
        unicodedata.name(character, hex(ord(character)))
        for character in text
        if character not in LAYOUT
        and (
            unicodedata.category(character) in {"Cc", "Cs"}
            or character in "\u202a\u202b\u202d\u202e"
        )
    ]


def _strings(value: Any) -> Iterator[tuple[str, str]]:
    """Yield every string in nested plain values with its key."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str):
                yield key, item
            else:
                yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


class Slack:
    name = "slack"
    buttons = True

    def render(self, answer: Answer) -> slack_blocks.Message:
        return slack.render(answer)

    def raw(self, rendered: slack_blocks.Message) -> str:
        return "\n".join([rendered.text, *(text for _, text in _strings(rendered.blocks))])

    def read(self, rendered: slack_blocks.Message) -> str:
        return "\n".join(texts(list(rendered.blocks)))

    def quotes(self, rendered: slack_blocks.Message) -> list[str]:
        groups = [group for block in rendered.blocks for group in block["elements"]]
        quotes = (group for group in groups if group["type"] == "rich_text_quote")
        return ["".join(part["text"] for part in quote["elements"]) for quote in quotes]

    def shown(self, text: str) -> str:
        return slack_blocks.inert(text)

    def live(self, rendered: slack_blocks.Message) -> list[str]:
        kinds = {kind for key, kind in _strings(rendered.blocks) if key == "type"}
        acting = kinds & {"mrkdwn", "link", "user", "usergroup", "channel", "broadcast", "emoji"}
        return [*acting, *re.findall(r"<[^>]*>?", rendered.text)]

    def excess(self, rendered: slack_blocks.Message) -> list[str]:
        check_message({"blocks": list(rendered.blocks), "text": rendered.text})
        size = len(json.dumps(rendered.blocks))
        return ["size"] if size > slack_blocks.MESSAGE_CHARACTERS else []

    def pressed(self, rendered: slack_blocks.Message) -> list[Action]:
        values = (text for key, text in _strings(rendered.blocks) if key == "value")
        return [action for value in values if (action := parse_action(value))]


class Discord:
    name = "discord"
    buttons = True

    def render(self, answer: Answer) -> discord_payload.Payload:
        return discord.render(answer)

    def raw(self, rendered: discord_payload.Payload) -> str:
        return "\n".join([rendered.content, *(text for _, text, _ in self._parts(rendered))])

    def read(self, rendered: discord_payload.Payload) -> str:
        return discord_escape.unescape(self.raw(rendered))

    def quotes(self, rendered: discord_payload.Payload) -> list[str]:
        lines = rendered.embed.description.split("\n") if rendered.embed else []
        quotes: list[list[str]] = [[]]
        for line in lines:
            if line.startswith("> "):
                quotes[-1].append(line.removeprefix("> "))
            elif quotes[-1]:
                quotes.append([])
        return [discord_escape.unescape("\n".join(quote)) for quote in quotes if quote]

    def shown(self, text: str) -> str:
        return discord_escape.visible(text)

    def live(self, rendered: discord_payload.Payload) -> list[str]:
        text = re.sub(r"\\[^\w\s]", "", self.raw(rendered))
        card = rendered.embed
        markdown = rendered.content + (card.title + card.description if card else "")
        code = re.findall("`", re.sub(r"\\[^\w\s]", "", markdown))  # a footer knows no markdown
        return [*re.findall(r"@(?:everyone|here)|<[@#/:a-z]|\]\(|\|\|", text), *code]

    def excess(self, rendered: discord_payload.Payload) -> list[str]:
        return discord_payload.excesses(rendered)

    def pressed(self, rendered: discord_payload.Payload) -> list[Action]:
        values = (button.value for row in rendered.rows for button in row)
        return [action for value in values if (action := parse_action(value))]

    def _parts(self, rendered: discord_payload.Payload) -> tuple[tuple[str, str, int], ...]:
        return rendered.embed.parts() if rendered.embed else ()


class Terminal:
    name = "terminal"
    buttons = False
    look = terminal_look.Look(width=100)

    def render(self, answer: Answer) -> str:
        return terminal.render(answer, self.look)

    def raw(self, rendered: str) -> str:
        return rendered

    def read(self, rendered: str) -> str:
        return rendered

    def quotes(self, rendered: str) -> list[str]:
        bar = f"  {self.look.bar} "
        quotes: list[list[str]] = [[]]
        for line in rendered.splitlines():
            if line.startswith(bar.rstrip()):
                quotes[-1].append(line.removeprefix(bar.rstrip()).strip())
            elif quotes[-1]:
                quotes.append([])
        return [" ".join(quote) for quote in quotes if quote]

    def shown(self, text: str) -> str:
        return terminal_inert.inert(text)

    def live(self, rendered: str) -> list[str]:
        return unruly(rendered)

    def excess(self, rendered: str) -> list[str]:
        return [line for line in rendered.split("\n") if cell_len(line) > self.look.width]

    def pressed(self, rendered: str) -> list[Action]:
        del rendered
        return []


RENDERERS: tuple[Renderer, ...] = (Slack(), Discord(), Terminal())
