"""How often numbers were met."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_MANY = 1_000_000  # numbers (4 MB) that are kept one by one until they are added up


class Counts:
    """Counts numbers from 0 on.

    A sync counts a hundred for each passage: in a ``Counter`` of strings, which soon is larger than
    the caches of a processor, that costs more than finding them.
    """

    def __init__(self) -> None:
        self._met = array("I")
        self._sums: np.ndarray | None = None

    def add(self, numbers: Iterable[int]) -> None:
        """Count each of these once more."""
        self._met.extend(numbers)
        if len(self._met) > _MANY:
            self._sums = self._summed()
            self._met = array("I")

    def named(self, names: Sequence[str]) -> Counter[str]:
        """Return how often each number was met, by its name: ``names[number]``."""
        if self._sums is None:  # few: not worth loading numpy
            return Counter({names[number]: times for number, times in Counter(self._met).items()})
        sums = self._summed()
        numbers = sums.nonzero()[0].tolist()
        return Counter(
            dict(zip(map(names.__getitem__, numbers), sums[numbers].tolist(), strict=True))
        )

    def _summed(self) -> np.ndarray:
        import numpy as np

        sums = np.bincount(np.frombuffer(self._met, np.uintc))
        if self._sums is None:
            return sums
        if len(sums) < len(self._sums):
            sums, self._sums = self._sums, sums
        sums[: len(self._sums)] += self._sums
        return sums
