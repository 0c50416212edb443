"""Dates as headers, bylines and datelines write them."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"((?:1[89]|20)\d\d)(?!\d)"
_ISO = re.compile(r"(?<!\d)" + _YEAR + r"([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_MONTH_FIRST = re.compile(
    r"\b" + _MONTH + r"[ \xa0]+" + _DAY + r",?[ \xa0]+" + _YEAR, re.IGNORECASE
)
_DAY_FIRST = re.compile(
    r"(?<!\d)" + _DAY + r"[ \xa0-]+(?:of[ ])?" + _MONTH + r"[ \xa0,-]+" + _YEAR, re.IGNORECASE
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2" + _YEAR)
_YEARLESS = re.compile(
    r"\b" + _MONTH + r"[ \xa0]+" + _DAY + r"\b|(?<!\d)" + _DAY + r"[ \xa0]+" + _MONTH, re.IGNORECASE
)


def find_date(text: str) -> date | None:
    """Return the first full date in ``text``, or None.

    ``03/04/2023`` could be March or April and is no date here; ``25/04/2023`` is, and so is
    ``3.4.2023``.
    """
    if match := _ISO.search(text):
        return _date(match[1], match[3], match[4])
    if match := _MONTH_FIRST.search(text):
        return _date(match[3], _month(match[1]), match[2])
    if match := _DAY_FIRST.search(text):
        return _date(match[3], _month(match[2]), match[1])
    match = _NUMERIC.search(text)
    return _numeric(match) if match else None


def without_dates(text: str) -> str:
    """Return ``text`` with every date, full or without a year, taken out."""
    for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST, _NUMERIC, _YEARLESS):
        text = pattern.sub(" ", text)
    return text


def _numeric(match: re.Match[str]) -> date | None:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), match[4]
    if mark == "." or first > 12 or first == second:
        return _date(year, second, first)
    if second > 12:
        return _date(year, first, second)
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _date(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
