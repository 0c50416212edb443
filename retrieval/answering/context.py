"""What is quoted beside the sentence that answers: what explains it, or what may answer instead."""

from __future__ import annotations

import math
import re

from retrieval.answering.candidates import Candidate, Scene
from retrieval.answering.evidence import Evidence
from retrieval.answering.features import ANAPHORA
from retrieval.answering.readings import Group, Judged, tells, wants_sentences
from retrieval.answering.views import View
from retrieval.model import Sentence

_NAMING = frozenset(("person", "organisation", "name", "place"))
_THING = re.compile(
    r"\W*(?:(?:all|most|many|some|both|each|one|two) of )?(?:the|this|these|that|those|both)"
    r"\s+((?:[a-z]+\s+)?[a-z]+)",
    re.I,
)
_PERSONAL = re.compile(r"\W*\b(?:he|she|his|her|him)\b", re.I)
_POINTING = frozenset(("this", "these", "such"))
_LETTERS = re.compile(r"(?:the\s+)?([A-Z][A-Za-z]*[A-Z][A-Za-z]?)\Z")
_LOOKED_BACK = 200  # sentences in which letters may have been spelled out
# The least odds against the best sentence: at a twentieth, one in ten of the sentences that are
# added holds the answer that the best one lacks (XQuAD), below it one in forty.
_AS_LIKELY = 0.05


def explaining(scene: Scene, one: Judged, snapshot: Evidence) -> Sentence | None:
    """Return the earlier sentence that is needed to understand this one, if any.

    It names who "he" is, what "these devices" are that were asked for, what letters stand for, or
    the columns of a table.
    """
    c = one.candidate
    return c.header or naming_sentence(c) or _pointed_at(scene, c) or _spelled_out(one, snapshot)


def naming_sentence(c: Candidate) -> Sentence | None:
    """Return the earlier sentence that names who "he" is, or what "the talks" are."""
    if ANAPHORA.match(c.view.text):
        return _first_naming(c)
    thing = _THING.match(c.view.text)
    if thing is None:
        return None
    noun = thing.group(1).split()[-1].lower()
    for sentence, view in zip(c.earlier, c.before, strict=True):
        term = next((t.term for t in c.view.tokens if t.word == noun), "")
        if term and term in view.terms and _names(view) and not ANAPHORA.match(view.text):
            return sentence
    return None


def _first_naming(c: Candidate) -> Sentence | None:
    """Return the nearest sentence that names somebody or something.

    Best one whose own "his" stands behind a person's name, or that has none.
    """
    pairs = zip(c.earlier, c.before, strict=True)
    naming = [(s, v) for s, v in pairs if _names(v) and not ANAPHORA.match(v.text)]
    plain = [s for s, v in naming if not _leans(v)]
    someone = _PERSONAL.match(c.view.text) is not None
    return plain[0] if plain and someone else naming[0][0] if naming else None


def _leans(view: View) -> bool:
    """Say whether "he" or "his" stands in a sentence before anybody is named in it."""
    pronoun = _PERSONAL.search(view.text)
    people = [m.start for m in view.mentions if m.kind == "person"]
    return pronoun is not None and min(people, default=len(view.text)) > pronoun.start()


def _names(view: View) -> bool:
    return any(
        (m.kind in _NAMING and not (m.initial and " " not in view.text[m.start : m.end]))
        or m.kind == "person"
        for m in view.mentions
    )


def _pointed_at(scene: Scene, c: Candidate) -> Sentence | None:
    """Return the sentence before one that only points at what is asked for: "these devices"."""
    tokens = c.view.tokens
    for first, second, third in zip(tokens, tokens[1:], (*tokens[2:], None), strict=False):
        nouns = {second.term, third.term if third else ""} & scene.asked.focus_terms
        if first.word in _POINTING and nouns and c.earlier and not c.earlier[0].heading:
            return c.earlier[0]
    return None


def _spelled_out(one: Judged, snapshot: Evidence) -> Sentence | None:
    """Return the sentence that says what the letters of the answer stand for."""
    letters, own = _LETTERS.match(one.words), one.candidate.sentence
    if letters is None or f"({letters.group(1)})" in own.text:
        return None
    before = snapshot.sentences(own.article, max(0, own.position - _LOOKED_BACK), own.position)
    spelled = [s for s in before if f"({letters.group(1)})" in s.text and not s.heading]
    return spelled[-1] if spelled else None


def in_one(scene: Scene, kept: list[Group], snapshot: Evidence) -> list[Group]:
    """Return two answers that stand side by side as one, where whole sentences answer.

    "No. | Without the key it is lost": with names or numbers they would be two.
    """
    if len(kept) != 2 or not wants_sentences(scene):
        return kept
    one, other = kept
    beside, sentence = other.best.candidate.sentence, one.best.candidate.sentence
    if not _neighbours(sentence, beside) or not _in_a_row(sentence, beside, snapshot):
        return kept
    one.beside = other.best
    one.members.append(other.best)
    return [one]


def with_neighbour(best: Group, rest: list[Group], snapshot: Evidence) -> list[Group]:
    """Quote the best answer with the sentence next to it where that may be right instead.

    Half of what is wrong is next to what is right, and two sentences in a row are read as easily as
    one. Returns the other groups.
    """
    sentence = best.best.candidate.sentence
    named = naming_sentence(best.best.candidate)
    for other in rest:
        beside = other.best.candidate.sentence
        if (
            _neighbours(sentence, beside)
            and (named is None or named.position == beside.position)
            and math.exp(other.best.score - best.best.score) >= _AS_LIKELY
            and tells(other.best.candidate)
            and _in_a_row(sentence, beside, snapshot)
        ):
            best.beside = other.best
            return [group for group in rest if group is not other]
    return rest


def quoted_with(scene: Scene, held: Group, snapshot: Evidence) -> list[Sentence]:
    """Return the sentences that an answer is quoted with: its own first, then one more or none."""
    beside = held.beside.candidate.sentence if held.beside else None
    other = beside or explaining(scene, held.best, snapshot)
    return [held.best.candidate.sentence, *([other] if other else [])]


def _neighbours(one: Sentence, other: Sentence) -> bool:
    return one.article == other.article and abs(one.position - other.position) == 1


def _in_a_row(one: Sentence, other: Sentence, snapshot: Evidence) -> bool:
    first, second = sorted((one, other), key=lambda s: s.start)
    return "\n" not in snapshot.text(one.article, first.end, second.start)
