"""The memory engine: rank-bm25 with Lucene's idf, for small collections.

``rank_bm25.BM25Okapi`` as published raises on an empty corpus, gives a term in half of the
passages no weight and one in more a negative weight, and has no updates. Its scoring stays; the
statistics are kept here, so that an update costs what changed.

    score(q, p) = sum over t of idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * |p| / avg))

Source of the formula: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009); idf as
in Lucene. Every search scans all passages: about 1 ms for each 1,000 passages.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.indexes.bm25 import lucene_idf, rank
from retrieval.model import Entry, Hit, Query


class _Weights:
    """What ``BM25Okapi`` asks for as ``idf``: weights made from the counts of the moment."""

    def __init__(self, okapi: _Okapi) -> None:
        self._okapi = okapi

    def get(self, term: str) -> float | None:
        holding = self._okapi.holding.get(term)
        return None if holding is None else lucene_idf(self._okapi.corpus_size, holding)


class _Okapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 carries no types
    """``BM25Okapi`` that can be empty, weighs as Lucene does and takes updates."""

    def __init__(self, k1: float, b: float) -> None:
        self.holding: Counter[str] = Counter()
        self.words = 0
        super().__init__([], k1=k1, b=b)

    def _initialize(self, _corpus: list[list[str]]) -> dict[str, int]:
        self.avgdl = 1.0
        return {}

    def _calc_idf(self, _nd: dict[str, int]) -> None:
        self.idf = _Weights(self)

    def settle(self) -> None:
        """Make the totals fit the lists; call it after the last change of an update."""
        self.corpus_size = len(self.doc_len)
        self.avgdl = self.words / self.corpus_size if self.words else 1.0


class MemoryIndex:
    """BM25 over passages held in memory; see :class:`retrieval.indexes.Index`."""

    def __init__(self, k1: float = 0.9, b: float = 0.4) -> None:
        self._k1, self._b = k1, b
        self._okapi = _Okapi(k1, b)
        self._keys: list[str] = []
        self._rows: dict[str, int] = {}

    def copy(self) -> MemoryIndex:
        """Return an index of the same passages; updates of one leave the other alone."""
        other = MemoryIndex(self._k1, self._b)
        other._keys, other._rows = self._keys.copy(), self._rows.copy()
        okapi = other._okapi
        okapi.doc_freqs = self._okapi.doc_freqs.copy()  # the counts inside are never changed
        okapi.doc_len = self._okapi.doc_len.copy()
        okapi.holding, okapi.words = self._okapi.holding.copy(), self._okapi.words
        okapi.settle()
        return other

    def update(self, added: Iterable[Entry], removed: Iterable[str]) -> None:
        """Remove, then add; visible on return."""
        for key in removed:
            self._remove(key)
        for entry in added:
            self._remove(entry.key)
            self._add(entry)
        self._okapi.settle()

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most ``limit`` hits, best first, ties by key."""
        if limit <= 0 or not self._keys:
            return []
        known = [term for term in dict.fromkeys(query.terms) if term in self._okapi.holding]
        scores = self._okapi.get_scores(known)  # looks into every passage for each of them
        rows = np.flatnonzero(scores > 0)
        if len(rows) > limit:  # all that reach the score of the last place, ties included
            last = np.partition(scores[rows], len(rows) - limit)[len(rows) - limit]
            rows = rows[scores[rows] >= last]
        hits = [Hit(self._keys[row], float(scores[row])) for row in rows]
        hits.sort(key=rank)
        return hits[:limit]

    def __len__(self) -> int:
        return len(self._keys)

    def close(self) -> None:
        """Let go of the memory."""
        self._okapi = _Okapi(self._k1, self._b)
        self._keys, self._rows = [], {}

    def _add(self, entry: Entry) -> None:
        okapi = self._okapi
        frequencies = Counter(map(sys.intern, entry.terms))  # one string for each term, not many
        self._rows[entry.key] = len(self._keys)
        self._keys.append(entry.key)
        okapi.doc_freqs.append(dict(frequencies))
        okapi.doc_len.append(len(entry.terms))
        okapi.words += len(entry.terms)
        for term in frequencies:
            okapi.holding[term] += 1

    def _remove(self, key: str) -> None:
        """Take the passage out and move the last one to its row."""
        row = self._rows.pop(key, None)
        if row is None:
            return
        okapi, last = self._okapi, len(self._keys) - 1
        for term in okapi.doc_freqs[row]:
            okapi.holding[term] -= 1
            if not okapi.holding[term]:
                del okapi.holding[term]
        okapi.words -= okapi.doc_len[row]
        if row != last:
            self._rows[self._keys[last]] = row
        for column in (self._keys, okapi.doc_freqs, okapi.doc_len):
            column[row] = column[last]
            column.pop()
