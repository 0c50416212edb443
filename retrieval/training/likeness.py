"""Learn how much of a word of the question another word is worth that a sentence holds instead.

A sentence scores the share of the question's weight whose words it holds, and of each other word
the likeness of the nearest one that it holds. The likeness is a logistic function of two cosines,
learned so that of the sentences around an answer the one that holds it scores best.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import Analyzer
from retrieval.model import Article, Sentence
from retrieval.passages import sentences
from retrieval.training.embedding import Vectors, centred, unit
from retrieval.training.pool import Example

AROUND = 8  # sentences on each side of the one that answers
ALONE, TOLD = 0.3, 0.25  # cosines from one of which on a pair is looked at
_BLOCK = 65_536  # pairs
_STEPS, _RATE = 200, 0.05


class Kinship:
    """The vectors of terms: of the words alone, and of how they are used in texts.

    Rows of ``alone`` and ``told`` are of the ``terms``, of length 1, or 0 for one that no text
    uses.
    """

    def __init__(self, terms: Sequence[str], alone: Vectors, told: Vectors) -> None:
        self.terms = terms
        self.number = {term: row for row, term in enumerate(terms)}
        self._alone, self._told = alone, told
        self._used = np.any(told != 0, axis=1)

    @classmethod
    def of(
        cls,
        words: Sequence[str],
        counts: Sequence[int],
        alone: Vectors,
        told: Vectors,
        analyzer: Analyzer,
    ) -> Kinship:
        """Make the vector of each term the mean of its words', by how often they are asked for."""
        held: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            terms = analyzer.terms(word)
            if len(terms) == 1:
                held[terms[0]].append(number)
        terms = sorted(held)
        weight = np.array(counts, np.float32)[:, None]
        alone, told = unit(centred(alone)) * weight, unit(centred(told)) * weight
        rows = [held[term] for term in terms]
        return cls(
            terms,
            unit(np.stack([alone[row].sum(0) for row in rows])),
            unit(np.stack([told[row].sum(0) for row in rows])),
        )

    def signs(self, of: NDArray[np.int64], other: NDArray[np.int64]) -> Vectors:
        """Return a row for each pair: both cosines, whether texts use both, and 1."""
        return np.stack(
            [
                _cosines(self._alone, of, other),
                _cosines(self._told, of, other),
                self._used[of] & self._used[other],
                np.ones(len(of)),
            ],
            axis=1,
        ).astype(np.float32)

    def nearest(self, first: int, last: int, most: int) -> NDArray[np.int64]:
        """Return the pairs of the terms in these rows with those nearest by either cosine."""
        found: set[tuple[int, int]] = set()
        for vectors in (self._alone, self._told):
            likeness = vectors[first:last] @ vectors.T
            best = np.argsort(-likeness, axis=1)[:, : most + 1]
            found |= {
                (first + row, int(other)) for row, others in enumerate(best) for other in others
            }
        return np.array(sorted(pair for pair in found if pair[0] != pair[1]))


def _cosines(vectors: Vectors, of: NDArray[np.int64], other: NDArray[np.int64]) -> Vectors:
    found = np.empty(len(of), np.float32)
    for at in range(0, len(of), _BLOCK):  # all of them at once are tens of gigabytes
        part = slice(at, at + _BLOCK)
        found[part] = (vectors[of[part]] * vectors[other[part]]).sum(1)
    return found


def _told_near(signs: Vectors) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = (signs[:, 0] >= ALONE) | (signs[:, 1] >= TOLD)
    return near


def likeness(signs: Vectors, weights: Vectors) -> Vectors:
    """Return the likeness of each pair, 0 to 1; 0 where neither cosine says anything."""
    return np.where(_told_near(signs), 1 / (1 + np.exp(-signs @ weights)), 0.0).astype(np.float32)


@dataclass
class Sample:
    """A question: the share of its weight that each sentence holds, and which of them answer.

    ``places`` are (sentence, weight of the term) of the words that sentences lack, ``pairs`` a
    place and the rows of the term and of a word that the sentence holds instead.
    """

    held: list[float]
    right: list[bool]
    places: list[tuple[int, float]]
    pairs: list[tuple[int, int, int]]


