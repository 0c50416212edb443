"""Which mentions a question of each type asks for, and whether a sentence holds one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from retrieval.answer_types import AnswerType
from retrieval.answering.candidates import Scene
from retrieval.answering.views import View
from retrieval.mentions import Mention
from retrieval.patterns import NAMES, Kind

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
# ... and one that ends so is a building, nobody.
BUILDING = re.compile(
    r"\b(?:Library|Museum|Hall|Hospital|Theat(?:er|re)|Stadium|Bridge|Tower|Station|Airport|School|Park|Hotel"
    r"|Primary|Academy|College|University|Clinic|Palace|House|Playhouse|Cinema|Cent(?:er|re)|Market|Club"
    r"|Street|Road|Avenue|Lane|Terrace|Court|Square|Church|Cathedral|Mosque|Temple|Lake|River|Island|Compound)$"
)
# ... and so is nobody what is called after people: a train, a storm, a mine.
_NO_ONE = re.compile(
    r"\b(?:Express|Line|Railway|Trophy|Medal|Championship|Tournament|Marathon|Storm|Hurricane|Cyclone|Valley|Bay"
    r"|Beach|Port|Wharf|Harbou?r|Mine|Dam|Canal|District|Province|County|Region)$"
    r"|^(?:Storm|Hurricane|Cyclone|Lake|Mount|Operation)\b"
)
_VERSION = re.compile(r"[A-Z][\w’'-]*\s+$")  # "Windows 7", "Lantern 4.2"
_BARE = re.compile(r"[\d.]+")
_FIRST = re.compile(
    r"(?:In|Of|At|By|On|To|The|All|Only|Some|About|Over|Nearly|Another|These|Those)"
)
_NO_TIME = re.compile(r"recently|currently|nowadays", re.I)
_INITIALS = re.compile(r"[A-Z]{2,6}")
_LARGE = re.compile(r"(?<![\d.])(?:1[3-9]\d|[2-9]\d\d)(?![.\d])|\d,?\d{3}")  # no age
_AGED = re.compile(r"\b(?:age[ds]?\s+(?:of\s+)?|turned\s+)$", re.I)
_CLOCK = re.compile(r"(?:[.:]\d+)?\s?[ap]\.?m\b")
_IS_AGED = re.compile(r"\b(?:is|was|be|being|at|of|turns?|turning|just|only|now|nearly)\s+$", re.I)
_OLD = re.compile(
    r"[-\s](?:years?[-\s])?old\b|\s+years\s+of\s+age\b|\s+when\b|\s+at\s+the\s+time\b",
    re.I,
)
_BESIDE_NAME = re.compile(r"[A-Za-z]\w*(?:,\s+|\s?\()$")
_EVERY = re.compile(r"\b(?:every|each|per|an?|(?:once|twice|times) in(?: an?| every)?)\s+$", re.I)
_WITHIN = re.compile(r"\b(?:within|in|after)(?:\s+the\s+(?:next|coming|following))?\s+$", re.I)
_LATER = re.compile(r"\s+(?:later|ago|earlier|after|before|from\s+now)\b")
_OFFICE = re.compile(
    r"(?:[Tt]he\s+)?(?:Chief|Secretary|Minister|Undersecretary|Office|Head|Director)\b"
)
_WHERE = re.compile(
    r"\b(?:in|at|on|of|to|into|from|near|outside|inside|via|through|across|between|and|or|around|called|named|is|was"
    r"|called|visit\w*|reach\w*|[A-Z]\w+,)\s+(?:the\s+)?$"
)
_REGIONS = frozenset(  # asked for one of these, no organisation answers
    "country countries nation nations city cities town village county province continent island river"
    " lake ocean sea mountain".split()
)
_MONTH_OR_DAY = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?"
)
_MILLIONS = re.compile(r"illion$")
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
    if mention.kind == "number" and _in_name(view, mention):
        return 0.2
    if mention.kind == "name" and _MONTH_OR_DAY.fullmatch(view.text, mention.start, mention.end):
        return 0.1
    fits = _FITTING.get(kind)
    found = fits(view, mention) if fits else 1.0
    return 0.6 * found if mention.initial and mention.kind == "name" else found


def _in_name(view: View, mention: Mention) -> bool:
    """Say whether a number is part of a name, as in "Windows 7"."""
    if not _BARE.fullmatch(view.text, mention.start, mention.end):
        return False
    before = _VERSION.search(view.text, max(0, mention.start - 30), mention.start)
    return before is not None and not _FIRST.fullmatch(before.group().strip())


def _somebody(view: View, mention: Mention) -> float:
    words = view.text[mention.start : mention.end]
    named = any(form.search(words) for form in (_THING, BUILDING, _NO_ONE))
    nobody = named or _INITIALS.fullmatch(words)
    return 0.2 if nobody else 1.0


def _somewhere(view: View, mention: Mention) -> float:
    words = view.text[mention.start : mention.end]
    if _THING.search(words) or _OFFICE.match(words):
        return 0.2
    if mention.kind == "name" and not _WHERE.search(view.text, 0, mention.start):
        return 0.6  # may be anybody
    return 1.0


def _dated(view: View, mention: Mention) -> float:
    if mention.kind != "duration":
        return float(_NO_TIME.fullmatch(view.text, mention.start, mention.end) is None)
    before = _WITHIN.search(view.text, max(0, mention.start - 24), mention.start)
    return float(bool(before or _LATER.match(view.text, mention.end)))  # "ten days after"


def _counted(view: View, mention: Mention) -> float:
    if mention.kind != "date":
        return 1.0
    # "2000 guests", but "in 2000 guests came"
    bare = _BARE_YEAR.fullmatch(view.text, mention.start, mention.end)
    counts = bare and _NOUN.match(view.text, mention.end)
    return float(bool(counts and not _IN.search(view.text, 0, mention.start)))


def _paid(view: View, mention: Mention) -> float:
    if mention.kind != "number":
        return 1.0
    if _MILLIONS.search(view.text, mention.start, mention.end):  # "6.8 million euros, of which 5.1"
        return 2.5 if any(m.kind == "money" for m in view.unnamed) else 1.0
    return 0.0 if _NOUN.match(view.text, mention.end) else 1.0  # "three headquarters"


_DIMENSIONS = tuple(
    (re.compile(asked, re.I), re.compile(units, re.I))
    for asked, units in (
        (r"\bweigh\w*|\bheavy\b|\bmass\b", r"kg|kilogram|gram|ton|pound|lb|ounce|stone"),
        (r"\bfast\b|\bspeeds?\b", r"mph|km/h|knot|per (?:hour|second)|an hour|a second"),
        (r"\bhot\b|\bcold\b|\btemperature", r"degree|°"),
        (
            r"\b(?:far|tall|high|height|deep|depth|wide|width|distance|length)\b",
            r"met(?:er|re)|mile|feet|foot|ft|inch|yard|km|\bm\b|\bcm\b|\bmm\b|storey|block|mi\b",
        ),
    )
)


def of_another_dimension(asked: str, words: str) -> bool:
    """Say whether words with a unit are no weight (speed, ...) though the question asks for one."""
    wanted = next((units for says, units in _DIMENSIONS if says.search(asked)), None)
    if wanted is None or wanted.search(words):
        return False
    return any(units.search(words) for _, units in _DIMENSIONS)


def _aged(view: View, mention: Mention) -> float:
    text = view.text
    if ":" in text[max(0, mention.start - 1) : mention.end + 1] or _CLOCK.match(text, mention.end):
        return 0.0  # "2:24:09", "3.12am"
    before = _AGED.search(text, max(0, mention.start - 16), mention.start)
    old = _OLD.match(text, mention.end) or "old" in text[mention.start : mention.end]
    beside = _BESIDE_NAME.search(text, 0, mention.start) and text[mention.end : mention.end + 1]
    if before or old or beside in (",", ")"):  # "Ann Lee, 58, of"
        return 1.0
    said = _IS_AGED.search(text, max(0, mention.start - 16), mention.start)
    if not said or _LARGE.search(text, mention.start, mention.end):  # "since ten past three"
        return 0.0
    return 0.0 if mention.kind == "duration" or _NOUN.match(text, mention.end) else 0.4


def _repeated(view: View, mention: Mention) -> float:
    if _OLD.match(view.text, mention.end):  # "16-year-old"
        return 0.0
    every = _EVERY.search(view.text, 0, mention.start)  # not just "after two hours"
    return float(mention.kind != "duration" or every is not None)


def _lasting(view: View, mention: Mention) -> float:
    dated = mention.kind in ("date", "vague_date")
    # of the 0.3 that a date is worth
    return 3.0 if dated and _FROM_TO.search(view.text, mention.start, mention.end) else 1.0


_FITTING: dict[AnswerType, Callable[[View, Mention], float]] = {
    "person": _somebody,
    "place": _somewhere,
    "date": _dated,
    "number": _counted,
    "money": _paid,
    "age": _aged,
    "frequency": _repeated,
    "duration": _lasting,
}


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
