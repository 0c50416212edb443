"""Answers of every kind, built by hand over texts whose slices they really are."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.model import Answer, Citation, Correction, Quote, Reading, Span

TEXT = (
    "Pakistan, U.S. Defence Talks\n\nThe Pakistani team, led by Lt. Gen. Mohammed Saeed, Chief of "
    "General Staff, arrived in the U.S. capital on Sunday afternoon. He said that “both sides” "
    "gain. The talks went on for two days.\n"
)
HOSTILE = "Minister \x1b[31mSyed\x1b[0m Haider\u202e Shah led\x9b the\ttalks [bold]now[/bold]."
CITED = Citation(
    "001_talks.txt", "Pakistan, U.S. Defence Talks", date(2023, 2, 13), "PTI", 3,
    "https://example.org/talks",
)  # fmt: skip
BARE = Citation("deep/er/002.txt", "Counter-terrorism dialogue opens in Islamabad", None, None, 1)


def quote(citation: Citation, text: str, part: str, *phrases: str) -> Quote:
    start = text.index(part)
    spans = tuple(Span(part.index(phrase), part.index(phrase) + len(phrase)) for phrase in phrases)
    return Quote(citation.article, start, start + len(part), part, spans)


LED = TEXT[TEXT.index("The Pakistani") : TEXT.index(" He said")]
SAID = TEXT[TEXT.index("He said") : TEXT.index(" The talks")]
FIRST = Reading(
    phrase="Lt. Gen. Mohammed Saeed",
    confidence=0.93,
    quote=quote(CITED, TEXT, LED, "Lt. Gen. Mohammed Saeed"),
    citation=CITED,
    label="defence talks, 13 February 2023",
    note="“Sunday” was 12 February 2023.",
    sources=2,
    support=(CITED, BARE),
)
SECOND = Reading(
    phrase="Syed Haider Shah",
    confidence=0.71,
    quote=quote(BARE, HOSTILE, HOSTILE, "Syed\x1b[0m Haider\u202e Shah"),
    citation=BARE,
    support=(BARE,),
)
THIRD = Reading(
    phrase="both sides",
    confidence=0.2,
    quote=quote(CITED, TEXT, SAID, "“both sides”"),
    context=quote(CITED, TEXT, LED),
    citation=CITED,
    support=(CITED,),
)


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {
        "found": Answer(
            "a1", "who led?", "found", 1.9, (FIRST, THIRD), shown=1,
            corrections=(Correction("Moahmmed", "Mohammed"),),
            understood="who led the Pakistani team?", confidence=0.93,
            trace={"terms": ["led", "team"], "passages": [{"key": "001#0", "score": 3.14159}]},
        ),
        "several": Answer("a2", "who led?", "several", 2.0, (FIRST, SECOND, THIRD), shown=2),
        "closest": Answer("a3", "who said?", "closest", 2.0, (THIRD,), shown=1),
        "not_found": Answer(
            "a4", "capital of France?", "not_found", 0.4, (), missing=("capital", "france"),
            nearest=(CITED, BARE),
        ),
        "nothing": Answer("a5", "why?", "not_found", 0.1, (), reason="Ask about something."),
    }  # fmt: skip
