"""Who published an article, as its head, foot and dateline say. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.articles.dates import find_date, without_dates
from retrieval.articles.phrases import Phrases, key

_LONGEST_LINE = 120
_NAME = r"((?:[Tt]he )?[A-Z][\w.&'’-]*(?: (?:of |the |and |& )?[A-Z][\w.&'’-]*){0,5})"
_SOURCE = re.compile(
    r"\W?(?:source|publisher|publication|newspaper|agency)s?\s?[:–-]\s*([^\d|,()]{2,50})",
    re.IGNORECASE,
)
_FIRST_PUBLISHED = re.compile(
    r"\W?(?:[Tt]his (?:article|story|report|piece) (?:was |has )?)?"
    rf"(?:[Oo]riginally|[Ff]irst) (?:published|appeared) (?:in|on|by) {_NAME}"
)
_PUBLISHED_IN = re.compile(rf"Published in {_NAME},")
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)[\s©]*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?[\s,]*(?:by )?"
    + _NAME
)
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^()\n:]{0,80}?\s)?\(\s?(?P<agency>[^()\n]{2,40}?)\s?\)\s*(?P<mark>[-–—:_]?)"
)
_PARTS = re.compile(r"\s*[|,/()–—•·;]\s*|\s+-\s+|\bby:?\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+(?:[|–—•»-]|::)\s+([^|–—•»]{2,40})$")


def publisher(lines: Sequence[str], opening: str, title: str, phrases: Phrases) -> str | None:
    """Return who published an article, or None.

    ``lines`` are the lines of head and foot that are no part of the article, ``opening`` is its
    first paragraph. A line that says so counts before an agency in a byline or dateline, and that
    before a known name behind the title or any name in a copyright line.
    """
    said = [line for line in lines if len(line) <= _LONGEST_LINE]
    for names in (_stated(lines), _signed(said), _dateline(opening), _behind(title)):
        for name, sure in names:
            if shown := phrases.publishers.get(key(name)):
                return shown
            if sure:
                return name.strip(" .")
    owners = (_owner(line, phrases) for line in said)
    return next((owner for owner in owners if owner), None)


def without_publisher(title: str, phrases: Phrases) -> str:
    """Return ``title`` without a known publisher at its end: "Talks begin - The Hindu"."""
    match = _SUFFIX.search(title)
    return title[: match.start()] if match and key(match[1]) in phrases.publishers else title


def _stated(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield names after "Source:" and "Published in", and whether they need not be known."""
    for line in lines:
        if (match := _SOURCE.match(line)) and "/" not in match[1]:
            yield match[1], True
        elif match := _FIRST_PUBLISHED.match(line):
            yield match[1], without_dates(match[1]) == match[1]
        elif match := _PUBLISHED_IN.match(line):
            yield match[1], find_date(line) is not None


def _signed(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the parts of bylines and date lines, any of which may be an agency."""
    for line in lines:
        for part in _PARTS.split(line):
            yield part, False
        words = line.split()
        if words and words[-1].isupper():  # " date 2023-02-14 PTI"
            yield words[-1], False


def _dateline(opening: str) -> Iterator[tuple[str, bool]]:
    """Yield the agency in "LAHORE, Feb 14 (APP): " and "(Reuters) - "."""
    match = _DATELINE.match(opening)
    if match and (match["mark"] or (match["place"] or "").isupper()):
        for part in re.split(r"[/,]", match["agency"]):
            yield part, False


def _behind(title: str) -> Iterator[tuple[str, bool]]:
    if match := _SUFFIX.search(title):
        yield match[1], False


def _owner(line: str, phrases: Phrases) -> str | None:
    """Return whom a copyright line names: "© 2023 The Guardian. All rights reserved."."""
    match = _COPYRIGHT.match(line)
    if match is None or key(match[1]).startswith("all rights"):
        return None
    name = re.split(r"\.? All\b", match[1])[0].strip(" .")
    return phrases.publishers.get(key(name), name)
