"""What all engines agree on: the weight of a term, from what statistics, and the order of hits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from retrieval.model import Hit


class Statistics(Protocol):
    """The exact statistics of the passages."""

    def totals(self) -> tuple[int, int]:
        """Return the number of passages and of all their terms."""

    def frequencies(self, terms: Sequence[str]) -> Mapping[str, int]:
        """Return how many passages hold each term; 0 or nothing for unknown ones."""


def lucene_idf(passages: int, holding: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)): the weight of a term that n of N passages hold."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def rank(hit: Hit) -> tuple[float, str]:
    """Return what sorts hits: the best score first, ties by key."""
    return -hit.score, hit.key
