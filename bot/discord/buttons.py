"""Which buttons an answer carries. Their state is in their value, so they survive a restart."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.actions import Name, format_action
from bot.discord import payload
from bot.discord.payload import Button, Style
from bot.wording import LABELS
from retrieval.model import Answer, Reading

STYLES: dict[Name, Style] = {"more": "primary", "share": "primary", "ask_person": "primary"}

Rows = tuple[tuple[Button, ...], ...]


def rows(
    answer: Answer, readings: tuple[Reading, ...], first: int, *, share: bool, person: bool
) -> Rows:
    """Return the rows under ``readings``, which start at position ``first`` of the answer.

    ``share`` offers to repeat a private answer in public, ``person`` to ask people instead.
    """
    last = first + len(readings)
    many = len(readings) > 1
    contexts = [_context(answer, first + n, many=many) for n in range(len(readings))]
    sources = [_source(reading, first + n, many=many) for n, reading in enumerate(readings)]
    asides: list[Button | None] = [
        _button("more", answer.id, last) if last < len(answer.readings) else None,
        _button("share", answer.id, first) if share else None,
        _button("ask_person", answer.id) if person else None,
    ]
    feedback = [_button("helpful", answer.id), _button("not_helpful", answer.id)]
    if many:
        found = [contexts, sources, [*asides, *feedback]]
    else:
        found = [[*contexts, *sources, *asides[:1], *feedback], asides[1:]]
    return tuple(row for row in (_kept(buttons) for buttons in found) if row)


def _kept(buttons: list[Button] | list[Button | None]) -> tuple[Button, ...]:
    return tuple(button for button in buttons if button is not None)[: payload.BUTTONS]


def _button(name: Name, answer: str, number: int = 0, suffix: str = "") -> Button:
    label = LABELS[name] + suffix
    return Button(label, format_action(name, answer, number), STYLES.get(name, "secondary"))


def _context(answer: Answer, position: int, *, many: bool) -> Button | None:
    return _button("context", answer.id, position, f" {position + 1}" if many else "")


def _source(reading: Reading, position: int, *, many: bool) -> Button | None:
    url = reading.citation.url
    if not url or not is_web_address(url):
        return None
    label = LABELS["source"] + (f" {position + 1}" if many else "")
    return Button(label, url, "link")


def is_web_address(url: str) -> bool:
    """Tell whether Discord takes this address for a link button."""
    if len(url) > payload.URL or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