def learn(
    sets: Iterable[tuple[Sequence[Article], Sequence[Example]]],
    kinship: Kinship,
    common: dict[str, float],
    analyzer: Analyzer,
) -> Vectors:
    """Return the weights of :meth:`Kinship.signs`, from questions and the articles they are of."""
    import torch

    asked = [
        found
        for articles, examples in sets
        for found in questions(articles, examples, kinship, common, analyzer)
    ]
    lengths = [len(a.held) for a in asked]
    base = np.cumsum([0, *lengths[:-1]])
    owner = torch.tensor(np.repeat(np.arange(len(asked)), lengths))
    held = torch.tensor([share for a in asked for share in a.held])
    right = torch.tensor([r for a in asked for r in a.right])
    first = np.cumsum([0, *[len(a.places) for a in asked[:-1]]])
    sentence = torch.tensor([b + s for a, b in zip(asked, base, strict=True) for s, _ in a.places])
    weight = torch.tensor([w for a in asked for _, w in a.places])
    pairs = np.concatenate(
        [
            np.add(np.array(a.pairs, np.int64).reshape(-1, 3), (f, 0, 0))
            for a, f in zip(asked, first, strict=True)
        ]
    )
    signs = kinship.signs(pairs[:, 1], pairs[:, 2])
    near = _told_near(signs)
    place, signs_near = torch.tensor(pairs[near, 0]), torch.tensor(signs[near])

    learned = torch.tensor([2.0, 2.0, 0.0, -2.0], requires_grad=True)
    sharpness = torch.tensor(2.0, requires_grad=True)  # logarithm of what scores are multiplied by
    adam = torch.optim.Adam([learned, sharpness], lr=_RATE)
    for _ in range(_STEPS):
        adam.zero_grad()
        alike = torch.sigmoid(signs_near @ learned)
        best = torch.zeros(len(weight)).scatter_reduce(0, place, alike, "amax")
        score = held.index_add(0, sentence, best * weight) * sharpness.exp()
        score = score - torch.full((len(asked),), -1e9).scatter_reduce(
            0, owner, score.detach(), "amax"
        ).index_select(0, owner)
        power = score.exp()
        everyone = torch.zeros(len(asked)).index_add(0, owner, power)
        chosen = torch.zeros(len(asked)).index_add(0, owner, power * right) + 1e-9
        (everyone.log() - chosen.log()).mean().backward()
        adam.step()
    return np.asarray(learned.detach().numpy(), dtype=np.float32)


def questions(
    articles: Sequence[Article],
    examples: Sequence[Example],
    kinship: Kinship,
    common: dict[str, float],
    analyzer: Analyzer,
) -> Iterable[Sample]:
    """Yield the questions that one of the sentences around answers and another does not."""
    of_article: dict[str, list[tuple[Sentence, frozenset[str]]]] = {
        a.path: [(s, frozenset(analyzer.terms(s.text))) for s in sentences(a)] for a in articles
    }
    holding = Counter(t for held in of_article.values() for _, terms in held for t in terms)
    count = sum(map(len, of_article.values()))

    def worth(term: str) -> float:
        idf = math.log(1 + (count - holding[term] + 0.5) / (holding[term] + 0.5))
        return idf * common.get(term, 1.0)

    number = kinship.number
    for example in examples:
        found = of_article[example.article]
        places = [at for _, at in example.answers]
        answering = [any(s.start <= at < s.end for at in places) for s, _ in found]
        if True not in answering:
            continue
        middle = answering.index(True)
        part = slice(max(0, middle - AROUND), middle + AROUND + 1)
        right = answering[part]
        weights = {term: worth(term) for term in dict.fromkeys(analyzer.terms(example.question))}
        total = sum(weights.values())
        if all(right) or not total:
            continue
        asked = Sample([], right, [], [])
        for row, (_, terms) in enumerate(found[part]):
            asked.held.append(sum(w for t, w in weights.items() if t in terms) / total)
            others = [number[t] for t in sorted(terms - weights.keys()) if t in number]
            for term, w in weights.items():
                if term not in terms and term in number and others:
                    place = len(asked.places)
                    asked.places.append((row, w / total))
                    asked.pairs += [(place, number[term], other) for other in others]
        yield asked


def neighbours(
    kinship: Kinship, weights: Vectors, most: int, least: float, looked_at: int = 40
) -> dict[str, dict[str, float]]:
    """Return for each term up to ``most`` others that it is like by ``least`` or more."""
    near: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for first in range(0, len(kinship.terms), 256):
        pairs = kinship.nearest(first, first + 256, looked_at)
        alike = likeness(kinship.signs(pairs[:, 0], pairs[:, 1]), weights)
        for (term, other), share in zip(pairs.tolist(), alike.tolist(), strict=True):
            if share >= least:
                near[kinship.terms[term]].append((share, kinship.terms[other]))
    return {
        term: {other: round(share, 2) for share, other in sorted(others, reverse=True)[:most]}
        for term, others in sorted(near.items())
    }
