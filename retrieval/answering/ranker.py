"""The one replaceable place where candidates are scored.

A ``Scorer`` fills in ``total`` and ``phrases`` of every candidate. ``LinearScorer`` does so with
learned weights: first all candidates by light features, then the best few again with the scores
of their answer phrases.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.checks import Checker
from retrieval.answering.descriptions import described
from retrieval.answering.expected import HARD_TYPES, expected_mention
from retrieval.answering.features import FEATURES, vectors
from retrieval.answering.lexicon import DATA
from retrieval.answering.phrases import said
from retrieval.answering.plain import asked_above
from retrieval.answering.spans import SpanScorer
from retrieval.answering.views import View
from retrieval.mentions import dateline_end

REFINED = 6  # candidates whose phrases are scored
_COUNTED = 0.7  # as much as so much of the question's weight
_HOPELESS = 5.0  # below the best one, by the light features
_ALIKE = 0.4  # of the terms of the shorter sentence
PHRASES = 6  # phrases kept of a candidate
SPAN_FEATURES = {
    "phrase_best": "Score of its best answer phrase",
    "phrase_lead": "How far its best answer phrase leads the next one elsewhere in the sentence",
    "phrase_all": "Log-sum-exp of the scores of all its phrases",
    "phrase_rank": "How its best phrase compares with those of the other candidates",
    "light": "Score by the light features",
    "phrase_typed": "Its best answer phrase holds what the question type asks for",
    "phrase_timed": "Score of its phrases, asked for a date or duration",
    "phrase_counted": "Score of its phrases, asked for a number or amount",
    "phrase_named": "Score of its phrases, asked for a person, place or name",
    "phrase_clausal": "Score of its phrases, asked for a reason, a manner or what was said",
    "against_rival": "Holds a rival of an asked word",
    "against_uncounted": "Counts something else",
    "against_echo": "Its phrase repeats the question",
    "against_mistyped": "Its phrase is not what the question type asks for",
}
# Taken off the score of a candidate: too rare in the questions at hand to be learned.
PENALTIES = {"other_side": 4.0, "mistyped": 1.0, "tense": 1.5, "echo": 1.5}
_OBJECTION = {
    "other_side": 8.0,
    "echo": 2.0,
    "mistyped": 8.0,
    "vague": 6.0,
    "tense": 8.0,
    "named": 1.5,
    "reported": 2.0,
    "uncounted": 3.0,
    "misplaced": 8.0,
    "of_somebody": 8.0,
}
_REMARK = re.compile(
    r"\[(?:[^\[\]]{1,40} needed|who|when|where|which|by whom|sic|dubious[^\]]*)\??\]", re.I
)
_GROUPS: tuple[frozenset[str], ...] = (
    frozenset(("date", "time", "duration", "frequency")),
    frozenset(("number", "money", "percent", "measure", "age", "ordinal")),
    frozenset(("person", "place", "organisation", "name", "title")),
    frozenset(("reason", "manner", "quotation", "definition", "identity", "yes_no")),
)


class Scorer(Protocol):
    """Gives every candidate its ``total`` and ``phrases``."""

    def score(self, scene: Scene, found: Sequence[Candidate]) -> None:
        """Fill in the candidates."""

    def explain(self, candidate: Candidate) -> dict[str, float]:
        """Return what each feature contributed to a candidate's score."""


