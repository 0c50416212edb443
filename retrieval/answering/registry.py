"""Tables of features: plain functions ``(scene, candidate) -> float`` under their own names."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.answering.candidates import Candidate, Scene

Feature = Callable[[Scene, Candidate], float]
Table = dict[str, Feature]
Condition = Callable[[Scene], bool]
_CONDITIONS: dict[Feature, Condition] = {}


def into(table: Table) -> Callable[[Feature], Feature]:
    """Return a decorator that registers a feature in a table; order is that of the weights."""

    def feature(function: Feature) -> Feature:
        table[function.__name__] = function
        return function

    return feature


def given(condition: Condition) -> Callable[[Feature], Feature]:
    """Return a decorator that says of which questions a feature speaks; of others it is 0."""

    def only(function: Feature) -> Feature:
        _CONDITIONS[function] = condition
        return function

    return only


def speaking(table: Table, scene: Scene) -> list[Feature | None]:
    """Return the features of a table in order, None for those that do not speak of a question."""
    conditions = _CONDITIONS
    return [f if f not in conditions or conditions[f](scene) else None for f in table.values()]
