"""Tables of features: plain functions ``(scene, candidate) -> float`` under their own names."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.answering.candidates import Candidate, Scene

Feature = Callable[[Scene, Candidate], float]
Table = dict[str, Feature]


def into(table: Table) -> Callable[[Feature], Feature]:
    """Return a decorator that registers a feature in a table; order is that of the weights."""

    def feature(function: Feature) -> Feature:
        table[function.__name__] = function
        return function

    return feature
