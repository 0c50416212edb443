"""The disk engine: tantivy finds the candidates, the store's statistics score them.

Tantivy fixes k1 = 1.2 and b = 0.75 and keeps lengths in one byte. So somewhat more candidates than
asked for are taken from it and scored exactly with our parameters, and both engines give the same
order; on XQuAD tantivy's own order answers about as well. Only candidates that tantivy ranks far
too low are lost: ``tests/bench`` measures the agreement of the top ten.

The index can always be made anew from the store. It holds the number of the store's generation in
a marker document, which is how a reader knows what it sees.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

from retrieval.errors import EngineError, EngineMissing
from retrieval.indexes.bm25 import lucene_idf
from retrieval.joined import Counted, join_terms, marked
from retrieval.model import Entry, Hit, Query

try:
    import tantivy
except ImportError as error:
    raise EngineMissing(
        "The disk engine needs the tantivy library; choose --engine memory, or install it with "
        "`pip install 'quotedesk[disk]'`."
    ) from error

_Result = TypeVar("_Result")
_HEAP = 500_000_000  # bytes at most before a segment is written: 200 for each passage, so that
_THREADS = 1  # millions make one segment or few, in which a search takes half as long as in eight
_MERGE_FROM = 12  # segments: more make a search slower than waiting for a merge is long
_MOST_CANDIDATES = 1_000
_MOST_COUNTED = 64  # terms of a passage whose counts are remembered: a few kB
_SPARE = 10  # candidates beyond those asked for, at least: 99.9 % of the top ten at 100,000
_SPARE_OF_FEW = 50  # in a small index, where they cost little and lengths differ more
_LARGE = 5_000


class Forward(Protocol):
    """The exact statistics of the passages, and what each of them holds."""

    def totals(self) -> tuple[int, int]:
        """Return the number of passages and of all their terms."""

    def frequencies(self, terms: Sequence[str]) -> Mapping[str, int]:
        """Return how many passages hold each term; 0 or nothing for unknown ones."""

    def lookup(self, numbers: Sequence[int]) -> Iterable[Counted]:
        """Return passages to count terms in, in any order."""

    def number(self, key: str) -> int:
        """Return the number of a passage that is held."""


class DiskView:
    """One state of the index with the statistics of the same state; never changes."""

    def __init__(
        self, index: DiskIndex, searcher: tantivy.Searcher, generation: int, forward: Forward
    ) -> None:
        self.generation = generation
        self._index = index
        self._searcher = searcher
        self._forward = forward

    def __len__(self) -> int:
        return max(int(self._searcher.num_docs) - 1, 0)

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most ``limit`` hits, best first, ties by key."""
        if limit <= 0 or not query.terms:
            return []
        held = self._forward.frequencies(list(dict.fromkeys(query.terms)))
        known = {term: count for term, count in held.items() if count}
        if not known:
            return []
        passages, length = self._forward.totals()
        spare = _SPARE if passages > _LARGE else _SPARE_OF_FEW
        numbers = self._index.candidates(self._searcher, list(known), limit, spare)
        scored = self._score(known, passages, length, numbers)
        return [Hit(key, -negative) for negative, key in sorted(scored)[:limit]]

    def _score(
        self, known: Mapping[str, int], passages: int, length: int, numbers: Sequence[int]
    ) -> list[tuple[float, str]]:
        """Return the negative score and the key of each passage, which is how they are ranked."""
        k1, b = self._index.k1, self._index.b
        weights = [
            (marked(term), (k1 + 1) * lucene_idf(passages, count)) for term, count in known.items()
        ]
        flat, slope = k1 * (1 - b), k1 * b * passages / max(length, 1)
        scored = []
        for key, words, joined, known_times in self._forward.lookup(numbers):
            norm, score = flat + slope * words, 0.0
            if len(known_times) > _MOST_COUNTED:
                known_times.clear()
            for mark, weight in weights:
                times = known_times.get(mark)
                if times is None:
                    times = known_times[mark] = joined.count(mark)
                if times:
                    score += weight * times / (times + norm)
            if score:
                scored.append((-score, key))
        return scored


class Feed:
    """Changes that the index took in but does not show yet."""

    def __init__(self, index: DiskIndex, writer: tantivy.IndexWriter) -> None:
        self._index = index
        self._writer = writer

    def commit(self) -> None:
        """Make the changes visible, here and to other processes that reload."""
        self._index.guard(self._writer.commit)
        self._index.reload()
        if self._index.segments > _MERGE_FROM:
            self._index.guard(self._writer.wait_merging_threads)
            self._index.reload()

    def rollback(self) -> None:
        """Drop the changes."""
        self._index.guard(self._writer.rollback)


