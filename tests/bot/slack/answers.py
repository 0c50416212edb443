"""Answers over the seed articles, as the answerer gives them; every quote is a real slice."""

from __future__ import annotations

from datetime import date
from typing import Any

from retrieval.model import Answer, Citation, Quote, Reading, Span
from retrieval.resources import seeds_folder

TALKS = "001_db1e42738141370b.txt"
TITLE = "Pakistan, U.S. Defence Talks In Washington To Improve Security"


def slice_of(path: str, opening: str, ending: str, *phrases: str) -> Quote:
    """Return the slice from ``opening`` to ``ending`` with the phrases highlighted."""
    text = (seeds_folder() / path).read_text(encoding="utf-8")
    start = text.index(opening)
    end = text.index(ending, start) + len(ending)
    part = text[start:end]
    spans = tuple(Span(part.index(phrase), part.index(phrase) + len(phrase)) for phrase in phrases)
    return Quote(path, start, end, part, spans)


def quote_of(text: str, *spans: tuple[int, int], path: str = "a.txt", start: int = 0) -> Quote:
    """Return a quote of an article that need not exist."""
    marks = tuple(Span(*span) for span in spans)
    return Quote(path, start, start + len(text), text, marks)


def cited(path: str = TALKS, title: str = TITLE, line: int = 7, **more: Any) -> Citation:
    """Return a citation."""
    known = {"published": date(2023, 2, 13), "publisher": "Islamabad Times", **more}
    return Citation(path, title, line=line, **known)


SAEED = Reading(
    "Lt. Gen. Mohammed Saeed",
    0.93,
    slice_of(TALKS, "The Pakistani team", "on Sunday afternoon.", "Lt. Gen. Mohammed Saeed"),
    cited(url="https://example.org/talks?a=1&b=2"),
    label="defence talks, 13 February 2023",
    sources=2,
    support=(cited(), cited("004_4ff9758f249b83b0.txt", "Delegation leaves")),
)
SHAH = Reading(
    "Syed Haider Shah",
    0.81,
    quote_of("The delegation was led by Syed Haider Shah.", (26, 42), path="002.txt", start=40),
    cited("002.txt", "Counter-terrorism talks", 3, published=None, publisher=None),
    label="counter-terrorism talks",
)
CHOLLET = Reading(
    "next week",
    0.7,
    slice_of(TALKS, "The report said that Mr. Chollet", "range of issues.", "next week"),
    cited(line=19),
    context=slice_of(TALKS, "The Dawn newspaper said", "strategic issues."),
    note="“next week” is the week after 13 February 2023",
)


def found(**more: Any) -> Answer:
    """One sure reading."""
    values = {"readings": (SAEED,), "shown": 1, "confidence": 0.93, **more}
    return Answer("An5wer1", "who led the Pakistani delegation?", "found", **values)


def several(**more: Any) -> Answer:
    """Two readings, and one more behind the button."""
    values = {"readings": (SAEED, SHAH, CHOLLET), "shown": 2, "confidence": 0.9, **more}
    return Answer("An5wer2", "who led the Pakistani delegation?", "several", **values)


def closest(**more: Any) -> Answer:
    """A passage that may not answer."""
    values = {"readings": (CHOLLET,), "shown": 1, "confidence": 0.3, **more}
    return Answer("An5wer3", "when does Chollet leave?", "closest", **values)


def not_found(**more: Any) -> Answer:
    """A refusal."""
    values = {"missing": ("france",), "nearest": (cited(), cited("002.txt", "Talks")), **more}
    return Answer("An5wer4", "what is the capital of France?", "not_found", **values)
