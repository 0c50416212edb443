"""Candidates into readings: the same answer once, with all articles that support it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from retrieval.answering.candidates import WORD, Candidate, Phrase, Scene, outdone
from retrieval.answering.descriptions import described
from retrieval.answering.expected import HARD_TYPES, expected_mention
from retrieval.answering.features import ANAPHORA
from retrieval.answering.phrases import initials, said, same
from retrieval.answering.views import View

_CLAUSAL = frozenset("yes_no quotation reason manner definition".split())
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.I)


@dataclass
class Judged:
    """A candidate with its phrase, how sure we are of it, and the words that its phrase means."""

    candidate: Candidate
    phrase: Phrase
    confidence: float
    score: float
    left: float = 1.0  # share of the confidence that is left by what speaks against it
    signs: list[float] = field(default_factory=list)

    @cached_property
    def words(self) -> str:
        """The phrase as it stands in the sentence."""
        return self.candidate.view.text[self.phrase.start : self.phrase.end]

    @cached_property
    def key(self) -> frozenset[str]:
        """The terms that say what the phrase means."""
        return said(self.candidate.view, self.phrase)

    @cached_property
    def initials(self) -> str:
        """The capitals of a phrase of several words."""
        return initials(self.words)

    @cached_property
    def abbreviations(self) -> list[str]:
        """The runs of capitals in the phrase."""
        return re.findall(r"[A-Z]{2,}", self.words)


@dataclass
class Group:
    """Candidates that give the same answer, best first."""

    members: list[Judged]

    also: list[Candidate] = field(default_factory=list)  # hold the same answer, not scored closely
    beside: Judged | None = None  # the sentence next to the best one that is quoted with it
    quoted: float = 0.0  # how sure we are of the quote of the only answer

    @property
    def best(self) -> Judged:
        """The one that is quoted."""
        return self.members[0]

    @property
    def left(self) -> float:
        """The share of the confidence that doubts leave of it: that of the surest counts most."""
        plain = [member.confidence / max(member.left, 0.01) for member in self.members]
        total = sum(plain)
        if not total:
            return self.best.left
        return sum(p * m.left for p, m in zip(plain, self.members, strict=True)) / total

    @property
    def confidence(self) -> float:
        """How sure we are of the answer: sentences that agree bear each other out.

        What is doubtful about them stays doubtful.
        """
        sure = [member.confidence for member in self.members]
        sure[0] = max(sure[0], self.quoted)
        pairs = zip(sure, self.members, strict=True)
        wrong = math.prod([1 - value / max(member.left, 0.01) for value, member in pairs])
        return self.left * (1 - max(wrong, 0.0))


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
    if scene.asked.kind == "person":  # quote the one that names him rather than his office
        for held in groups:
            held.members.sort(key=lambda one: not _names_him(one.candidate))
    return groups


def _names_him(c: Candidate) -> bool:
    return not c.against["mistyped"] and not c.against["namesake"]


def add_support(scene: Scene, groups: Sequence[Group], found: Sequence[Candidate]) -> None:
    """Give each answer the sentences of other articles that hold it and as much of the question."""
    for one in groups:
        key, known = one.best.key, {m.candidate.sentence.article for m in one.members}
        least = max(_LEAST_HELD, coverage(scene, one.best.candidate) - _SHORT_OF)
        for c in found:
            new = c.sentence.article not in known and not c.sentence.heading
            if new and key and key <= c.view.terms and coverage(scene, c) >= least:
                one.also.append(c)
                known.add(c.sentence.article)


def wants_sentences(scene: Scene) -> bool:
    """Say whether whole sentences answer a question, not names or numbers."""
    return scene.asked.kind in _CLAUSAL or not _asks(scene)


def _asks(scene: Scene) -> bool:
    """Say whether a question asks, and is no statement or a few keywords."""
    return scene.asked.kind != "thing" or _ASKS.search(scene.asked.text) is not None


def _agree(scene: Scene, held: Group, one: Judged) -> bool:
    asks = _asks(scene)
    for member in held.members:
        if _alike(member.candidate.view, one.candidate.view):
            if _same_phrase(scene, member, one) or scene.asked.kind in _CLAUSAL or not asks:
                return True
        elif scene.asked.kind not in _CLAUSAL and _same_phrase(scene, member, one):
            return True
        if scene.asked.kind == "person" and (_beside(member, one) or _beside(one, member)):
            return True
    return False


def _same_phrase(scene: Scene, a: Judged, b: Judged) -> bool:
    if scene.asked.kind == "title" and a.key and b.key and not (a.key <= b.key or b.key <= a.key):
        return False  # "State Department Consul" and "State Department Counsellor"
    if same(a.key, b.key):
        return bool(a.key)
    return _stands_for(a, b) or _stands_for(b, a)


def _stands_for(short: Judged, long: Judged) -> bool:
    return bool(short.abbreviations) and long.initials in short.abbreviations


def _beside(a: Judged, b: Judged) -> bool:
    """Say whether the second phrase stands right beside the first: a name and its office."""
    if len(b.key) < 2:
        return False
    tokens = a.candidate.view.tokens
    held = a.candidate.view.range(a.phrase.start, a.phrase.end)
    if not held:
        return False
    around = tokens[max(0, held[0] - 7) : held[-1] + 8]
    return b.key <= {t.term for t in around}


def _alike(one: View, other: View) -> bool:
    """Say whether two sentences tell the same, by their words."""
    a, b = one.terms, other.terms
    return len(a & b) >= 0.6 * min(len(a), len(b)) and min(len(a), len(b)) > 3


_OF_A_TIME = re.compile(r"['’]s\s+\w")  # "last year's floods" are no date
_PLAIN = ("mistyped", "tense", "misplaced", "passing")
_SHORT_OF = 0.2  # share of the question that a rival reading may lack of what the best one holds
_LEAST_HELD = 0.6
_LEAST_TYPED = 0.5
# before an unsure first answer of no right kind comes one with so many times less odds, which may
# lack that share of the question more
_FURTHER, _SHORT_OF_TOP, _SURE = 10, 0.1, 0.5
_LEAST_GOOD = 6.3
_UNSURE = 0.4  # below it the first answer and its rivals are guesses: the likely ones are shown
_MOST = 5


def shown(
    scene: Scene, groups: Sequence[Group], options: Sureness
) -> tuple[list[Group], list[Group]]:
    """Return the groups that answer about as well as the first, and the rest, both in order.

    Where the first is no more than a guess, so are the rivals: they have good odds against it.
    """
    if not groups:
        return [], []
    groups = _plain_first(scene, groups, options)
    best = groups[0]
    kept, rest = [best], list[Group]()
    for other in groups[1:]:
        full = len(kept) == _MOST
        good = _fit(scene, best, other) and _rival(scene, best, other, options)
        (kept if good and not full else rest).append(other)
    return kept, rest


def _plain_first(scene: Scene, groups: Sequence[Group], options: Sureness) -> Sequence[Group]:
    """Put the first group that nothing plain speaks against in front, if it is close to the top."""
    top = groups[0].best
    untyped = scene.asked.kind in HARD_TYPES and top.candidate.against["mistyped"] >= 1
    hard = untyped and groups[0].confidence < _SURE
    for i, one in enumerate(groups):
        odds = math.exp(one.best.score - top.score)
        if odds < (options.rival / _FURTHER if hard else options.rival):
            break
        against = one.best.candidate.against
        if odds < options.rival and not _as_full(scene, top, one):
            continue  # no date at all is worse than little odds
        if not any(against[name] >= 1 for name in _PLAIN):
            return [one, *groups[:i], *groups[i + 1 :]]
    return groups


def _as_full(scene: Scene, top: Judged, one: Group) -> bool:
    """Say whether an answer of the right kind holds nearly as much of the question as the best."""
    least = coverage(scene, top.candidate) - _SHORT_OF_TOP
    return _typed(scene, one) >= _LEAST_TYPED and coverage(scene, one.best.candidate) >= least


class Sureness(Protocol):
    """The two settings that decide what is shown beside the best reading."""

    @property
    def reading(self) -> float:
        """The least confidence."""

    @property
    def rival(self) -> float:
        """The least odds against the best reading."""


# "Present: Ann Lee (chair), Ben Shah": names and nothing else
_NAMES = r"(?:[A-Z][\w.’'-]*|\([^)]*\)|of|van|von|de|and)"
_LIST = re.compile(rf"[A-Z]\w+:\s+{_NAMES}(?:[\s,;]+{_NAMES})+\W*$")


def tells(c: Candidate) -> bool:
    """Say whether a sentence tells something: no heading, no question, no mere list of names."""
    if c.sentence.heading or c.view.text.rstrip("”\"' ").endswith("?"):
        return False
    return not _LIST.match(c.view.text)


def _typed(scene: Scene, held: Group) -> float:
    phrase = held.best.phrase
    return expected_mention(scene, held.best.candidate.view, phrase.start, phrase.end)


def _fit(scene: Scene, best: Group, other: Group) -> bool:
    """Say whether nothing plain speaks against a reading."""
    against = other.best.candidate.against
    if against["other_side"] >= 0.5 or against["echo"] or against["reported"]:
        return False
    if any(against[name] >= 1 for name in _PLAIN) or against["mistyped"]:
        return False
    told = [described(scene, one.best.candidate) for one in (best, other)]
    if told[0] and not told[1]:  # asked who somebody is: only another word for it is a rival
        return False
    if scene.asked.kind in HARD_TYPES and _typed(scene, other) < 0.5 <= _typed(scene, best):
        return False  # "January 2021" is no other answer to "how long?"
    if scene.asked.kind == "date" and _OF_A_TIME.search(other.best.words):
        return False
    return tells(other.best.candidate) or not tells(best.best.candidate)


def _rival(scene: Scene, best: Group, other: Group, options: Sureness) -> bool:
    two = other.best
    if scene.asked.kind in ("identity", "title") and not _odd(best, other, options):
        return (
            described(scene, two.candidate) is not None and _surname(scene) in two.candidate.spots
        )
    unsure = best.confidence < _UNSURE and _odd(best, other, options)
    return unsure or _as_good(scene, best, other) > 0


def _odd(best: Group, other: Group, options: Sureness) -> bool:
    """Say whether a reading is likely enough, and has good odds against the best one."""
    odds = math.exp(other.best.score - best.best.score)
    return other.confidence >= options.reading and odds >= options.rival


def _as_good(scene: Scene, best: Group, other: Group) -> float:
    """Return how much speaks for a second answer beside the first, above 0 that it is one.

    Two right answers stand mostly in two articles, in sentences that are alike but for the answer:
    "40,000 fled", "52,000 fled". Rounded weights of a logistic model that was fitted to 3,900
    pairs of answers to invented articles, in 113 of which both are right: 79 of these are shown,
    and 76 wrong ones beside a right first answer. Fitted without the folder that it is tried on it
    shows as many, and 83.
    """
    one, two = best.best, other.best
    a, b = (judged.candidate.view.terms - judged.key - {""} for judged in (one, two))
    return (
        2.1 * (best.confidence + other.confidence)
        + 0.4 * (two.score - one.score)
        + 1.8 * len(a & b) / max(min(len(a), len(b)), 1)
        + 2.5 * max(one.candidate.around_share, coverage(scene, one.candidate))
        + 1.7 * two.left
        - 1.8 * outdone(two.candidate, one.candidate)
        + 1.8 * (_typed(scene, other) >= _LEAST_TYPED)
        + 1.4 * (two.candidate.sentence.article != one.candidate.sentence.article)
        - _LEAST_GOOD
    )


def _surname(scene: Scene) -> str:
    """Return the last term of the last name in the question."""
    people = [last.term for _, last in scene.asked.people]
    names = people or [t.term for t in scene.asked.tokens if t.term in scene.asked.name_terms]
    return names[-1] if names else ""


def coverage(scene: Scene, c: Candidate) -> float:
    """Return the share of the question that a sentence holds, synonyms included.

    What the named sentence before it holds counts for one that opens with a pronoun.
    """
    carried = c.before[0].terms if c.before and ANAPHORA.match(c.view.text) else ()
    return sum(w for t, w in scene.weight.items() if c.match[t] >= WORD or t in carried)
