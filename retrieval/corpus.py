"""The articles of one folder, stored and searchable: a store, an index, both kept true."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.analysis import Analyzer
from retrieval.articles import Limits
from retrieval.errors import UsageError
from retrieval.keeping import Keeper, MemoryKeeper
from retrieval.preparing import Preparer
from retrieval.snapshot import Snapshot, state_of
from retrieval.store import Store
from retrieval.syncing import Progress, Skipped, Sync, SyncReport

__all__ = ["ENGINES", "Corpus", "Skipped", "Snapshot", "SyncReport"]

ENGINES = ("memory",)


class Corpus:
    """Articles under a database file; thread safe.

    ``engine`` searches with ``k1`` and ``b``; passages have about ``passage_words`` words; files
    over ``max_bytes`` are skipped.

    Raises:
        UsageError: there is no such engine.
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
        if engine not in ENGINES:
            raise UsageError(f"There is no engine {engine!r}; choose {' or '.join(ENGINES)}.")
        self._analyzer = analyzer
        self._limits = Limits() if max_bytes is None else Limits(max_bytes=max_bytes)
        self._passage_words = passage_words
        self._keeper: Keeper = MemoryKeeper(k1, b)
        self._store = Store(database)

    def sync(
        self, folder: Path | str, *, progress: Progress | None = None, rebuild: bool = False
    ) -> SyncReport:
        """Make store and index hold what the files of ``folder`` hold now.

        Files are known by path, time and size and read when one of these changed; all changes
        become visible together. A file that can no longer be read keeps its older article.
        ``rebuild`` reads every file anew. ``progress`` is called with files done and to do.

        Raises:
            CorpusError: the folder is missing or empty or no file of it can be read; the store
                keeps what it has.
            StoreError: the database cannot be written, or another process writes it.
        """
        preparer = Preparer(
            Path(folder).resolve(), self._analyzer, self._limits, self._passage_words
        )
        return Sync(self._store, preparer, progress, rebuild=rebuild).run()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Lend one consistent state of store and index; from any thread."""
        while True:
            with self._store.reading() as connection:
                state = state_of(connection)
                index = self._keeper.at(connection, state)
                if index is not None:
                    yield Snapshot(connection, state, index)
                    return

    def close(self) -> None:
        """Let go of files and memory; calling it twice is no error."""
        self._store.close()
        self._keeper.close()
