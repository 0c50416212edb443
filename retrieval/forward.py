"""What engines read from the store: exact statistics, passages to score, passages to take in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

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


class StoreForward:
    """The statistics of one state of the store; see :class:`retrieval.indexes.disk.Forward`."""

    def __init__(self, connection: sqlite3.Connection, state: State) -> None:
        self._db = connection
        self._state = state

    def totals(self) -> tuple[int, int]:
        """Return the number of passages and of all their terms."""
        return self._state.passages, self._state.length

    def frequencies(self, terms: Sequence[str]) -> Mapping[str, int]:
        """Return how many passages hold each term."""
        return frequencies(self._db, terms)

    def lookup(self, numbers: Sequence[int]) -> list[tuple[str, int, str]]:
        """Return key, length and joined terms of passages."""
        found: list[tuple[str, int, str]] = []
        for at in range(0, len(numbers), _SIZES[-1]):
            part = list(numbers[at : at + _SIZES[-1]])
            size = next(size for size in _SIZES if size >= len(part))
            rows = self._db.execute(_LOOKUPS[size], part + [None] * (size - len(part))).fetchall()
            found += [
                (key_of(path, id_ & _POSITION), words, terms) for path, id_, words, terms in rows
            ]
        return found

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
