"""Keepers hold the index that belongs to a state of the store, and follow its changes.

An index that was lent to a snapshot is never changed: a keeper makes another one for the next
generation, so that every reader sees one state. The store is committed first and its index right
after; a reader that comes in between waits for the index, and one that finds the writer gone
makes up for it.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from retrieval.errors import EngineError, EngineMissing, StoreBusy, StoreError, UsageError
from retrieval.forward import StoreStatistics, removed_since, rows_since, rows_stored
from retrieval.joined import Row, split_terms
from retrieval.model import Entry
from retrieval.rows import State, state_of
from retrieval.snapshot import Searcher
from retrieval.store import Store

if TYPE_CHECKING:  # each engine's library is imported when it is needed
    from retrieval.indexes.disk import DiskIndex, DiskView, Feed
    from retrieval.indexes.memory import MemoryIndex

ENGINES = ("auto", "memory", "disk")
_PAUSE = 0.005  # seconds between looks whether a writer is done
AUTO_PASSAGES = 10_000  # the memory engine answers in about 10 ms here, and loads in 0.3 s


class Change(Protocol):
    """An index that is ready to follow the store as soon as that is committed."""

    def commit(self) -> None:
        """Follow."""

    def rollback(self) -> None:
        """Do not."""


class Intake(Change, Protocol):
    """A change that passages can be added to, until it is finished."""

    def add(self, rows: Iterable[Row]) -> None:
        """Take in passages that were stored."""

    def finish(self, generation: int) -> None:
        """Be ready to follow; the store is about to be of this generation."""


class Keeper(Protocol):
    """Lends the index of a state."""

    def at(
        self, connection: sqlite3.Connection, state: State, known: dict[str, int]
    ) -> Searcher | None:
        """Return the index of this state; None when another state has to be read for it.

        ``known`` are the frequencies that were read of this state before.
        """

    def follow(self, connection: sqlite3.Connection) -> Change | None:
        """Prepare for the state that ``connection`` is about to commit; None for nothing to do."""

    def begin(self, connection: sqlite3.Connection, passages: int) -> Intake | None:
        """Begin an index of all that a first build has stored, with more to come.

        Once more than so many passages are there; None when it is better to follow in the end.
        """

    def close(self) -> None:
        """Let go of everything."""


class MemoryKeeper:
    """Keeps a :class:`MemoryIndex`, loaded from the stored terms and updated from the log."""

    def __init__(self, k1: float, b: float) -> None:
        self._k1, self._b = k1, b
        self._lock = threading.Lock()
        self._held: tuple[int, MemoryIndex] | None = None

    def at(
        self,
        connection: sqlite3.Connection,
        state: State,
        known: dict[str, int],  # noqa: ARG002  # it has its own
    ) -> Searcher | None:
        """Return the index of this state; None when a newer one is held already."""
        with self._lock:
            if self._held is None or self._held[0] < state.generation:
                self._held = (state.generation, self._follow(connection, state))
            generation, index = self._held
            return index if generation == state.generation else None

    def follow(self, connection: sqlite3.Connection) -> None:  # the next reader does
        """Do nothing: the index follows when it is asked for."""

    def begin(self, connection: sqlite3.Connection, passages: int) -> None:
        """Do nothing, likewise."""

    def close(self) -> None:
        """Let go of the memory."""
        self._held = None

    def _follow(self, connection: sqlite3.Connection, state: State) -> MemoryIndex:
        from retrieval.indexes.memory import MemoryIndex

        if self._held is None or self._held[0] < state.log_from:
            index = MemoryIndex(self._k1, self._b)
            index.update(_entries(rows_stored(connection)), ())
            return index
        since, held = self._held
        index = held.copy()
        index.update(_entries(rows_since(connection, since)), removed_since(connection, since))
        return index


class DiskKeeper:
    """Keeps a :class:`DiskIndex` in a folder beside the database.

    Where nothing can be written and the index cannot be used as it is, memory does instead.
    """

    def __init__(self, store: Store, k1: float, b: float) -> None:
        import retrieval.indexes.disk  # noqa: F401  # says at once when the library is missing

        self._store = store
        self._k1, self._b = k1, b
        self._folder = store.path.with_name(f"{store.path.name}-index")
        self._lock = threading.Lock()
        self._index: DiskIndex | None = None
        self._instead: MemoryKeeper | None = None
        self._ahead = -1  # a generation that the index was ahead of

    def at(
        self, connection: sqlite3.Connection, state: State, known: dict[str, int]
    ) -> Searcher | None:
        """Return the index of this state; None when the state has to be read again."""
        with self._lock:
            if self._instead is not None:
                return self._instead.at(connection, state, known)
            try:
                index = self._opened(connection, state)
                statistics = StoreStatistics(connection, state, known)
                view = index.view(statistics)
                if not _fits(view, state):
                    index.reload()
                    view = index.view(statistics)
                if _fits(view, state):
                    return view
                if view.generation > state.generation != self._ahead:
                    self._ahead = state.generation  # this reader is late, most likely
                else:
                    self._mend()
            except (EngineError, StoreError):
                if self._store.writable:
                    raise
                self._instead = MemoryKeeper(self._k1, self._b)
        return None

    def follow(self, connection: sqlite3.Connection) -> Feed | None:
        """Prepare for the state that ``connection`` is about to commit; call it under the lock."""
        with self._lock:
            return self._feed(connection)

    def begin(self, connection: sqlite3.Connection, passages: int) -> Feed:  # noqa: ARG002  # any
        """Begin with all that ``connection`` has stored; call it under the lock."""
        with self._lock:
            index = self._opened(connection, state_of(connection))
            return index.begin(None, rows_stored(connection))

    def close(self) -> None:
        """Let go of the files."""
        self._index = None

    def _opened(self, connection: sqlite3.Connection, state: State) -> DiskIndex:
        if self._index is None:
            from retrieval.indexes.disk import DiskIndex

            statistics = StoreStatistics(connection, state)
            self._index = DiskIndex(self._folder, statistics, state.identity, self._k1, self._b)
        return self._index

    def _feed(self, connection: sqlite3.Connection) -> Feed | None:
        state = state_of(connection)
        index = self._opened(connection, state)
        index.reload()
        view = index.view(StoreStatistics(connection, state))
        if _fits(view, state):
            return None
        since = view.generation
        if state.log_from <= since < state.generation and not index.wasteful(state.passages):
            removed = removed_since(connection, since)
            return index.feed(rows_since(connection, since), removed, state.generation)
        return index.feed(rows_stored(connection), None, state.generation)

    def _mend(self) -> None:
        """Bring the index up to the store; if a writer is at work, leave it to that one."""
        try:
            with self._store.locked(wait=0.0), self._store.reading() as connection:
                if not self._catches_up(connection):
                    self._opened(connection, state_of(connection)).reset()
                    self._catches_up(connection, once_more=False)
        except StoreBusy:
            time.sleep(_PAUSE)

    def _catches_up(self, connection: sqlite3.Connection, *, once_more: bool = True) -> bool:
        """Do it; say False when the index cannot be used and should be made from nothing."""
        try:
            change = self._feed(connection)
            if change is not None:
                change.commit()
        except EngineError:
            if not once_more:
                raise
            return False
        return True


class AutoKeeper:
    """Memory up to ``AUTO_PASSAGES``, disk above; memory alone when tantivy is not installed."""

    def __init__(self, store: Store, k1: float, b: float) -> None:
        self._make_disk: Callable[[], Keeper] = lambda: DiskKeeper(store, k1, b)
        self._memory: Keeper = MemoryKeeper(k1, b)
        self._disk: Keeper | None = None
        self._lock = threading.Lock()

    def at(
        self, connection: sqlite3.Connection, state: State, known: dict[str, int]
    ) -> Searcher | None:
        """Return the index of this state; None when the state has to be read again."""
        return self._fitting(state.passages).at(connection, state, known)

    def follow(self, connection: sqlite3.Connection) -> Change | None:
        """Prepare for the state that ``connection`` is about to commit."""
        return self._fitting(state_of(connection).passages).follow(connection)

    def begin(self, connection: sqlite3.Connection, passages: int) -> Intake | None:
        """Begin with all that ``connection`` has stored, when it is more than fits memory."""
        return self._fitting(passages).begin(connection, passages)

    def close(self) -> None:
        """Let go of both."""
        self._memory.close()
        if self._disk is not None:
            self._disk.close()

    def _fitting(self, passages: int) -> Keeper:
        if passages <= AUTO_PASSAGES:
            return self._memory
        with self._lock:
            if self._disk is None:
                self._memory.close()
                try:
                    self._disk = self._make_disk()
                except EngineMissing:
                    self._disk = self._memory
        return self._disk


def keeper(engine: str, store: Store, k1: float, b: float) -> Keeper:
    """Return the keeper of an engine.

    Raises:
        UsageError: there is no such engine.
        EngineMissing: its library is not installed.
    """
    if engine == "memory":
        return MemoryKeeper(k1, b)
    if engine == "disk":
        return DiskKeeper(store, k1, b)
    if engine == "auto":
        return AutoKeeper(store, k1, b)
    raise UsageError(f"There is no engine {engine!r}; choose {' or '.join(ENGINES)}.")


def _fits(view: DiskView, state: State) -> bool:
    return view.generation == state.generation and len(view) == state.passages


def _entries(rows: Iterable[Row]) -> Iterator[Entry]:
    return (Entry(row.key, tuple(split_terms(row.joined))) for row in rows)