class DiskIndex:
    """A tantivy index in ``folder``; see :class:`retrieval.indexes.Index`.

    ``identity`` names the store whose passages it holds. A folder that holds no index of this
    store, or a damaged one, gives views of generation -1.

    Raises:
        EngineError: the folder cannot be used.
    """

    def __init__(
        self, folder: Path, forward: Forward, identity: str = "", k1: float = 0.9, b: float = 0.4
    ) -> None:
        self.k1, self.b = k1, b
        self._folder = folder
        self._forward = forward
        self._marker = f"\0{identity}"
        self._schema = _schema()
        self._open()

    @property
    def segments(self) -> int:
        """Count the parts that a search goes through."""
        return int(self._held[0].num_segments)

    def reload(self) -> None:
        """See what was committed last, by any process."""
        self.guard(self._reload)

    def reset(self) -> None:
        """Become an empty index of no generation."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._open()

    def view(self, forward: Forward) -> DiskView:
        """Return what the last reload found, with the statistics of the same state."""
        searcher, generation = self._held
        return DiskView(self, searcher, generation, forward)

    def candidates(
        self, searcher: tantivy.Searcher, terms: Sequence[str], limit: int, spare: int
    ) -> list[int]:
        """Return the numbers of the passages to score for the best ``limit``."""
        return self.guard(lambda: self._candidates(searcher, terms, limit, spare))

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most ``limit`` hits, best first, ties by key."""
        return self.view(self._forward).search(query, limit)

    def update(self, added: Iterable[Entry], removed: Iterable[str]) -> None:
        """Remove, then add; visible on return."""
        entries = {entry.key: entry for entry in added}
        rows = (
            (self._forward.number(key), key, join_terms(entry.terms))
            for key, entry in entries.items()
        )
        self.feed(rows, chain(removed, entries), max(self._held[1], 0)).commit()

    def feed(
        self, added: Iterable[tuple[int, str, str]], removed: Iterable[str] | None, generation: int
    ) -> Feed:
        """Take in changes that make the index that of ``generation``, without showing them.

        ``added`` are numbers, keys and joined terms. Keys must be
        free after the removal; ``removed`` is None to start afresh.
        """
        writer = self.guard(lambda: self._index.writer(_HEAP, _THREADS))
        try:
            self.guard(writer.garbage_collect_files)  # what a killed writer left is in the way
            self.guard(lambda: self._write(writer, added, removed, generation))
        except BaseException:
            writer.rollback()
            raise
        return Feed(self, writer)

    def guard(self, action: Callable[[], _Result]) -> _Result:
        """Do it; what tantivy raises becomes one sentence."""
        try:
            return action()
        except (ValueError, OSError) as error:
            raise EngineError(
                f"The search index {self._folder} cannot be used; check the disk. If that does "
                "not help, delete that folder: it is made anew from the database."
            ) from error

    def __len__(self) -> int:
        return len(self.view(self._forward))

    def close(self) -> None:
        """Do nothing: the files are let go of with the object."""

    def _open(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                self._load()
            except ValueError:  # damaged, or written by another version of tantivy
                shutil.rmtree(self._folder)
                self._folder.mkdir()
                self._load()
        except (ValueError, OSError) as error:
            raise EngineError(
                f"The search index {self._folder} cannot be opened; change the permissions of "
                "that folder, or delete it."
            ) from error

    def _load(self) -> None:
        self._index = tantivy.Index(self._schema, path=str(self._folder))
        self._index.config_reader("manual")
        self._reload()

    def _reload(self) -> None:
        self._index.reload()
        searcher = self._index.searcher()
        marker = tantivy.Query.term_query(self._schema, "key", self._marker, "basic")
        hits = searcher.search(marker, 1, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in hits])
        self._held = searcher, int(numbers[0] or 0) if numbers else -1

    def _candidates(
        self, searcher: tantivy.Searcher, terms: Sequence[str], limit: int, spare: int
    ) -> list[int]:
        should, term_query = tantivy.Occur.Should, tantivy.Query.term_query
        query = tantivy.Query.boolean_query(
            [(should, term_query(self._schema, "terms", term, "freq")) for term in terms]
        )
        size = limit + max(limit // 4, spare)
        hits = searcher.search(query, size, count=False).hits
        while len(hits) == size < _MOST_CANDIDATES and hits[limit - 1][0] - hits[-1][0] < 1e-6:
            size *= 4  # a tie reaches past the candidates: keys decide, so all of it is needed
            hits = searcher.search(query, size, count=False).hits
        values = searcher.fast_field_values("number", [address for _, address in hits])
        return [int(value or 0) for value in values]

    def _write(
        self,
        writer: tantivy.IndexWriter,
        added: Iterable[tuple[int, str, str]],
        removed: Iterable[str] | None,
        generation: int,
    ) -> None:
        if removed is None:
            writer.delete_all_documents()
        else:
            for key in chain(removed, [self._marker]):
                writer.delete_documents_by_term("key", key)
        document = tantivy.Document
        for number, key, joined in added:
            writer.add_document(document(key=key, number=number, terms=joined))
        writer.add_document(document(key=self._marker, number=generation))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("number", fast=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