@dataclass(frozen=True)
class Linear:
    """A linear model over named features, normalised by mean and scale."""

    names: tuple[str, ...]
    weights: NDArray[np.float64]  # already divided by the scale
    mean: NDArray[np.float64]

    @classmethod
    def of(cls, table: Mapping[str, Mapping[str, float]]) -> Linear:
        """Read ``{feature: {"weight", "mean", "scale"}}``."""
        rows = list(table.values())
        return cls(
            tuple(table),
            np.array([row["weight"] / row["scale"] for row in rows]),
            np.array([row["mean"] for row in rows]),
        )

    def score(self, features: Sequence[float]) -> float:
        """Return the score of one row of features; numpy would take longer for so few."""
        parts = zip(features, self._parts, strict=True)
        return sum([(value - mean) * weight for value, (mean, weight) in parts])

    @cached_property
    def _parts(self) -> list[tuple[float, float]]:
        return list(zip(self.mean.tolist(), self.weights.tolist(), strict=True))

    def scores(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Return the score of each row of features."""
        values = (np.array(rows, dtype=float) - self.mean) * self.weights
        sums: list[float] = values.sum(axis=1).tolist()
        return sums

    def contributions(self, features: Sequence[float]) -> NDArray[np.float64]:
        """Return what each feature adds to the score."""
        return (np.asarray(features, dtype=float) - self.mean) * self.weights


class LinearScorer:
    """Learned linear weights over light features, then over these and the phrases."""

    def __init__(
        self, light: Linear | None, refined: Linear | None, spans: SpanScorer, checker: Checker
    ) -> None:
        self.spans, self.checker = spans, checker
        self._light, self._refined = light, refined

    @classmethod
    def load(cls, spans: SpanScorer, checker: Checker) -> LinearScorer:
        """Read the learned weights."""
        tables = json.loads((DATA / "sentence.json").read_bytes())
        return cls(Linear.of(tables["light"]), Linear.of(tables["refined"]), spans, checker)

    def score(self, scene: Scene, found: Sequence[Candidate]) -> None:
        """Fill in the candidates; all but the best few keep a total below theirs."""
        self.look(scene, found)
        if self._light is not None:
            self.weigh_best(scene, found)

    def weigh_best(self, scene: Scene, found: Sequence[Candidate]) -> None:
        """Score the best few of candidates that were looked at again, with their phrases."""
        if not found:
            return
        best = _hopeful(scene, sorted(found, key=lambda c: -c.light)[:REFINED])
        asked = [c for c in found if asked_above(scene, c) and not any(c is one for one in best)]
        self.weigh(scene, [*best, *asked])

    def look(self, scene: Scene, found: Sequence[Candidate]) -> None:
        """Score all candidates by the light features, with totals far below the refined ones."""
        for candidate, row in zip(found, vectors(scene, found), strict=True):
            candidate.features = row
        if found and self._light is not None:
            lights = self._light.scores([candidate.features for candidate in found])
            for candidate, light in zip(found, lights, strict=True):
                candidate.light, candidate.total = light, light - 1000

    def weigh(self, scene: Scene, best: Sequence[Candidate]) -> None:
        """Score these candidates again with their phrases and what speaks against them."""
        rows = self.refine(scene, best)
        if best and self._refined is not None:
            sums = self._refined.scores(rows)
            for candidate, row, added in zip(best, rows, sums, strict=True):
                candidate.features = row
                candidate.total = added - penalty(candidate.against)

    def refine(self, scene: Scene, best: Sequence[Candidate]) -> list[list[float]]:
        """Score the phrases of these candidates; return their full features."""
        parts = []
        scores = self.spans.scores(scene, [candidate.view for candidate in best])
        everything = log_sums(scores)
        tops = top_phrases(best, scores, PHRASES)
        for row, candidate in enumerate(best):
            phrases = (*tops[row], *typed_phrases(scene, candidate, scores[row]))
            self.choose(scene, candidate, phrases)
            high = candidate.phrases[0].score if candidate.phrases else 0.0
            second = next(
                (p.score for p in candidate.phrases[1:] if _apart(p, candidate.phrases[0])), high
            )
            parts.append((high, high - second, everything[row]))
        top = max((part[0] for part in parts), default=0.0)
        return [
            self._row(scene, candidate, high, lead, everything, high - top)
            for candidate, (high, lead, everything) in zip(best, parts, strict=True)
        ]

    def choose(
        self, scene: Scene, c: Candidate, phrases: tuple[Phrase, ...], stern: float = 1.0
    ) -> None:
        """Put the phrase first that scores best after what speaks against it, times ``stern``."""
        told = described(scene, c)
        if told is not None:
            phrases = (Phrase(told.start, told.end, phrases[0].score + 1), *phrases)
        elif c.cell is not None:
            phrases = in_cell(phrases, c.cell)
        if "[" in c.view.text:
            phrases = outside_remarks(c.view.text, phrases)
        if scene.asked.kind not in _OF_DATELINES:
            phrases = behind_dateline(c.view.text, phrases)
        against = self.checker.against(scene, c, phrases or (None,))
        order = sorted(
            range(len(phrases)), key=lambda i: _objections(against[i], stern) - phrases[i].score
        )
        c.phrases = tuple([phrases[i] for i in order])
        c.against = against[order[0] if order else 0]
        c.said = said(c.view, c.phrases[0]) if c.phrases else frozenset()

    def _row(
        self, scene: Scene, c: Candidate, high: float, lead: float, everything: float, rank: float
    ) -> list[float]:
        phrase = c.phrases[0] if c.phrases else None
        typed = expected_mention(scene, c.view, phrase.start, phrase.end) if phrase else 0.0
        by_group = [everything if scene.asked.kind in group else 0.0 for group in _GROUPS]
        against = [c.against[name] for name in ("rival", "uncounted", "echo", "mistyped")]
        return [*c.features, high, lead, everything, rank, c.light, typed, *by_group, *against]

    def explain(self, candidate: Candidate) -> dict[str, float]:
        """Return what each feature contributed to a candidate's score."""
        model = self._refined if len(candidate.features) > len(FEATURES) else self._light
        if model is None:
            return {}
        added = model.contributions(candidate.features)
        return dict(zip(model.names, (float(x) for x in added), strict=True))


def _hopeful(scene: Scene, best: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates (best first) that may be answers; most scores of phrases are saved.

    Those far below the first one by the light features never come near it again. But another word
    for who somebody is, and another figure in a sentence that is like the first one, are readings
    whatever their odds.
    """
    if scene.asked.kind in ("identity", "title"):
        return best
    first = best[0]
    return [c for c in best if first.light - c.light <= _HOPELESS or _like(first.view, c.view)]


def _like(one: View, other: View) -> bool:
    return len(one.terms & other.terms) >= _ALIKE * min(len(one.terms), len(other.terms))


def penalty(against: Mapping[str, float]) -> float:
    """Return what the score of a candidate loses by what speaks against it."""
    return sum(taken * against[name] for name, taken in PENALTIES.items())


def _objections(against: Mapping[str, float], stern: float) -> float:
    plain = sum([strength * against[name] for name, strength in _OBJECTION.items()])
    if against["mistyped"] == 0.5:  # no name, asked for one: "speculators" may be who it was
        return stern * plain - (stern - 1) * _OBJECTION["mistyped"] * 0.5
    return stern * plain


def outside_remarks(text: str, phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Return the phrases that are no editor's remark: "[citation needed]" answers nothing."""
    remarks = [m.span() for m in _REMARK.finditer(text)]
    return tuple(p for p in phrases if not any(a <= p.start and p.end <= b for a, b in remarks))


_OF_DATELINES = frozenset(("place", "date", "time"))


def behind_dateline(text: str, phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Leave out what stands in "PARIS, March 5 (AP) -", where and when a report was written."""
    end = dateline_end(text)
    return tuple(p for p in phrases if p.start >= end) or phrases


def in_cell(phrases: tuple[Phrase, ...], cell: tuple[int, int]) -> tuple[Phrase, ...]:
    """Put the cell of a table that is asked for in front, or the best phrase inside it."""
    start, end = cell
    held = [p for p in phrases if start <= p.start and p.end <= end]
    best = max(held, key=lambda p: p.score, default=Phrase(start, end, 0.0))
    return (best._replace(score=max(p.score for p in phrases) + 1), *phrases)


def _apart(one: Phrase, other: Phrase) -> bool:
    return one.end <= other.start or other.end <= one.start


def typed_phrases(scene: Scene, c: Candidate, scores: NDArray[np.float64]) -> tuple[Phrase, ...]:
    """Return the mentions of the expected type as phrases, for questions after these types.

    Those of a date or a number gain by the question's words near them; a person is added as it is,
    so that "A will lead the one team and B the other" gives both.
    """
    hard = scene.asked.kind in HARD_TYPES
    if not hard and scene.asked.kind != "person":
        return ()
    found = []
    for mention in c.view.mentions:
        if expected_mention(scene, c.view, mention.start, mention.end) < 0.5:
            continue
        held = c.view.range(mention.start, mention.end)
        if held and len(held) <= scores.shape[1]:
            score = float(scores[held[0], len(held) - 1]) + (
                1.5 * _nearby(scene, c, held) if hard else 0.0
            )
            found.append(Phrase(mention.start, mention.end, score))
    return tuple(found)


def _nearby(scene: Scene, c: Candidate, held: Sequence[int]) -> float:
    """Return the question weight that stands within eight words of these words.

    The noun that is counted, right behind a number, tells most: "19 people, five of them badly".
    """
    first, last = held[0] - 8, held[-1] + 8
    counted = [t.term for t in c.view.tokens[held[0] + 1 : held[-1] + 3]]
    return _COUNTED * (not scene.asked.focus_terms.isdisjoint(counted)) + sum(
        scene.weight[t] for t, spots in c.spots.items() if any(first <= p <= last for p in spots)
    )


def log_sums(scores: NDArray[np.float64]) -> list[float]:
    """Return the log of the summed exponentials of each sentence's scores; 0 without any."""
    high = scores.max(axis=(1, 2))
    high[np.isinf(high)] = 0.0  # a sentence without words
    sums = np.exp(scores - high[:, None, None]).sum(axis=(1, 2))
    return [
        math.log(held) + top if held else 0.0
        for held, top in zip(sums.tolist(), high.tolist(), strict=True)
    ]


def top_phrases(
    best: Sequence[Candidate], scores: NDArray[np.float64], count: int
) -> list[list[Phrase]]:
    """Return the best runs of each sentence as phrases, best first."""
    _, words, width = scores.shape
    flat = scores.reshape(len(best), words * width)
    order = flat.argpartition(-count, axis=1)[:, -count:]
    values = flat[np.arange(len(best))[:, None], order]
    found = []
    for candidate, ats, highs in zip(best, order.tolist(), values.tolist(), strict=True):
        tokens, phrases = candidate.view.tokens, []
        for score, at in sorted(zip(highs, ats, strict=True), reverse=True):
            first, more = divmod(at, width)
            if score > -math.inf:
                phrases.append(Phrase(tokens[first].start, tokens[first + more].end, score))
        found.append(phrases)
    return found
