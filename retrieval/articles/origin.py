"""Who published an article, when and where: as far as its head and foot say so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from retrieval.articles.blocks import Block
from retrieval.articles.dates import find_date, without_dates
from retrieval.articles.edges import URL_LINE, is_date_line
from retrieval.articles.phrases import Phrases
from retrieval.articles.publishers import publisher
from retrieval.articles.structure import Structure

_EDGE = 12  # blocks from the top, and from the bottom
_LONGEST_LINE = 160
_DATED = re.compile(
    r"\W*(?:date|dated|published|posted|first|originally|this (?:article|story|report)|by\b"
    r"|updated?|last|modified|edited)",
    re.IGNORECASE,
)
_LATER = re.compile(r"\W*(?:updated?|last|modified|edited)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LONGEST_DAY = 25  # characters
_DAY = re.compile(r"(\w[^:–—]{5,24}?) ?(?:[:–—]| -{1,2} )")
_PLACE_AND_DAY = re.compile(r"([^\W\d_][^:–—]{2,80}?) ?(?:[:–—]| -{1,2} )")


@dataclass(frozen=True, slots=True)
class Origin:
    """What head and foot of an article say; None for what they do not."""

    published: date | None
    publisher: str | None
    url: str | None


def origin_of(found: Structure, phrases: Phrases) -> Origin:
    """Return when, by whom and where the article was published. Nothing is guessed."""
    edge = [*found.blocks[:_EDGE], *found.blocks[_EDGE:][-_EDGE:]]
    lines = [block.text for block in edge if _of_the_page(block, phrases)]
    lines.append(found.signed)
    body = next(found.of("body"), None)
    opening = body.text if body else ""
    return Origin(
        _published(lines, phrases)
        or _day_of_dateline(opening, phrases)
        or _day_of_opening(found.of("body")),
        publisher(lines, opening, found.title() or "", phrases),
        _url(lines),
    )


def _of_the_page(block: Block, phrases: Phrases) -> bool:
    """Tell whether a block may speak of the article without being part of it."""
    return block.role == "furniture" or (
        block.role == "heading" and is_date_line(block.text, phrases)
    )


def _published(lines: Iterable[str], phrases: Phrases) -> date | None:
    """Return the date in a line that says when; that of a change only when there is no other."""
    dated = [
        line
        for line in lines
        if len(line) <= _LONGEST_LINE and (_DATED.match(line) or is_date_line(line, phrases))
    ]
    for line in sorted(dated, key=lambda line: _LATER.match(line) is not None):
        if day := find_date(line):
            return day
    return None


def _day_of_dateline(opening: str, phrases: Phrases) -> date | None:
    """Return the date of the dateline of the body: "LAHORE, Feb 14, 2023 (APP): "."""
    match = _PLACE_AND_DAY.match(opening)
    return find_date(match[1]) if match and is_date_line(match[1], phrases) else None


def _day_of_opening(body: Iterable[Block]) -> date | None:
    """Return the date that the body opens with: "15 January 2025 – ".

    Where another paragraph opens with one too, these are the days of a chronicle.
    """
    days = [_opening_day(block.text) for block in body]
    return days[0] if sum(day is not None for day in days) == 1 else None


def _opening_day(text: str) -> date | None:
    match = _DAY.match(text) if _DIGIT.search(text, 0, _LONGEST_DAY) else None
    alone = match is not None and not re.search(r"\w", without_dates(match[1]))
    return find_date(match[1]) if match and alone else None


def _url(lines: Iterable[str]) -> str | None:
    for line in lines:
        if match := URL_LINE.fullmatch(line):
            return match[1].rstrip(".,;)")
    return None
