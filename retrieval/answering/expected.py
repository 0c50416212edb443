"""Which mentions a question of each type asks for, and whether a sentence holds one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.answering.candidates import Scene
from retrieval.answering.views import View
from retrieval.mentions import NAMES, Kind, Mention
from retrieval.questions import AnswerType

EXPECTED: dict[AnswerType, dict[Kind, float]] = {
    "person": {"person": 1, "name": 0.8, "title": 0.4, "organisation": 0.3},
    "identity": {},
    "organisation": {"organisation": 1, "name": 0.8, "place": 0.3},
    "place": {"place": 1, "name": 0.7, "organisation": 0.4, "nationality": 0.2},
    "date": {"date": 1, "vague_date": 0.5, "time": 0.3},
    "time": {"time": 1, "date": 0.3},
    "duration": {"duration": 1, "date": 0.3, "vague_date": 0.3, "measure": 0.4},
    "number": {"number": 1, "money": 0.3, "percent": 0.5, "measure": 0.4, "duration": 0.3},
    "money": {"money": 1, "number": 0.3},
    "percent": {"percent": 1, "number": 0.3},
    "measure": {"measure": 1, "number": 0.6, "money": 0.5, "duration": 0.3, "percent": 0.3},
    "ordinal": {"ordinal": 1, "number": 0.5},
    "age": {"duration": 0.7, "number": 1},
    "frequency": {"duration": 0.7, "number": 0.8},
    "quotation": {"quotation": 1},
    "title": {"title": 1, "person": 0.7, "name": 0.5, "organisation": 0.3},
    "name": {
        "name": 1,
        "person": 0.7,
        "place": 0.7,
        "organisation": 0.7,
        "quotation": 0.6,
        "nationality": 0.7,
    },
}
HARD_TYPES: frozenset[AnswerType] = frozenset(
    ("date", "time", "duration", "number", "money", "percent", "measure", "ordinal", "age")
)
CUES: dict[AnswerType, re.Pattern[str]] = {
    "reason": re.compile(
        r"\b(?:because|due to|since|in order to|so that|as a result|caused?|result(?:ed|s)? (?:in|from)|led to|to \w+"
        r"|reasons?|purpose|therefore|after|goal|aims?|owing)\b",
        re.I,
    ),
    "manner": re.compile(r"\b(?:by|through|using|via|with|method|way|process|means)\b", re.I),
    "frequency": re.compile(
        r"\b(?:every|each|once|twice|times|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|per|hourly)\b", re.I
    ),
    "definition": re.compile(r"\b(?:is|are|was|were|refers? to|means?|known as|called|defined)\b", re.I),
    "identity": re.compile(r"\b(?:is|was|,|who|[Ff]ormer|served|born|led)\b"),
    "quotation": re.compile(r"\b(?:said|says|told|stated|added|called|according|announced|described|asked)\b", re.I),
}  # fmt: skip


def expected_mention(scene: Scene, view: View, start: int = 0, end: int = 10**9) -> float:
    """Strength of the best mention of the expected type that is not in the question itself.

    Only mentions that share a character with ``[start, end)`` count.
    """
    best = 0.0
    for strength, mention in expected_in(scene, view):
        if strength > best and mention.start < end and start < mention.end:
            best = strength
    return best


def expected_in(scene: Scene, view: View) -> list[tuple[float, Mention]]:
    """Return the mentions that the question type asks for and that say something new, with their strength."""
    held = scene.expected.get(view)
    if held is None:
        wanted = EXPECTED.get(scene.asked.kind, {})
        held = scene.expected[view] = [
            (wanted[m.kind] * (0.6 if m.initial and m.kind == "name" else 1.0), m)
            for m in _mentions(view, wanted)
            if m.kind in wanted and is_news(scene, view, m.start, m.end)
        ]
    return held


def _mentions(view: View, wanted: Mapping[Kind, float]) -> tuple[Mention, ...]:
    """Return the mentions of a sentence, or as many as it takes to find these kinds."""
    if not wanted:
        return ()
    return view.mentions if wanted.keys() & NAMES else view.unnamed


def is_news(scene: Scene, view: View, start: int, end: int) -> bool:
    """Say whether these words hold a term that the question does not have, or none at all."""
    terms = [t.term for t in view.within(start, end) if t.term]
    return not terms or any(term not in scene.weight for term in terms)
