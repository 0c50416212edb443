"""Who published an article, when and where: as far as its head and foot say so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from retrieval.articles.blocks import Block
from retrieval.articles.dates import find_date
from retrieval.articles.phrases import Phrases, key
from retrieval.articles.structure import Structure

_EDGE = 12
_URL = re.compile(
    r"(?:(?:source|url|link|original|original article|read (?:the )?original(?: at)?|via|from"
    r"|retrieved from|available at|canonical)\s*:?\s+)?<?(https?://[^\s<>\"”]+)>?",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\(?(?:[Ss]ource|SOURCE|[Cc]ourtesy|[Pp]ublisher|[Pp]ublication|[Nn]ewspaper|[Aa]gency|[Vv]ia"
    r"|[Cc]redit)\s*(?::|-|–)\s+([^\d|,()]{2,50})"
)
_PUBLISHED_IN = re.compile(
    r"(?:[Tt]his (?:article|story|report|piece) (?:was |has )?)?"
    r"(?:(?:[Oo]riginally |[Ff]irst )?(?:[Pp]ublished|[Aa]ppeared)) (?:in|by|on) "
    r"((?:[Tt]he )?[A-Z][\w.&'’-]*(?: (?:of |the |and |& )?[A-Z][\w.&'’-]*){0,5})"
)
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright)\W*(?:©\W*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)\W*(?:by )?"
    r"((?:[Tt]he )?[A-Z][\w&'’-]*(?: (?:of |and |& )?[A-Z][\w&'’-]*){0,5})"
)
_DATELINE = re.compile(
    r"[^\W\d_][^()\n:]{1,80}?\(\s?([^()\n]{2,40}?)\s?\)\s*(?:[-–—:]+|\s)\s*|\(([^()\n]{2,40}?)\)\s*[-–—:]"
)
_PARTS = re.compile(r"\s*[|,/()–—•·]\s*|\s+-\s+|^by:?\s+|\s+by:?\s+", re.IGNORECASE)
_LATER = re.compile(r"\W*(?:last |updated|modified|edited)", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+(?:[|–—•»-]|::)\s+([^|–—•»]{2,40})$")


@dataclass(frozen=True, slots=True)
class Origin:
    """What head and foot of an article say; None for what they do not."""

    published: date | None
    publisher: str | None
    url: str | None


def origin_of(found: Structure, phrases: Phrases) -> Origin:
    """Return when, by whom and where the article was published. Nothing is guessed."""
    edge = [*found.blocks[:_EDGE], *found.blocks[_EDGE:][-_EDGE:]]
    lines = [block for block in edge if block.role == "furniture"]
    return Origin(_published(lines, found), _publisher(lines, found, phrases), _url(lines))


def without_publisher(title: str, phrases: Phrases) -> str:
    """Return ``title`` without a known publisher at its end: "Talks begin - The Hindu"."""
    match = _SUFFIX.search(title)
    return title[: match.start()] if match and key(match[1]) in phrases.publishers else title


def _published(lines: Iterable[Block], found: Structure) -> date | None:
    """Return the date of a line of the page's own, or of the dateline of the first prose."""
    dated = [
        (block.level.startswith(("updated", "last ", "modified")), block.text) for block in lines
    ]
    for _, text in sorted(dated, key=lambda entry: entry[0]):
        if len(text) <= 160 and not text.startswith("©") and (day := find_date(text)):
            return day
    body = next(found.of("body"), None)
    opening = _dateline(body) if body else ""
    return find_date(opening)


def _dateline(body: Block) -> str:
    """Return the dateline that ``body`` opens with: "LAHORE, Feb 14, 2023 (APP): "."""
    match = re.match(r"[A-Z][^:–—]{2,80}?\s?(?:[:–—]|\s-{1,2}\s)", body.text)
    return match[0] if match else ""


def _publisher(lines: list[Block], found: Structure, phrases: Phrases) -> str | None:
    texts = [block.text for block in lines]
    named = _named(_SOURCE, texts, phrases) or _named(_PUBLISHED_IN, texts, phrases)
    if named:
        return named
    for text in texts:
        if name := _signed(text, phrases):
            return name
    return (
        _in_dateline(found, phrases)
        or _in_title(found, phrases)
        or _named(_COPYRIGHT, texts, phrases)
    )


def _named(pattern: re.Pattern[str], texts: list[str], phrases: Phrases) -> str | None:
    for text in texts:
        match = pattern.match(text)
        if match and "://" not in match[1]:
            name = match[1].strip(" .")
            return phrases.publishers.get(key(name), name)
    return None


def _signed(text: str, phrases: Phrases) -> str | None:
    """Return the known publisher that a line of the page's own names."""
    if len(text) > 120:
        return None
    for part in _PARTS.split(text):
        if name := phrases.publishers.get(key(part)):
            return name
    last = text.split()[-1] if text.split() else ""
    return phrases.publishers.get(key(last)) if last.isupper() else None


def _in_dateline(found: Structure, phrases: Phrases) -> str | None:
    body = next(found.of("body"), None)
    match = _DATELINE.match(body.text) if body else None
    if match is None:
        return None
    for part in re.split(r"[/,]", match[1] or match[2]):
        if name := phrases.publishers.get(key(part)):
            return name
    return None


def _in_title(found: Structure, phrases: Phrases) -> str | None:
    match = _SUFFIX.search(found.title() or "")
    return phrases.publishers.get(key(match[1])) if match else None


def _url(lines: Iterable[Block]) -> str | None:
    for block in lines:
        if match := _URL.fullmatch(block.text):
            return match[1].rstrip(".,;)")
    return None
