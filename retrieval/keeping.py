"""Keepers hold the index that belongs to a state of the store, and follow its changes.

An index that was lent to a snapshot is never changed: a keeper makes another one for the next
generation, so that every reader sees one state.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from typing import Protocol

from retrieval.indexes import Index
from retrieval.indexes.memory import MemoryIndex
from retrieval.model import Entry
from retrieval.preparing import split_terms
from retrieval.rows import key_of
from retrieval.snapshot import State

_POSITION = (1 << 20) - 1


class Keeper(Protocol):
    """Lends the index of a state."""

    def at(self, connection: sqlite3.Connection, state: State) -> Index | None:
        """Return the index of this state; None when a newer one is held already."""

    def close(self) -> None:
        """Let go of everything."""


class MemoryKeeper:
    """Keeps a :class:`MemoryIndex`, loaded from the stored terms and updated from the log."""

    def __init__(self, k1: float, b: float) -> None:
        self._k1, self._b = k1, b
        self._lock = threading.Lock()
        self._held: tuple[int, MemoryIndex] | None = None

    def at(self, connection: sqlite3.Connection, state: State) -> Index | None:
        """Return the index of this state; None when a newer one is held already."""
        with self._lock:
            if self._held is None or self._held[0] < state.generation:
                self._held = (state.generation, self._follow(connection, state))
            generation, index = self._held
            return index if generation == state.generation else None

    def close(self) -> None:
        """Let go of the memory."""
        self._held = None

    def _follow(self, connection: sqlite3.Connection, state: State) -> MemoryIndex:
        if self._held is None or self._held[0] < state.log_from:
            index = MemoryIndex(self._k1, self._b)
            index.update(all_entries(connection), ())
            return index
        since, held = self._held
        index = held.copy()
        index.update(added_since(connection, since), removed_since(connection, since))
        return index


def all_entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Yield every passage as an index takes it."""
    rows = connection.execute(
        "select a.path, p.id, p.terms from passages p join articles a on a.id = p.id >> 20 "
        "order by p.id"
    )
    return (
        Entry(key_of(path, at & _POSITION), tuple(split_terms(terms))) for path, at, terms in rows
    )


def added_since(connection: sqlite3.Connection, generation: int) -> Iterator[Entry]:
    """Yield the passages of all articles that changed after ``generation``, as they are now."""
    rows = connection.execute(
        "select a.path, p.id, p.terms from (select distinct path from changes "
        "where generation > ?) join articles a using (path) "
        "join passages p on p.id >= a.id << 20 and p.id < (a.id + 1) << 20",
        (generation,),
    )
    return (
        Entry(key_of(path, at & _POSITION), tuple(split_terms(terms))) for path, at, terms in rows
    )


def removed_since(connection: sqlite3.Connection, generation: int) -> Iterator[str]:
    """Yield the keys of passages that were there at some time since, and may be there no more."""
    rows = connection.execute(
        "select path, max(passages) from changes where generation > ? group by path", (generation,)
    )
    return (key_of(path, at) for path, passages in rows for at in range(passages))
