"""What engines read from the store: exact statistics, passages to score, passages to take in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from retrieval.joined import Counted
from retrieval.rows import State, frequencies, key_of, number_of

_POSITION = (1 << 20) - 1
_SIZES = (16, 20, 32, 64, 128, 256, 512, 1024)  # of a lookup: few statements, prepared once each
_LOOKUP = (
    "select a.path, p.id, p.length, p.terms from passages p join articles a on a.id = p.id >> 20 "
    "where p.id in "
)
_LOOKUPS = {size: f"{_LOOKUP} ({', '.join('?' * size)})" for size in _SIZES}


class Row(NamedTuple):
    """A passage as an engine takes it: its number, its key and its joined terms."""

    number: int
    key: str
    joined: str


_MOST_PASSAGES = 4_000  # kept: some 4 MB
_MOST_TERMS = 20_000  # ... whose frequencies are kept: 2 MB
_LONGEST = 4_000  # characters of the terms of a passage that is kept; most have an eighth of it


@dataclass(frozen=True)
class Lately:
    """What searches of one state have read, and those to come are likely to: it never changes."""

    state: State | None = None
    frequencies: dict[str, int] = field(default_factory=dict)
    passages: dict[int, Counted] = field(default_factory=dict)


class StoreForward:
    """The statistics of one state of the store; see :class:`retrieval.indexes.disk.Forward`.

    ``lately`` is shared by all that read the same state, from any thread.
    """

    def __init__(
        self, connection: sqlite3.Connection, state: State, lately: Lately | None = None
    ) -> None:
        self._db = connection
        self._state = state
        self._lately = lately or Lately(state)

    def totals(self) -> tuple[int, int]:
        """Return the number of passages and of all their terms."""
        return self._state.passages, self._state.length

    def frequencies(self, terms: Sequence[str]) -> Mapping[str, int]:
        """Return how many passages hold each term."""
        known = self._lately.frequencies
        held = {term: known.get(term) for term in terms}
        new = [term for term, count in held.items() if count is None]
        if new:
            found = frequencies(self._db, new)
            if len(known) + len(found) > _MOST_TERMS:
                known.clear()
            known.update(found)
            held.update(found)
        return {term: count or 0 for term, count in held.items()}

    def lookup(self, numbers: Sequence[int]) -> list[Counted]:
        """Return passages to count terms in."""
        known = self._lately.passages
        held = [known.get(number) for number in numbers]
        found = [passage for passage in held if passage is not None]
        if len(found) == len(numbers):
            return found
        new = [number for number, passage in zip(numbers, held, strict=True) if passage is None]
        for at in range(0, len(new), _SIZES[-1]):
            read = self._read(new[at : at + _SIZES[-1]])
            found += read.values()
            if len(known) + len(read) > _MOST_PASSAGES:
                known.clear()
            known.update({n: row for n, row in read.items() if len(row[2]) <= _LONGEST})
        return found

    def _read(self, numbers: list[int]) -> dict[int, Counted]:
        size = next(size for size in _SIZES if size >= len(numbers))
        rows = self._db.execute(_LOOKUPS[size], numbers + [None] * (size - len(numbers))).fetchall()
        return {
            n: (key_of(path, n & _POSITION), words, terms, {}) for path, n, words, terms in rows
        }

    def number(self, key: str) -> int:
        """Return the number of a passage."""
        path, _, position = key.rpartition("#")
        return number_of(self._db, path) << 20 | int(position)


def rows_stored(connection: sqlite3.Connection) -> Iterator[Row]:
    """Yield every passage."""
    rows = connection.execute(
        "select a.path, p.id, p.terms from passages p join articles a on a.id = p.id >> 20 "
        "order by p.id"
    )
    return (Row(at, key_of(path, at & _POSITION), terms) for path, at, terms in rows)


def rows_since(connection: sqlite3.Connection, generation: int) -> Iterator[Row]:
    """Yield the passages of all articles that changed after ``generation``, as they are now."""
    rows = connection.execute(
        "select a.path, p.id, p.terms from (select distinct path from changes "
        "where generation > ?) join articles a using (path) "
        "join passages p on p.id >= a.id << 20 and p.id < (a.id + 1) << 20",
        (generation,),
    )
    return (Row(at, key_of(path, at & _POSITION), terms) for path, at, terms in rows)


def removed_since(connection: sqlite3.Connection, generation: int) -> Iterator[str]:
    """Yield the keys of passages that were there at some time since, and may be there no more."""
    rows = connection.execute(
        "select path, max(passages) from changes where generation > ? group by path", (generation,)
    )
    return (key_of(path, at) for path, passages in rows for at in range(passages))
