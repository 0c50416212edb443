"""What "this week" and "next month" mean in an article with a date, shown beside the quote."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RELATIVE = re.compile(
    r"\b(?:(?P<which>this|last|next|the\s+(?:coming|following|previous))\s+(?P<unit>week|month|year)"
    r"|(?P<day>today|yesterday|tomorrow|tonight)"
    r"|(?:(?P<side>last|next|this)\s+)?(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b",
    re.I,
)
# A weekday that needs no note: it has its date beside it, or stands in a range or a habit.
_HABIT = re.compile(
    rf"\b(?:{'|'.join(_DAYS)})\b(?:[\s,]+(?:the\s+)?\d|[\s,]+(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b|\s*(?:to|and|or|until|through|[-–—])\s)"
    rf"|(?:\d|\b(?:to|and|or|until|through|every|each|open|closed|between)|[-–—])[\s,]+(?:{'|'.join(_DAYS)})\b",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:will|would|is to|are to|to be held|set to|due|scheduled|next|upcoming)\b", re.I
)


_LATEST = re.compile(
    r"\b(?:latest|newest|most recent|up[- ]to[- ]date|currently|these days)\b", re.I
)
_PAST = re.compile(
    r"\b(?:(?P<which>last|this|previous) (?P<unit>week|month|year)|(?P<day>today|yesterday))\b",
    re.I,
)


def asks_of_time(question: str) -> bool:
    """Say whether a question names a time that :func:`recency` looks at."""
    return bool(_LATEST.search(question) or _PAST.search(question))


def recency(question: str, published: date | None, newest: date | None, today: date) -> float:
    """Return how well an article's date suits a question about a time, 0 to 1.

    "The latest" suits the newest article best and fades over half a year; "last month" and
    "yesterday" suit the articles of that time. 0 when the question names no such time or the
    article has no date.
    """
    if published is None:
        return 0.0
    if _LATEST.search(question) and newest is not None:
        return max(0.0, 1 - (newest - published).days / 182)
    match = _PAST.search(question)
    if match is None:
        return 0.0
    first, last = _range(match, today)
    return float(first <= published <= last)


def _range(match: re.Match[str], today: date) -> tuple[date, date]:
    """Return the first and last day of "last month" and the like."""
    if match["day"]:
        day = today - timedelta(days=match["day"].lower() == "yesterday")
        return day, day
    step, unit = (0 if match["which"].lower() == "this" else -1), match["unit"].lower()
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    months = today.year * 12 + today.month - 1 + step
    year, month = months // 12, months % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def long_date(day: date) -> str:
    """Return a date as "13 February 2023"."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def note(text: str, published: date | None) -> str | None:
    """Return what the first relative dates of a quote stand for, None when there is nothing to say."""
    if published is None:
        return None
    said: list[str] = []
    for match in _RELATIVE.finditer(text):
        if match["weekday"] and _HABIT.search(text[max(0, match.start() - 24) : match.end() + 16]):
            continue
        meant = _meant(match, published, text)
        line = f"“{' '.join(match.group().split())}” is {meant}"
        if meant and line not in said:
            said.append(line)
    return "; ".join(said[:2]) or None


def _meant(match: re.Match[str], published: date, text: str) -> str:
    if match["unit"]:
        step = {"last": -1, "the previous": -1, "this": 0}.get(
            " ".join(match["which"].lower().split()), 1
        )
        return _unit(match["unit"].lower(), step, published)
    if match["day"]:
        step = {"yesterday": -1, "tomorrow": 1}.get(match["day"].lower(), 0)
        return long_date(published + timedelta(days=step))
    return long_date(_weekday(match, published, text))


def _unit(unit: str, step: int, published: date) -> str:
    if unit == "year":
        return str(published.year + step)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return f"{calendar.month_name[months % 12 + 1]} {months // 12}"
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    return f"{long_date(monday)} to {long_date(monday + timedelta(days=6))}"


def _weekday(match: re.Match[str], published: date, text: str) -> date:
    """Return the nearest such day: ahead when the words before it speak of the future."""
    wanted = _DAYS.index(match["weekday"].lower())
    ahead = (wanted - published.weekday()) % 7
    near = text[max(0, match.start() - 80) : match.start()]
    if match["side"] and match["side"].lower() == "next":
        return published + timedelta(days=ahead or 7)
    if (match["side"] and match["side"].lower() == "last") or not _FUTURE.search(near):
        return published - timedelta(days=(-ahead) % 7)
    return published + timedelta(days=ahead)
