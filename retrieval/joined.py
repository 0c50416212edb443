"""The terms of a passage in one string, made for counting a few of them quickly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_MOST_COUNTED = 64  # terms of a passage that are remembered: a few kB


def join_terms(terms: Iterable[str]) -> str:
    """Return terms as the store keeps them: a line feed before each and a tab after it.

    Two different marks make counting :func:`marked` give the frequency of a term, repeats in a
    row included.
    """
    joined = "\t\n".join(terms)
    return f"\n{joined}\t" if joined else ""


def split_terms(joined: str) -> list[str]:
    """Return the terms that :func:`join_terms` joined."""
    return joined[1:-1].split("\t\n") if joined else []


@dataclass(slots=True)
class Counted:
    """A passage with its joined terms, to count some of them, perhaps again and again."""

    key: str
    length: int
    joined: str
    times: dict[str, int] = field(default_factory=dict)  # by marked term

    def counts(self, marks: Sequence[str]) -> list[int]:
        """Return how often the passage holds each of these marked terms."""
        joined, known = self.joined, self.times
        if len(known) > _MOST_COUNTED:
            known.clear()
        found = []
        for mark in marks:
            times = known.get(mark)  # other threads may clear it meanwhile
            if times is None:
                times = known[mark] = joined.count(mark)
            found.append(times)
        return found


def marked(term: str) -> str:
    """Return ``term`` as it stands among joined terms."""
    return f"\n{term}\t"
