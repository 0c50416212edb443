"""The articles of one folder, stored and searchable: a store, an index, both kept true."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.analysis import Analyzer
from retrieval.articles import Limits
from retrieval.errors import StoreBusy
from retrieval.keeping import ENGINES, keeper
from retrieval.preparing import Preparer
from retrieval.rows import State
from retrieval.snapshot import Kept, Snapshot
from retrieval.store import Store
from retrieval.syncing import Progress, Skipped, Sync, SyncReport

_PATIENCE = 60.0  # seconds for an index that another process is writing

__all__ = ["ENGINES", "Corpus", "Skipped", "Snapshot", "SyncReport"]


class Corpus:
    """Articles under a database file; thread safe.

    ``engine`` is "memory", "disk" or "auto" (memory for small collections) and searches with
    ``k1`` and ``b``; passages have about ``passage_words`` words; files
    over ``max_bytes`` are skipped.

    Raises:
        UsageError: there is no such engine.
        EngineMissing: the library of the engine is not installed.
        StoreError: the database cannot be used; see :class:`retrieval.store.Store`.
    """

    def __init__(
        self,
        database: Path | str,
        *,
        analyzer: Analyzer,
        engine: str = "memory",
        k1: float = 0.9,
        b: float = 0.4,
        passage_words: int = 100,
        max_bytes: int | None = None,
    ) -> None:
        self.engine = engine
        self._analyzer = analyzer
        self._limits = Limits() if max_bytes is None else Limits(max_bytes=max_bytes)
        self._passage_words = passage_words
        self._store = Store(database)
        self._keeper = keeper(engine, self._store, k1, b)
        self._kept = Kept()

    def sync(
        self,
        folder: Path | str,
        *,
        progress: Progress | None = None,
        rebuild: bool = False,
        only: Collection[str] | None = None,
    ) -> SyncReport:
        """Make store and index hold what the files of ``folder`` hold now.

        Files are known by path, time and size and read when one of these changed; all changes
        become visible together. A file that can no longer be read keeps its older article.
        ``rebuild`` reads every file anew. ``only`` names the files that may have changed (paths
        below the folder); the others are not looked at, which matters when there are many.
        ``progress`` is called with files done and to do.

        Raises:
            CorpusError: the folder is missing or empty or no file of it can be read; the store
                keeps what it has.
            StoreError: the database cannot be written, or another process writes it.
        """
        preparer = Preparer(
            Path(folder).resolve(), self._analyzer, self._limits, self._passage_words
        )
        return Sync(self._store, self._keeper, preparer, progress, rebuild=rebuild, only=only).run()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Lend one consistent state of store and index; from any thread."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with self._store.reading() as connection:
                state = connection.state()
                kept = self._kept_of(state)
                index = self._keeper.at(connection, state, kept.frequencies)
                if index is not None:
                    yield Snapshot(connection, state, index, kept)
                    return
        raise StoreBusy(
            f"Another Quotedesk is still writing the index of {self._store.path}; try again later."
        )

    def _kept_of(self, state: State) -> Kept:
        """Return what was read of this state before; what was read of others is dropped."""
        kept = self._kept
        if kept.state != state:
            kept = self._kept = Kept(state)
        return kept

    def close(self) -> None:
        """Let go of files and memory; calling it twice is no error."""
        self._store.close()
        self._keeper.close()
