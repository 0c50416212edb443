"""Learn the confidence: logistic regression on questions with and without their answer."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from retrieval.evaluation import normalised
from retrieval.model import Article
from retrieval.training.pool import Example
from retrieval.training.sentences import Matrix, table

# Near misses and shortened questions are made by machine: some of the first are answerable after
# all, and some of the others ask for something else.
COUNTS = {"swapped": 0.05, "reworded": 0.2, "short": 0.3, "short gone": 0.3}
_PART = re.compile(
    r",? (?:in|on|at|for|during|after|before|by|with|from|to|when|while|as|because|since|between"
    r"|that|who|which)\b"
)


@dataclass(frozen=True)
class Sample:
    """The signs of a candidate, whether it is right, its rank and what kind of question it is.

    Kinds: ``own`` (the article is there), ``gone``, ``hole`` (its paragraph is not), ``swapped``
    and ``reworded`` (near misses), and ``short`` and ``short gone`` for questions without their
    last part.
    """

    signs: list[float]
    right: bool
    kind: str
    rank: int
    quoted: bool = False  # whether it or what is quoted with it is right, as the only answer
    share: float = 1.0  # of a sample of its kind

    @property
    def counts(self) -> float:
        """How much it counts."""
        return self.share * COUNTS.get(self.kind, 1.0)

    @property
    def answerable(self) -> bool:
        """Whether the articles hold the answer."""
        return self.kind in ("own", "short")


def learn(samples: Sequence[Sample], names: Sequence[str], decay: float = 3.0) -> dict[str, object]:
    """Return the models of ``retrieval.answering.confidence.Confidence`` as data."""
    best = [s for s in samples if s.rank == 0]
    answered = [s for s in samples if s.answerable]
    return {
        "answerable": logistic(
            best,
            [s.answerable for s in best],
            [s.counts for s in best],
            names,
            decay,
        ),
        "right": logistic(
            answered,
            [s.right for s in answered],
            [s.counts * (1.0 if s.rank == 0 else 0.35) for s in answered],
            names,
            decay,
        ),
        "quote": logistic(
            [s for s in answered if s.rank == 0],
            [s.quoted for s in answered if s.rank == 0],
            [s.counts for s in answered if s.rank == 0],
            names,
            decay,
        ),
    }


def logistic(
    samples: Sequence[Sample],
    right: Sequence[bool],
    weights: Sequence[float],
    names: Sequence[str],
    decay: float,
) -> dict[str, object]:
    """Return ``{"bias", "signs": {name: {"weight", "mean", "scale"}}}``."""
    everything = np.array([s.signs for s in samples])
    mean, scale = everything.mean(0), everything.std(0)
    scale = np.where(scale < 1e-6, 1.0, scale)
    features = np.hstack([(everything - mean) / scale, np.ones((len(samples), 1))])
    sign = np.where(right, 1.0, -1.0)
    counts = np.array(weights)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        margin = sign * (features @ weights)
        value = float(
            np.sum(counts * np.logaddexp(0, -margin)) + decay * weights[:-1] @ weights[:-1]
        )
        pull = -counts * sign / (1 + np.exp(np.clip(margin, -50, 50)))
        slope = features.T @ pull
        slope[:-1] += 2 * decay * weights[:-1]
        return value, slope

    found = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x
    return {"bias": round(float(found[-1]), 5), "signs": table(names, found[:-1], mean, scale)}


def shortened(example: Example, rng: random.Random) -> Example:
    """Return the question without its last part or two, as people ask in a chat."""
    question = example.question.rstrip("? ")
    cuts = [m.start() for m in _PART.finditer(question) if question[: m.start()].count(" ") > 3]
    if cuts:
        question = question[: cuts[max(-2, -len(cuts)) if rng.random() < 0.5 else -1]]
    return replace(example, question=question + "?")


def stands_in(example: Example, articles: Iterable[Article]) -> bool:
    """Say whether a gold answer stands in these articles, so that they may answer after all."""
    texts = [f" {normalised(article.text)} " for article in articles]
    answers = {f" {normalised(text)} " for text, _ in example.answers}
    return any(answer in text for answer in answers for text in texts)


def holes(article: Article, examples: Sequence[Example]) -> Iterator[tuple[Article, Example]]:
    """Yield the article without the paragraph that answers a question, and the question."""
    for example in examples:
        at = example.answers[0][1]
        start = article.text.rfind("\n\n", 0, at)
        start = start + 2 if start >= 0 else 0
        end = article.text.find("\n\n", at)
        end = len(article.text) if end < 0 else end + 2
        rest = article.text[:start] + article.text[end:]
        if rest.strip():
            yield replace(article, text=rest), example
