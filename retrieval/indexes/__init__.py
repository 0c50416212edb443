"""The Index protocol. One file per engine; each imports its search library itself, lazily."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from retrieval.model import Entry, Hit, Query


class Index(Protocol):
    """BM25 over passages, given as analysed terms.

    idf = ln(1 + (N - n + 0.5) / (n + 0.5)) (Lucene's, always positive). A hit holds at least one
    query term; ties break by passage key. ``tests/contracts/test_index.py`` says the rest and
    runs against every engine.
    """

    def update(self, added: Iterable[Entry], removed: Iterable[str]) -> None:
        """Remove the passages with these keys, then add these; both are visible on return.

        An unknown key in ``removed`` is no error; an added key that is held already is replaced.
        """

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most ``limit`` hits, best first."""

    def __len__(self) -> int:
        """Count the passages held."""

    def close(self) -> None:
        """Let go of files and memory; calling it twice is no error."""
