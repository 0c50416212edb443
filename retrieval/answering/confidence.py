"""How likely a candidate is right: three logistic models over what speaks for and against it.

The weights are data (``retrieval/data/confidence.json``), learned by ``retrieval.training`` on
questions with their article in the folder, without it, and with a name or number exchanged.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from retrieval.answering.candidates import Candidate, Scene, outdone
from retrieval.answering.expected import expected_mention
from retrieval.answering.features import (
    FEATURES,
    names_absent,
    names_nowhere,
    numbers_nowhere,
    words_absent,
)
from retrieval.answering.lexicon import DATA
from retrieval.answering.phrases import same
from retrieval.answering.ranker import SPAN_FEATURES, Linear
from retrieval.model import Sentence

SIGNS = {
    "total": "Score of the sentence",
    "share": "Score compared with all other candidates (log of the softmax)",
    "lead": "Score compared with the best other candidate",
    "outdone": "Weight that the best other candidate holds and this one lacks",
    "beside": "Whether the best other candidate is the sentence before or after it",
    "held": "Share of the question's weight that the sentence holds",
    "held_near": "The same with near words in part",
    "around": "Share that the passage or the title holds",
    "unknown": "Weight of words that no article holds",
    "lacking": "Weight of the heaviest word that neither sentence, passage nor title holds",
    "lacking_here": "Weight of the heaviest word that the sentence lacks",
    "names_nowhere": "Weight of proper names that neither passage nor title hold",
    "names_absent": "Weight of proper names that stand nowhere in the article",
    "words_absent": "Weight of other words that stand nowhere in the article",
    "numbers_nowhere": "Share of numbers that the passage lacks",
    "phrase": "Score of the answer phrase",
    "phrases": "Log-sum-exp of the scores of its phrases",
    "typed": "Holds what the question type asks for",
    "untyped": "Asked for a type and holds nothing of it",
    "retrieval": "BM25 score of the passage against the most it could be",
    "terms": "Number of question terms (log)",
    "other_side": "Belongs to another side than asked",
    "rival": "Holds a rival of an asked word",
    "uncounted": "Counts something else",
    "echo": "The phrase repeats the question",
    "mistyped": "The phrase is not what the question type asks for",
    "phrase_typed": "The phrase holds what the question type asks for",
    "unmet": "The sentence lacks the verb or the noun that the question turns on",
}
_ALL = len(FEATURES) + list(SPAN_FEATURES).index("phrase_all")
_TYPED = len(FEATURES) + list(SPAN_FEATURES).index("phrase_typed")
_PLAIN = frozenset(
    "thing manner reason yes_no definition identity quotation name title frequency age"
    " ordinal".split()
)


def signs(
    scene: Scene,
    found: Sequence[Candidate],
    c: Candidate,
) -> list[float]:
    """Return the values of ``SIGNS`` for a candidate, in their order."""
    others = [o for o in found if o is not c and o.total > -500 and _rivals(o, c)]
    totals = [c.total, *(o.total for o in others)]
    other = max(others, key=lambda o: o.total, default=None)
    best_other = other.total if other else c.total - 5
    high = max(totals)
    everything = high + math.log(sum([math.exp(t - high) for t in totals]))
    weight = scene.weight
    somewhere = {t for t in weight if t in c.around or t in c.title.terms or c.match[t] >= 0.5}
    typed = expected_mention(scene, c.view)
    # what BM25 could have scored: a synonym is never searched for as the word itself
    reachable = sum([idf for t, idf in scene.idf.items() if t in c.view.terms or t in c.missed])
    finite = [p.score for p in c.phrases]
    return [
        c.total,
        c.total - everything,
        max(min(c.total - best_other, 5.0), -5.0),
        outdone(c, other) if other else 0.0,
        float(other is not None and _beside(other.sentence, c.sentence)),
        sum(c.met.values()),
        sum([w * c.match[t] for t, w in weight.items()]),
        sum([w for t, w in weight.items() if t in somewhere]),
        sum([w for t, w in weight.items() if t in scene.unknown]),
        max([w for t, w in weight.items() if t not in somewhere], default=0.0),
        max([w for t, w in weight.items() if c.match[t] < 0.5], default=0.0),
        names_nowhere(scene, c),
        names_absent(scene, c),
        words_absent(scene, c),
        numbers_nowhere(scene, c),
        finite[0] if finite else 0.0,
        c.features[_ALL],
        typed,
        float(scene.asked.kind not in _PLAIN and typed < 0.3),
        min(c.score / (1.9 * reachable or 1.0), 0.8),
        math.log1p(len(scene.terms)),
        c.against["other_side"],
        c.against["rival"],
        c.against["uncounted"],
        c.against["echo"],
        c.against["mistyped"],
        c.features[_TYPED],
        c.against["unmet"],
    ]


def _rivals(other: Candidate, c: Candidate) -> bool:
    """Say whether one candidate may be right instead of another.

    A headline is no rival of a sentence, and what gives the same answer is none either.
    """
    if other.sentence.heading and not c.sentence.heading:
        return False
    return not c.said or not other.said or not same(c.said, other.said)


def _beside(one: Sentence, other: Sentence) -> bool:
    return one.article == other.article and abs(one.position - other.position) == 1


# What is left of a probability when a check objects fully: near misses are too rare in question
# sets to be learned, and to be trusted is worth more than to be quick with an answer.
_LEFT = {
    "other_side": 0.2,
    "rival": 0.35,
    "uncounted": 0.3,
    "unqualified": 0.5,
    "unnamed": 0.6,
    "namesake": 0.5,
    "somebody_else": 0.4,
    "unheld": 0.4,
    "unspoken": 0.4,
    "unmet": 0.9,
    "aside": 0.5,
    "of_somebody": 0.3,
    "other_people": 0.3,
    "undated": 0.5,
    "unspelled": 0.4,
    "uncaused": 0.5,
    "deathless": 0.3,
    "yearless": 0.4,
    "misplaced": 0.4,
    "denied": 0.5,
    "reported": 0.5,
    "mistyped": 0.5,
    "tense": 0.5,
    "echo": 0.6,
    "nobody": 0.5,
    "passing": 0.5,
    "momentary": 0.4,
    "anonymous": 0.4,
    "unended": 0.4,
    "sought": 0.5,
}


# The same of the probability that the articles hold an answer at all.
_HELD = {
    "other_side": 0.2,
    "other_people": 0.3,
    "rival": 0.35,
    "unspelled": 0.5,
    "namesake": 0.6,
    "somebody_else": 0.6,
    "unheld": 0.6,
    "unspoken": 0.6,
    "undated": 0.6,
}


# A phrase of the wrong kind marks a near miss, which lacks a word of the question. A sentence that
# holds them all (by weight) is none: on question sets nine in ten over 0.7 are right all the same.
_FADES_FROM, _FADED = 0.7, 0.9


def doubt(against: Mapping[str, float], covered: float) -> float:
    """Return the share of a probability that is left by what speaks against a candidate.

    ``covered`` is the share of the question's weight that its sentence holds.
    """
    fading = max(0.0, min(1.0, (_FADED - covered) / (_FADED - _FADES_FROM)))
    return _remaining({**against, "mistyped": fading * against.get("mistyped", 0.0)}, _LEFT)


def contradicted(against: Mapping[str, float]) -> float:
    """Return the same for what contradicts the question, not only the choice of phrase."""
    return _remaining(against, _HELD)


def _remaining(against: Mapping[str, float], left: Mapping[str, float]) -> float:
    return math.prod([1 - (1 - share) * against.get(name, 0.0) for name, share in left.items()])


@dataclass(frozen=True)
class Logistic:
    """A logistic model over the signs."""

    model: Linear
    bias: float

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Logistic:
        """Read ``{"bias", "signs": {name: {"weight", "mean", "scale"}}}``."""
        return cls(Linear.of(table["signs"]), float(table["bias"]))

    def __call__(self, values: Sequence[float]) -> float:
        """Return the probability."""
        score = self.model.score(values) + self.bias
        return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


class Certainty(Protocol):
    """How sure an answerer is of a candidate; ``Confidence`` is the light scorer's."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the signs."""

    def signs(self, scene: Scene, found: Sequence[Candidate], c: Candidate) -> list[float]:
        """Return the signs of a candidate among all found."""

    def of(self, values: Sequence[float]) -> float:
        """Return the probability that the candidate with these signs is right."""

    def quoted(self, values: Sequence[float]) -> float:
        """Return the probability that this candidate is right or what is quoted with it."""

    def held(self, values: Sequence[float]) -> float:
        """Return the probability that the articles hold the answer."""


