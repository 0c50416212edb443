"""Sentences that say who somebody is, what letters stand for, or what somebody said."""

from __future__ import annotations

import re

from retrieval.answering.candidates import WORD, Candidate, Phrase, Scene
from retrieval.answering.phrases import ARTICLE, RANK, trim
from retrieval.questions import Asked

_APPOSITION = re.compile(
    r",\s+((?:(?:the|an?)\s+)?(?!(?!(?:retired|renowned|celebrated|acclaimed|united|unnamed|wounded)\b)[a-z]{3,}ed\b)"
    r"(?!who\b|which\b|led\b|came\b|took\b|went\b|told\b|says\b|won\b|became\b|left\b|held\b|met\b|made\b|and\b|but\b|where\b|when\b|said\b|will\b"
    r"|is\b|was\b|are\b|were\b|has\b|had\b|have\b|would\b|can\b|could\b)"
    r"[^,.;:()“”]{3,80}?(?:\s\([^)]{2,30}\))?)(?=[,.;)]|\swho\b|$)"
)
_AS = re.compile(  # "joins the platform team as site reliability engineer"
    r"(?:\s+(?:\w+ly|has|have|was|is|who))*\s+(?:joins?|joined|works?|worked|serves?|served|appointed|hired|elected|named)\b"
    r"[^.;:,]{0,60}?\sas\s+(?:(?:the|an?|its|their)\s+)?([^.,;:()]{3,60}?)(?=[.,;:(]|\s(?:from|in|since|at|until|for|and|by)\b|$)"
)
_SPELLED_OUT = re.compile(
    r"((?:[A-Z][\w’'-]*\s+)(?:(?:of|and|for|the|in|on)\s+|[A-Z][\w’'-]*\s+)*)\([A-Z][A-Za-z]+\)"
)
_BRACKETED = re.compile(r"\(([A-Z]{2,8})\)")
SAYING = frozenset(
    "said says told added stated announced stressed emphasised emphasized warned claimed argued"
    " noted insisted believes thinks replied explained".split()
)
_LETTERS_ASKED = re.compile(
    r"\b(?:[A-Z&]{2,8} (?:stand for|short for)|(?:name|form) of (?:the )?[A-Z&]{2,8}\b)"
)
_LITTLE = frozenset("of the and for in on to a".split())
_COURTESY = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir|Lord)\.?\s+")


def described(scene: Scene, c: Candidate) -> Phrase | None:
    """Return who or what the named one is: the office before the name or the words behind a comma.

    Only for questions that ask who somebody is, what their title is, or what letters stand for.
    """
    if scene.asked.kind not in ("identity", "title", "definition"):
        return None
    text = c.view.text
    people = {t.term for name in scene.asked.people for t in name}
    for mention in c.view.mentions:
        held = [t for t in c.view.tokens if mention.start <= t.start < mention.end]
        named = [t for t in held if t.term in (people or scene.weight)]
        if not named:
            continue
        spelled = spelled_out(text, named[0].start, mention.end)
        if spelled:
            return Phrase(*spelled, 0.0)
        if scene.asked.kind == "definition":
            continue
        behind = _APPOSITION.match(text, mention.end)
        if behind:
            return Phrase(*trim(text, *behind.span(1)), 0.0)
        role = _AS.match(text, mention.end)
        if role:
            return Phrase(*trim(text, *role.span(1)), 0.0)
        first = held.index(named[0])  # "Counsellor Derek Chollet", asked of Chollet
        starts = (token.start for token in held[first::-1])
        rank = next((r for start in starts if (r := RANK.search(text[:start]))), None)
        if rank and not _COURTESY.fullmatch(rank.group()):
            article = ARTICLE.match(rank.group())
            start = rank.start() + (article.end() if article else 0)
            return Phrase(*trim(text, start, rank.end()), 0.0)
    return None


def defined(scene: Scene, c: Candidate) -> bool:
    """Say whether a sentence spells out the letters that a question asks the meaning of."""
    return scene.asked.kind == "definition" and described(scene, c) is not None


def unspelled(scene: Scene, c: Candidate) -> float:
    """Asked what letters stand for, and the sentence does not spell them out."""
    letters = _LETTERS_ASKED.search(scene.asked.text)
    return float(letters is not None and not defined(scene, c))


def asks_what_was_said(asked: Asked) -> bool:
    """Say whether a question asks what somebody said, and of nothing in particular."""
    names = asked.name_terms
    return (
        asked.kind == "quotation" and bool(names) and names >= set(asked.terms) - asked.asking_terms
    )


def spoken(scene: Scene, c: Candidate) -> bool:
    """Say whether a sentence says what somebody said, when nothing more is asked than that."""
    names = scene.asked.name_terms
    if not asks_what_was_said(scene.asked) or min(c.match[t] for t in names) < WORD:
        return False
    words = [token.word for token in c.view.tokens]
    for at in (place for term in names for place in c.spots.get(term, ())):
        before = words[max(0, at - 4) : at]
        if not SAYING.isdisjoint(words[at + 1 : at + 4]):
            return True
        if "that" not in before and not SAYING.isdisjoint(before):  # "said the chair, Ada Jones"
            return True
    return False


def spelled_out(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the words that initials at ``[start, end)`` stand for: "chief of staff (CS)".

    They stand before the bracket: as many as there are letters, little words left out; or else the
    capitals that end there.
    """
    bracket = _BRACKETED.match(text, max(0, start - 1))
    found = _by_initials(text, bracket) if bracket else None
    if found is None:
        capitals = _SPELLED_OUT.search(
            text, max(0, start - 90), max(end, bracket.end() if bracket else 0)
        )
        found = capitals.span(1) if capitals and capitals.end() >= start else None
    return found


def _by_initials(text: str, bracket: re.Match[str]) -> tuple[int, int] | None:
    """Return the words before a bracket that begin with its letters."""
    letters = bracket.group(1).lower()
    words = list(re.finditer(r"[A-Za-z][\w’']*", text[: bracket.start()]))
    while letters and words:
        word = words.pop()
        if word.group()[0].lower() == letters[-1]:
            letters = letters[:-1]
        elif word.group() not in _LITTLE:
            break
        if not letters:
            return word.start(), len(text[: bracket.start()].rstrip())
    return None
