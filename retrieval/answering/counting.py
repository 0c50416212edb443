"""Whether a number counts what was asked for: "how many people?", and it counts mosques."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from retrieval.answering.candidates import Candidate, Phrase, Scene

_COUNTABLE = frozenset(  # terms that are counted more often than anything else
    "peopl person soldier civilian woman women man men child children worker student passeng offici"
    " dollar mile meter day year month week hour minut percent".split()
)
_QUANTITIES = frozenset(  # what is not counted but has a number
    "number amount population count size total figure score quantity endowment attendance"
    " turnout".split()
)
_SOMEBODY = frozenset("man woman men women".split())
_PEOPLE = frozenset(("peopl", "person"))  # not children or soldiers: others were hurt as well
_FATES = frozenset(  # stand for the people that they befell: "some 900 hurt", "14 others"
    "dead deaths killed injured hurt wounded missing homeless displaced arrested detained victims"
    " survivors casualties fatalities bodies lives others".split()
)
_TOTAL = re.compile(  # "the number of dead stood at", "the toll rose to", "the dead now number"
    r"\b(?:number|toll|count|total|tally|dead|injured|wounded|missing)\b(?: [\w’'-]+){0,6}?"
    r" (?:at|to|is|was|now|numbers?|numbered|reached|reaching|passed|exceeded)"
    r"\s+(?:[a-z]+\s+){0,2}$",
    re.I,
)
_TOLL = re.compile(
    r"\b(?:toll|dead|injured|wounded) (?:[\w’'-]+ ){0,12}(?:at|to|is|was|now) $", re.I
)
_FATAL = frozenset("die kill dead death toll injur hurt wound casualti fatal victim lose".split())
_HOW_MANY = re.compile(r"\bhow many\b", re.I)
_FRACTION = re.compile(  # "a magnitude of 6.6": no count, unless of thousands or millions
    r"(?:\D{0,12}\s)?\d+\.\d+(?!\d|[.,]\d|\s*(?:hundred|thousand|million|billion|trillion|[mkb]n?\b|%))"
)
_VOTES = re.compile(r"\s+(?:for|against|in favou?r)\b")
_SPACE = re.compile(r" ")
_SCALED = re.compile(r"(?:hundreds|thousands|millions|dozens|scores|tens)\s+of\s+", re.I)
_PLURAL = re.compile(r"[a-z]{2,}[^su]s")
_PART_OF = re.compile(r"\s+of (?:them|whom|these|those|which)\b")


def uncounted(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked how many of something, and the number counts something else."""
    focus = scene.asked.focus_terms
    if scene.asked.kind != "number" or phrase is None:
        return 0.0
    if _HOW_MANY.search(scene.asked.text) and _FRACTION.match(c.view.text, phrase.start):
        return 1.0
    if not focus:
        return 0.0
    if scene.asked.focus in _QUANTITIES:
        return 0.0
    behind = c.view.within(phrase.start, len(c.view.text))
    following = list(islice((t for t in behind if t.term), 4))
    counted = [t for t in following if not t.word[:1].isdigit() and t.word.isalpha()]
    if _VOTES.match(c.view.text, phrase.end) and "vote" not in scene.terms:
        return 0.7
    if _of_the_dead(scene, c, phrase):
        return 0.7
    if any(c.match[t] >= 0.5 for t in focus):
        return _counts_other(scene, c, phrase)
    if not focus.isdisjoint(_PEOPLE):
        told_of = any(t.word in _FATES for t in following)
        counts_somebody = any(t.word in _SOMEBODY for t in following[:2])
        if told_of or counts_somebody or _TOTAL.search(c.view.text, 0, phrase.start):
            return 0.0
    return 1.0 if counted else 0.5


def _of_the_dead(scene: Scene, c: Candidate, phrase: Phrase) -> bool:
    """Say whether a number is a toll though nobody asks for one: "meant for", "the toll is 37"."""
    asked = any(t.word in _FATES or t.term in _FATAL for t in scene.asked.tokens)
    return not asked and _TOLL.search(c.view.text, 0, phrase.start) is not None


def _counts_other(scene: Scene, c: Candidate, phrase: Phrase) -> float:
    """Return 0.7 for "80 people in a mosque", asked how many mosques: the noun is elsewhere."""
    number = next(
        (
            m
            for m in c.view.mentions
            if m.kind == "number" and m.start < phrase.end and phrase.start < m.end
        ),
        None,
    )
    if number is None:
        return 0.0
    if _PART_OF.match(c.view.text, number.end):  # "19 people, five of them badly"
        return 0.7
    wanted = set(scene.asked.focus_terms)
    for term in scene.asked.focus_terms:
        wanted |= scene.near[term].keys()
    scaled = _SCALED.match(c.view.text, number.start)  # "thousands of | homes"
    end = scaled.end() if scaled else number.end
    behind = [t for t in c.view.tokens if t.start >= end - 1]
    counted = list(takewhile(lambda t: t.term, behind))[:4]  # up to "in" or "of"
    if not counted or not wanted.isdisjoint(t.term for t in counted):
        return 0.0
    direct = scaled or _SPACE.fullmatch(c.view.text, end, counted[0].start)
    plural = direct and _PLURAL.fullmatch(counted[0].word) is not None  # "two delays"
    return 0.7 * bool(plural or counted[0].term in _COUNTABLE)
