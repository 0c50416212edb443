"""What a button says when it is pressed: ``action:answer id`` or ``action:answer id:number``.

All state is in that value, so that a button works after a restart. The number is a reading's
position (for ``context`` and ``source``) or how many readings were shown before (for ``more``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Name = Literal["more", "context", "source", "helpful", "not_helpful", "ask_person", "share"]
NAMES: tuple[Name, ...] = get_args(Name)

PATTERN = re.compile(
    rf"(?P<name>{'|'.join(NAMES)}):(?P<answer>[A-Za-z0-9_-]{{1,64}})(?::(?P<number>[0-9]{{1,4}}))?"
)
"""The whole value, for libraries that take a pattern of their own; use with ``fullmatch``."""


@dataclass(frozen=True, slots=True)
class Action:
    """A pressed button: what to do, with which answer, from which reading on."""

    name: Name
    answer: str
    number: int = 0


def format_action(name: Name, answer: str, number: int = 0) -> str:
    """Return the value of a button; at most 82 characters."""
    return f"{name}:{answer}:{number}" if number else f"{name}:{answer}"


def parse_action(value: str) -> Action | None:
    """Read the value of a button; None when it is none of ours."""
    match = PATTERN.fullmatch(value)
    if match is None:
        return None
    name = next(known for known in NAMES if known == match["name"])
    return Action(name, match["answer"], int(match["number"] or 0))
