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
    "date": {"date": 1, "vague_date": 0.5, "time": 0.3, "duration": 0.5},
    "time": {"time": 1, "date": 0.3},
    "duration": {"duration": 1, "date": 0.3, "vague_date": 0.3, "measure": 0.4},
    "number": {
        "number": 1,
        "date": 1,
        "money": 0.3,
        "percent": 0.5,
        "measure": 0.4,
        "duration": 0.3,
    },
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


# A name that ends so is an event or a thing, no place and nobody.
_THING = re.compile(
    r"\b(?:Dialogues?|Talks?|Agreements?|Frameworks?|Treat(?:y|ies)|Acts?|Wars?|Summits?|Conferences?|Awards?|Prizes?|Laws?|Bills?"
    r"|Programs?|Programmes?|Projects?|Plans?|Reports?|Cups?|Games|Festivals?|Day|Declarations?|Resolutions?|Conventions?)"
    r"(?:\s+\([A-Z]{2,}\))?$"
)
_NO_TIME = re.compile(r"recently|currently|nowadays", re.I)
_INITIALS = re.compile(r"[A-Z]{2,6}")
_AGED = re.compile(r"\b(?:age[ds]?\s+(?:of\s+)?|turned\s+)$", re.I)
_OLD = re.compile(
    r"[-\s](?:years?[-\s])?old\b|\s+years\s+of\s+age\b|,|\)|\s+when\b|\s+at\s+the\s+time\b",
    re.I,
)
_WITHIN = re.compile(r"\b(?:within|in|after)(?:\s+the\s+(?:next|coming|following))?\s+$", re.I)
_LATER = re.compile(r"\s+(?:later|ago|earlier|after|before|from\s+now)\b")
_OFFICE = re.compile(
    r"(?:[Tt]he\s+)?(?:Chief|Secretary|Minister|Undersecretary|Office|Head|Director)\b"
)
_REGIONS = frozenset(  # asked for one of these, no organisation answers
    "country countries nation nations city cities town village county province continent island river"
    " lake ocean sea mountain".split()
)
_BARE_YEAR = re.compile(r"\d{4}")
_IN = re.compile(
    r"\b(?:in|of|since|until|till|before|after|during|between|the|late|early)\s+$",
    re.I,
)
_FROM_TO = re.compile(r"\w(?:\s+(?:to|until|through)\s+|\s?[-–—]\s?)\w")
_NOUN = re.compile(
    r"[-\s]+(?!(?:in|on|of|to|for|by|at|from|a|an|the|per|and|or|is|was|were|are|will|would|has|had|have|each)\b)[a-z]{3,}"
)


def _fitting(kind: AnswerType, view: View, mention: Mention) -> float:
    """Return how far a mention of a fitting kind is what is asked for, as a share of its worth."""
    words = view.text[mention.start : mention.end]
    if kind in ("person", "place") and _THING.search(words):
        return 0.2
    if kind == "person" and _INITIALS.fullmatch(words):
        return 0.2
    if kind == "number" and mention.kind == "date":  # "2000 guests", but "in 2000 guests came"
        bare = _BARE_YEAR.fullmatch(words) and _NOUN.match(view.text, mention.end)
        return float(bool(bare and not _IN.search(view.text, 0, mention.start)))
    if kind == "date" and _NO_TIME.fullmatch(words):
        return 0.0
    if kind == "date" and mention.kind == "duration":  # "within three months", "ten days after"
        before = _WITHIN.search(view.text, max(0, mention.start - 24), mention.start)
        return float(bool(before or _LATER.match(view.text, mention.end)))
    if kind == "place" and _OFFICE.match(words):
        return 0.2
    if kind == "money" and mention.kind == "number" and _NOUN.match(view.text, mention.end):
        return 0.0  # "three headquarters", asked for a price
    if kind == "age" and not (
        _AGED.search(view.text, max(0, mention.start - 16), mention.start)
        or _OLD.match(view.text, mention.end)
        or "old" in words
    ):
        counts = mention.kind == "duration" or _NOUN.match(view.text, mention.end)
        return 0.0 if counts else 0.4
    if kind == "duration" and mention.kind in ("date", "vague_date"):
        return 3.0 if _FROM_TO.search(words) else 1.0  # of the 0.3 that a date is worth
    return 0.6 if mention.initial and mention.kind == "name" else 1.0


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
            (strength, m)
            for m in _mentions(view, wanted)
            if m.kind in wanted and is_news(scene, view, m.start, m.end)
            if m.kind != "organisation" or scene.asked.focus not in _REGIONS
            if (strength := wanted[m.kind] * _fitting(scene.asked.kind, view, m))
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