@dataclass(frozen=True)
class Confidence:
    """Three probabilities, of a candidate's signs.

    That the articles hold the answer; if they do, that the candidate gives it; and the same of its
    quote when it is the only answer (see ``context.with_neighbour``).
    """

    answerable: Logistic
    right: Logistic
    quote: Logistic
    names: tuple[str, ...] = tuple(SIGNS)

    @classmethod
    def load(cls) -> Confidence:
        """Read the learned weights."""
        return cls.of_tables(json.loads((DATA / "confidence.json").read_bytes()))

    @classmethod
    def of_tables(
        cls, tables: Mapping[str, Any], names: tuple[str, ...] = tuple(SIGNS)
    ) -> Confidence:
        """Read ``{"answerable", "right", "quote"}``."""
        answerable, right, quote = (
            Logistic.of(tables[name]) for name in ("answerable", "right", "quote")
        )
        return cls(answerable, right, quote, names)

    def signs(self, scene: Scene, found: Sequence[Candidate], c: Candidate) -> list[float]:
        """Return the values of ``SIGNS`` for a candidate."""
        return signs(scene, found, c)

    def held(self, values: Sequence[float]) -> float:
        """Return the probability that the articles hold the answer, by this candidate's signs."""
        return self.answerable(values)

    def of(self, values: Sequence[float]) -> float:
        """Return the probability that the candidate with these signs is right."""
        return self.answerable(values) * self.right(values)

    def quoted(self, values: Sequence[float]) -> float:
        """Return the probability that this candidate is right or what is quoted with it."""
        return self.answerable(values) * self.quote(values)
