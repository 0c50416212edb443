"""The one replaceable place where candidates are scored.

A ``Scorer`` fills in ``total`` and ``phrases`` of every candidate. ``LinearScorer`` does so with
learned weights: first all candidates by light features, then the best few again with the scores
of their answer phrases.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.features import FEATURES, vector
from retrieval.answering.lexicon import DATA
from retrieval.answering.spans import SpanScorer

REFINED = 6  # candidates whose phrases are scored
PHRASES = 6  # phrases kept of a candidate
SPAN_FEATURES = {
    "phrase_best": "Score of its best answer phrase",
    "phrase_lead": "How far its best answer phrase leads the next one elsewhere in the sentence",
    "phrase_all": "Log-sum-exp of the scores of all its phrases",
    "phrase_rank": "How its best phrase compares with those of the other candidates",
    "light": "Score by the light features",
}


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

    def contributions(self, features: Sequence[float]) -> NDArray[np.float64]:
        """Return what each feature adds to the score."""
        return (np.asarray(features, dtype=float) - self.mean) * self.weights


class LinearScorer:
    """Learned linear weights over light features, then over these and the phrases."""

    def __init__(self, light: Linear | None, refined: Linear | None, spans: SpanScorer) -> None:
        self.spans = spans
        self._light, self._refined = light, refined

    @classmethod
    def load(cls, spans: SpanScorer) -> LinearScorer:
        """Read the learned weights."""
        tables = json.loads((DATA / "sentence.json").read_bytes())
        return cls(Linear.of(tables["light"]), Linear.of(tables["refined"]), spans)

    def score(self, scene: Scene, found: Sequence[Candidate]) -> None:
        """Fill in the candidates; all but the best few keep a total below theirs."""
        for candidate in found:
            candidate.features = vector(scene, candidate)
        if not found or self._light is None:
            return
        for candidate in found:
            candidate.light = float(self._light.contributions(candidate.features).sum())
            candidate.total = candidate.light - 1000
        best = sorted(found, key=lambda c: -c.light)[:REFINED]
        rows = self.refine(scene, best)
        if self._refined is not None:
            for candidate, row in zip(best, rows, strict=True):
                candidate.features = row
                candidate.total = float(self._refined.contributions(row).sum())

    def refine(self, scene: Scene, best: Sequence[Candidate]) -> list[list[float]]:
        """Score the phrases of these candidates; return their full features."""
        parts = []
        for candidate in best:
            scores = self.spans.scores(scene, candidate.view)
            candidate.phrases = top_phrases(candidate, scores, PHRASES)
            high = candidate.phrases[0].score if candidate.phrases else 0.0
            flat = scores[np.isfinite(scores)]
            everything = high + float(np.log(np.exp(flat - high).sum())) if flat.size else 0.0
            second = next(
                (p.score for p in candidate.phrases[1:] if _apart(p, candidate.phrases[0])), high
            )
            parts.append((high, high - second, everything))
        top = max((part[0] for part in parts), default=0.0)
        return [
            [*candidate.features, high, lead, everything, high - top, candidate.light]
            for candidate, (high, lead, everything) in zip(best, parts, strict=True)
        ]

    def explain(self, candidate: Candidate) -> dict[str, float]:
        """Return what each feature contributed to a candidate's score."""
        model = self._refined if len(candidate.features) > len(FEATURES) else self._light
        if model is None:
            return {}
        added = model.contributions(candidate.features)
        return dict(zip(model.names, (float(x) for x in added), strict=True))


def _apart(one: Phrase, other: Phrase) -> bool:
    return one.end <= other.start or other.end <= one.start


def top_phrases(
    candidate: Candidate, scores: NDArray[np.float64], count: int
) -> tuple[Phrase, ...]:
    """Return the best runs as phrases, best first."""
    if not scores.size:
        return ()
    tokens = candidate.view.tokens
    order = np.argsort(scores, axis=None)[::-1][:count]
    width = scores.shape[1]
    found = []
    for at in order.tolist():
        first, more = divmod(at, width)
        if np.isfinite(scores[first, more]):
            found.append(
                Phrase(tokens[first].start, tokens[first + more].end, float(scores[first, more]))
            )
    return tuple(found)
