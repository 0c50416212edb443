"""Who holds an office: what "who is the deputy mayor?" asks for, and sentences without it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from retrieval.analysis import Token
from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.pointing import equated
from retrieval.questions import Asked

_NEAR = 0.6  # from this on a near word may stand for the word
_BEFORE = 4  # words before an office that may narrow it
HOLDER = re.compile(  # "who is the mayor", "what is the name of Ann's deputy"
    r"\W*(?:who(?:'s| is| was| are| were| will be)"
    r"|(?:what|who)(?:'s| is| are| was| were) the (?:full )?names? of) (?:now |currently )?"
    r"(?:(?:the|an?|current|new|our|its|their|his|her)\b|(?:[\w.-]+ ){0,3}?[\w.-]+['’]s?\b)",
    re.I,
)
_MORE = re.compile(r"(?:\s+(?:the|an?|current|new|our|its|their|his|her)\b)*", re.I)
_TITLE = re.compile(
    r"\s*((?:(?!(?:of|for|at|in|on|to|from|with|who|that|and|or|by)\b)[\w'’.-]+[^\S\n]*)+)"
    r"(?:of\s+(?:the\s+)?((?:[A-Z][\w.-]*[^\S\n]*)+))?"
)


_FORMER = re.compile(r"\b(?:former|ex|late|ousted|outgoing|previous)\b", re.I)
_WAS = re.compile(r"\b(?:was|were|former|ex|previous)\b", re.I)
_TITLE_LENGTH = 40  # characters before a name in which its office stands
_OF = re.compile(r"\s+(?:of|at|for)\s+(?:the\s+)?((?:[A-Z][\w.’'-]*\s*)+)")


class Office(NamedTuple):
    """The terms of an office: its noun, what stands before that, and the name it is "of".

    ``titled`` says whether that is part of the office, "Secretary of Defense".
    """

    noun: str
    narrower: frozenset[str]
    whole: frozenset[str]
    titled: bool


@lru_cache(maxsize=256)
def _office(text: str, tokens: tuple[Token, ...]) -> Office | None:
    opening = HOLDER.match(text)
    more = _MORE.match(text, opening.end()) if opening else None
    title = _TITLE.match(text, more.end()) if more else None
    if title is None:
        return None
    words = [t for t in tokens if title.start(1) <= t.start < title.end(1) and t.term]
    if not words:
        return None
    *before, noun = words
    titled = text[noun.start].isupper()  # "Secretary of Defense"
    narrower = [t.term for t in before if not _named(text, t, titled)]
    whole = [t.term for t in tokens if title.start(2) <= t.start < title.end(2) and t.term]
    return Office(noun.term, frozenset(narrower), frozenset(whole), titled)


def _named(text: str, token: Token, titled: bool) -> bool:
    """Say whether a word before an office is a name: "US" in "US ambassador"."""
    word = text[token.start : token.end]
    return word.isupper() or (word[0].isupper() and not titled)


def office_asked(asked: Asked) -> Office | None:
    """Return the office whose holder a question asks for, if it asks for one."""
    return _office(asked.text, asked.tokens) if asked.kind == "person" else None


def unheld(scene: Scene, c: Candidate, phrase: Phrase | None) -> float:
    """Asked who holds an office, "the deputy mayor", and the sentence does not name the office."""
    office = office_asked(scene.asked)
    if phrase is None or office is None:
        return 0.0
    if not _narrowed(c, office):
        return 1.0
    if (office.titled and any(_lacks(c, term) for term in office.whole)) or _of_another(c, office):
        return 1.0
    before = c.view.text[max(0, phrase.start - _TITLE_LENGTH) : phrase.end]
    if _FORMER.search(before) and not _WAS.search(scene.asked.text):
        return 1.0
    lacks = _lacks(c, office.noun)
    return float(lacks and not equated(scene.asked, c.view, phrase.start, phrase.end))


def held(scene: Scene, c: Candidate) -> bool:
    """Say whether a sentence plainly names the holder of the office: "the mayor, Ada Jones,"."""
    office = office_asked(scene.asked)
    if office is None or not c.phrases or any(c.match[t] < _NEAR for t in scene.terms):
        return False
    phrase = c.phrases[0]
    beside = equated(scene.asked, c.view, phrase.start, phrase.end)
    return beside and any(
        m.kind == "person" and m.start < phrase.end and phrase.start < m.end
        for m in c.view.mentions
    )


def _lacks(c: Candidate, term: str) -> bool:
    return c.match.get(term, 1.0) < _NEAR and term not in c.title.terms


def _narrowed(c: Candidate, office: Office) -> bool:
    """Say whether a sentence has the words before an office where they belong: "deputy mayor"."""
    tokens, places = c.view.tokens, c.view.places.get(office.noun, ())
    ahead = [{t.term for t in tokens[max(0, at - _BEFORE) : at]} for at in places]
    for term in office.narrower:
        if term in c.view.terms and ahead:
            if not any(term in held for held in ahead):
                return False
        elif _lacks(c, term) and not _compound(c, term, office.noun):
            return False
    return True


def _compound(c: Candidate, term: str, noun: str) -> bool:
    """Say whether a sentence has "headteacher" for "head teacher"."""
    return any(held.startswith(term) and noun[:5] in held for held in c.view.terms)


def _of_another(c: Candidate, office: Office) -> bool:
    """Say whether a sentence has the office of another place: "mayor of Nieder", not Ferrol."""
    found = [_OF.match(c.view.text, c.view.tokens[at].end) for at in c.spots.get(office.noun, ())]
    if not office.whole or not found or not all(found):
        return False
    spans = [of.span(1) for of in found if of]
    return all(
        office.whole.isdisjoint(t.term for t in c.view.within(start, end)) for start, end in spans
    )
