"""What narrows a question, a people or a month, and a sentence that is about another one.

Every check returns 0 (nothing against it) to 1; ``checks`` puts them together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from retrieval.analysis import Token
from retrieval.answering.candidates import Candidate, Scene

_PEOPLE = re.compile(r"[A-Z][\w-]{2,}(?:ian|ean|ani|ese|ish|an|i)s?")
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_TURNED = re.compile(r"\b(?:did|does|do|will|would|can|could|has|have|had|should)\b", re.I)
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_BEFORE = 3  # words between a people's adjective and its noun, "the Karvelian border troops"
_STEM = 5  # letters that "Karvelia" and "Karvelian" share at least


def other_people(scene: Scene, c: Candidate) -> float:
    """Asked about "Karvelian soldiers", and the sentence has those of another people.

    Known countries are told apart by ``checks.Checker.other_side``; this is for any other name.
    """
    asked = _people_and_noun(scene.asked.text, scene.asked.tokens)
    if asked is None:
        return 0.0
    people, noun = asked
    before = [
        token
        for at in c.view.places.get(noun, ())
        for token in c.view.tokens[max(0, at - _BEFORE) : at]
    ]
    if any(_alike(people, token.term) for token in before):
        return 0.0
    return float(any(_is_people(c.view.text, token) for token in before))


@lru_cache(maxsize=256)
def _people_and_noun(text: str, tokens: tuple[Token, ...]) -> tuple[str, str] | None:
    for at, token in enumerate(tokens):
        if at and token.term and _is_people(text, token):
            behind = tokens[at + 1 : at + 1 + _BEFORE]
            words = list(takewhile(lambda t: t.term and text[t.start].islower(), behind))
            if len(words) > 1 and _TURNED.search(text, 0, token.start):
                words.pop()  # "did the Karvelian minister | pledge"
            if words:
                return token.term, words[-1].term
    return None


def _is_people(text: str, token: Token) -> bool:
    return _PEOPLE.fullmatch(text, token.start, token.end) is not None


def _alike(one: str, other: str) -> bool:
    """Say whether two terms are a country and its people."""
    size = max(_STEM, min(len(one), len(other)) - 2)
    return one == other or (len(one) >= size <= len(other) and one[:size] == other[:size])


def undated(scene: Scene, c: Candidate) -> float:
    """Asked of a month that the surroundings are not about, or a year that no part of it is."""
    months = [t for t in _months(scene.asked.text, scene.asked.tokens) if t in scene.weight]
    missing = [t for t in months if t not in c.around and t not in c.title.terms]
    years = {t for t in scene.asked.number_terms if _YEAR.fullmatch(t)}
    return float(bool(missing) or (bool(years) and years <= c.absent))


_GOT = re.compile(r"\b(?:get|gets|got|gotten|receive[sd]?|won|granted|awarded|given|paid)\b", re.I)
_SOUGHT = re.compile(
    r"\b(?:appl(?:y|ies|ied|ying) for|ask(?:s|ed|ing)? for|request(?:s|ed|ing)?|seek(?:s|ing)?"
    r"|sought|demand(?:s|ed|ing)?|hop(?:es|ed|ing) (?:for|to)|wants?)\b",
    re.I,
)
_AMOUNTS = frozenset(("money", "number", "percent", "measure", "thing"))


def sought(scene: Scene, c: Candidate) -> float:
    """Asked what somebody got, and the sentence says what he asked for."""
    asked = scene.asked.text
    if scene.asked.kind not in _AMOUNTS:
        return 0.0
    if not _GOT.search(asked) or _SOUGHT.search(asked) or _GOT.search(c.view.text):
        return 0.0
    return float(_SOUGHT.search(c.view.text) is not None)


@lru_cache(maxsize=256)
def _months(text: str, tokens: tuple[Token, ...]) -> tuple[str, ...]:
    return tuple(t.term for t in tokens if t.word in _MONTHS and text[t.start].isupper())
