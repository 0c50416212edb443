"""Candidates into readings: the same answer once, with all articles that support it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.features import ANAPHORA
from retrieval.answering.phrases import initials, key_terms, same
from retrieval.answering.views import View
from retrieval.model import Sentence

_CLAUSAL = frozenset("yes_no quotation reason manner definition".split())
_NAMING = frozenset(("person", "organisation", "name", "place"))
_THING = re.compile(r"\W*(?:the|this|these|that|those|both)\s+((?:[a-z]+\s+)?[a-z]+)", re.I)


@dataclass
class Judged:
    """A candidate with its phrase, how sure we are of it, and the words that its phrase means."""

    candidate: Candidate
    phrase: Phrase
    confidence: float
    against: dict[str, float]
    score: float  # total less what speaks against it
    signs: list[float] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The phrase as it stands in the sentence."""
        return self.candidate.view.text[self.phrase.start : self.phrase.end]

    @property
    def key(self) -> frozenset[str]:
        """The terms that say what the phrase means."""
        c = self.candidate
        held = [t for t in c.view.tokens if self.phrase.start <= t.start < self.phrase.end]
        return key_terms(held)


@dataclass
class Group:
    """Candidates that give the same answer, best first."""

    members: list[Judged]

    @property
    def best(self) -> Judged:
        """The one that is quoted."""
        return self.members[0]


def group(scene: Scene, judged: Sequence[Judged]) -> list[Group]:
    """Put together what says the same; ``judged`` is best first, and so are the groups."""
    groups: list[Group] = []
    for one in judged:
        for other in groups:
            if _agree(scene, other, one):
                other.members.append(one)
                break
        else:
            groups.append(Group([one]))
    return groups


def _agree(scene: Scene, held: Group, one: Judged) -> bool:
    for member in held.members:
        if _alike(member.candidate.view, one.candidate.view):
            if same(member.key, one.key) or scene.asked.kind in _CLAUSAL:
                return True
        elif scene.asked.kind not in _CLAUSAL and _same_phrase(member, one):
            return True
    return False


def _same_phrase(a: Judged, b: Judged) -> bool:
    if same(a.key, b.key):
        return bool(a.key)
    for long, short in ((a.words, b.words), (b.words, a.words)):
        letters = initials(long)
        if len(letters) > 1 and letters in re.findall(r"[A-Z]{2,}", short):
            return True
    return False


def _alike(one: View, other: View) -> bool:
    """Say whether two sentences tell the same, by their words."""
    a, b = one.places.keys(), other.places.keys()
    return len(a & b) >= 0.6 * min(len(a), len(b)) and min(len(a), len(b)) > 3


def naming_sentence(c: Candidate) -> Sentence | None:
    """Return the earlier sentence needed to understand this one: it names who "he" is."""
    if ANAPHORA.match(c.view.text):
        return _first_naming(c)
    thing = _THING.match(c.view.text)
    if thing is None:
        return None
    noun = thing.group(1).split()[-1].lower()
    for sentence, view in zip(c.earlier, c.before, strict=True):
        term = next((t.term for t in c.view.tokens if t.word == noun), "")
        if term and term in view.places and _names(view) and not ANAPHORA.match(view.text):
            return sentence
    return None


def _first_naming(c: Candidate) -> Sentence | None:
    for sentence, view in zip(c.earlier, c.before, strict=True):
        if _names(view) and not ANAPHORA.match(view.text):
            return sentence
    return None


def _names(view: View) -> bool:
    return any(
        (m.kind in _NAMING and not (m.initial and " " not in view.text[m.start : m.end]))
        or m.kind == "person"
        for m in view.mentions
    )


def sure(groups: Sequence[Group], least: float, near: float) -> int:
    """Count the leading groups that answer about as well as the first."""
    if not groups:
        return 0
    best = groups[0].best.score
    count = 1
    for other in groups[1:]:
        if other.best.confidence < least or math.exp(other.best.score - best) < near:
            break
        count += 1
    return count
