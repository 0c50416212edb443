"""The parts of a sentence: from one mark, such as a semicolon or ", and", to the next."""

from __future__ import annotations

import re
from functools import lru_cache

PART = re.compile(
    r"[;:]|,\s+(?:and|but|while|whereas|who|which|where)\b"
    r"|\s(?:while|whereas|but|after|before|since|when|though|although)\s"
)
_CLAUSE = re.compile(r"[;:]|,\s+(?:and|but|while|whereas)\b|\s(?:while|whereas|but)\s")


@lru_cache(maxsize=8_000)
def _cuts(text: str, marks: re.Pattern[str]) -> list[int]:
    return [m.start() for m in marks.finditer(text)]


def between(text: str, marks: re.Pattern[str], start: int, end: int) -> tuple[int, int]:
    """Return the part of a text around ``[start, end)`` that no mark parts."""
    cuts = _cuts(text, marks)
    first = max((cut for cut in cuts if cut <= start), default=0)
    return first, min((cut for cut in cuts if cut >= end), default=len(text))


def clause_of(text: str, at: int, marks: re.Pattern[str] = _CLAUSE) -> tuple[int, int]:
    """Return the clause around a place: from one ", and" or semicolon to the next."""
    return between(text, marks, at, at + 1)
