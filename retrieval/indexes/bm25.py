"""What all engines agree on: the weight of a term and the order of hits."""

from __future__ import annotations

import math

from retrieval.model import Hit


def lucene_idf(passages: int, holding: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)): the weight of a term that n of N passages hold."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def rank(hit: Hit) -> tuple[float, str]:
    """Return what sorts hits: the best score first, ties by key."""
    return -hit.score, hit.key
