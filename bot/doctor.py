"""What ``quotedesk doctor`` finds: one Check a line. Platforms return a list of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its ``name``, how it stands, a sentence about it and how to mend it.

    Neither text ever holds a secret. ``mend`` is empty when there is nothing to do.
    """

    name: str
    state: State
    found: str
    mend: str = ""


def ok(name: str, found: str) -> Check:
    """Say that something is as it should be."""
    return Check(name, "ok", found)


def warn(name: str, found: str, mend: str = "") -> Check:
    """Say that something is odd, or absent and perhaps not needed."""
    return Check(name, "warn", found, mend)


def fail(name: str, found: str, mend: str) -> Check:
    """Say that something is broken, and how to mend it."""
    return Check(name, "fail", found, mend)
