"""What engines read from the store: exact statistics, and passages to take in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from retrieval.joined import Row
from retrieval.rows import State, frequencies, key_of

_POSITION = (1 << 20) - 1


class StoreStatistics:
    """The statistics of one state of the store; see :class:`retrieval.indexes.bm25.Statistics`.

    ``known`` are the frequencies that were read of this state before, by any thread.
    """

    def __init__(
        self, connection: sqlite3.Connection, state: State, known: dict[str, int] | None = None
    ) -> None:
        self._db = connection
        self._state = state
        self._known = {} if known is None else known

    def totals(self) -> tuple[int, int]:
        """Return the number of passages and of all their terms."""
        return self._state.passages, self._state.length

    def frequencies(self, terms: Sequence[str]) -> Mapping[str, int]:
        """Return how many passages hold each term."""
        return frequencies(self._db, terms, self._known)


def rows_stored(connection: sqlite3.Connection) -> Iterator[Row]:
    """Yield every passage."""
    rows = connection.execute(
        "select a.path, p.id, p.length, p.terms from passages p "
        "join articles a on a.id = p.id >> 20 order by p.id"
    )
    return (Row(key_of(path, at & _POSITION), length, terms) for path, at, length, terms in rows)


def rows_since(connection: sqlite3.Connection, generation: int) -> Iterator[Row]:
    """Yield the passages of all articles that changed after ``generation``, as they are now."""
    rows = connection.execute(
        "select a.path, p.id, p.length, p.terms from (select distinct path from changes "
        "where generation > ?) join articles a using (path) "
        "join passages p on p.id >= a.id << 20 and p.id < (a.id + 1) << 20",
        (generation,),
    )
    return (Row(key_of(path, at & _POSITION), length, terms) for path, at, length, terms in rows)


def removed_since(connection: sqlite3.Connection, generation: int) -> Iterator[str]:
    """Yield the keys of passages that were there at some time since, and may be there no more."""
    rows = connection.execute(
        "select path, max(passages) from changes where generation > ? group by path", (generation,)
    )
    return (key_of(path, at) for path, passages in rows for at in range(passages))
