"""The disk engine: tantivy finds the candidates, the store's statistics and records score them.

Tantivy fixes k1 = 1.2 and b = 0.75 and keeps lengths in one byte. So more candidates than asked for
are taken from it, and those that can be among the best are scored exactly with our parameters:
both engines give the same order; on XQuAD tantivy's own order answers about as well. Only
candidates that tantivy ranks far too low are lost: ``tests/bench`` measures the agreement of the
top ten.

The index can always be made anew from the store. A marker document holds the number of the store's
generation and the extent of the records, which is how a reader knows what it sees.
"""

from __future__ import annotations

import math
import shutil
from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from retrieval.errors import EngineError, EngineMissing
from retrieval.indexes.bm25 import Statistics, lucene_idf
from retrieval.indexes.records import KEY, LONGEST, Appender, Extent, Records, tidy
from retrieval.joined import Row, join_terms, marked
from retrieval.model import Entry, Hit, Query

try:
    import tantivy
except ImportError as error:
    raise EngineMissing(
        "The disk engine needs the tantivy library; choose --engine memory, or install it with "
        "`pip install 'quotedesk[disk]'`."
    ) from error

_Result = TypeVar("_Result")
_Hit = tuple[float, tantivy.DocAddress]
_HEAP = 500_000_000  # bytes at most before a segment is written: 200 for each passage, so that
_THREADS = 1  # millions make one segment or few, in which a search takes half as long as in eight
_MERGE_FROM = 12  # segments: more make a search slower than waiting for a merge is long
_MOST_CANDIDATES = 1_000
_MOST_COUNTED = 64  # terms of a passage whose counts are remembered: a few kB
_TANTIVY_K1, _TANTIVY_B = 1.2, 0.75
_SPARE = 10  # candidates beyond those asked for, at least: 99.9 % of the top ten at 100,000
_SPARE_OF_FEW = 50  # in a small index, where they cost little and lengths differ more
_LARGE = 5_000
_MARKS = ("generation", "records", "records_end", "records_count")  # fields of the marker
_SPENT = 10_000  # records that nothing points at are kept, and as many as there are passages
_TRIES = 10  # to open the records of a state, which another process may have replaced by then


class Committed(NamedTuple):
    """What a reload found: generation -1 for nothing that can be used."""

    searcher: tantivy.Searcher
    generation: int = -1
    extent: Extent | None = None
    records: Records | None = None


class DiskView:
    """One state of the index with the statistics of the same state; never changes."""

    def __init__(self, index: DiskIndex, state: Committed, statistics: Statistics) -> None:
        self.generation = state.generation
        self._index = index
        self._searcher = state.searcher
        self._records = state.records
        self._records_held = state.extent.records if state.extent else 0
        self._statistics = statistics

    def __len__(self) -> int:
        return max(int(self._searcher.num_docs) - 1, 0)

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most ``limit`` hits, best first, ties by key."""
        records = self._records
        if limit <= 0 or not query.terms or records is None:
            return []
        held = self._statistics.frequencies(list(dict.fromkeys(query.terms)))
        known = {term: count for term, count in held.items() if count}
        if not known:
            return []
        best = self._index.guard(lambda: self._best(known, limit, records))
        return [Hit(key.decode(), -negative) for negative, key in best]

    def _best(
        self, known: Mapping[str, int], limit: int, records: Records
    ) -> list[tuple[float, bytes]]:
        """Return the negative score and the key of the best passages, which is how they are ranked.

        Keys in UTF-8 have the order of the keys. The passages that can reach most are scored
        first, and no more of them when none can reach what ``limit`` have.
        """
        passages, length = self._statistics.totals()
        spare = _SPARE if passages > _LARGE else _SPARE_OF_FEW
        hits, places = self._index.candidates(self._searcher, known, limit, spare)
        k1, b = self._index.k1, self._index.b
        flat, slope = k1 * (1 - b), k1 * b * passages / max(length, 1)
        weights = [
            (marked(term).encode(), (k1 + 1) * lucene_idf(passages, count))
            for term, count in known.items()
        ]
        best: list[tuple[float, bytes]] = []
        for bound, place in self._bounds(hits, places, flat, slope):
            if len(best) >= limit and bound > best[limit - 1][0]:
                break
            record, terms, words, counts = records.lookup(place)
            norm, score = flat + slope * words, 0.0
            if len(counts) > _MOST_COUNTED:
                counts.clear()
            for mark, weight in weights:
                times = counts.get(mark)
                if times is None:
                    times = counts[mark] = record.count(mark, terms)
                if times:
                    score += weight * times / (times + norm)
            if score:
                insort(best, (-score, record[KEY:terms]))
        return best[:limit]

    def _bounds(
        self, hits: Sequence[_Hit], places: Sequence[int], flat: float, slope: float
    ) -> list[tuple[float, int]]:
        """Return the least negative score and the place of each passage, best first.

        A term that occurs f times in a passage weighs f / (f + norm) here and with tantivy, which
        has a norm of its own: the ratio is largest for f = 1, or never above 1. What tantivy
        rounds makes its norm smaller. Terms of passages that were removed make its weights too
        small until it merges its files, by about their share.
        """
        passages, length = self._statistics.totals()
        if passages <= _LARGE:
            return [(-math.inf, place) for place in places]
        norm_flat = _TANTIVY_K1 * (1 - _TANTIVY_B)
        norm_slope = _TANTIVY_K1 * _TANTIVY_B * passages / max(length, 1)
        ratio = -(self._index.k1 + 1) / (_TANTIVY_K1 + 1) * max(self._records_held / passages, 1)
        flat, norm_flat = 1 + flat, 1 + norm_flat
        reaches = [
            (norm_flat + norm_slope * words) / (flat + slope * words)
            for words in [place & LONGEST for place in places]
        ]
        return sorted(
            [
                (ratio * score * (reach if reach > 1 else 1), place)
                for (score, _), place, reach in zip(hits, places, reaches, strict=True)
            ]
        )


@dataclass(frozen=True)
class Feed:
    """Changes that the index takes in but does not show yet: add, finish, then commit."""

    _index: DiskIndex
    _writer: tantivy.IndexWriter
    _records: Appender
    _marker: str

    def add(self, rows: Iterable[Row]) -> None:
        """Take in passages; their keys must be free."""
        self._index.guard(lambda: self._add(rows))

    def finish(self, generation: int) -> None:
        """Make what was taken in the state of this generation."""
        self._index.guard(lambda: self._finish(generation))

    def commit(self) -> None:
        """Make the changes visible, here and to other processes that reload."""
        self._index.guard(self._writer.commit)
        self._index.reload()
        self._index.tidy()
        if self._index.segments > _MERGE_FROM:
            self._index.guard(self._writer.wait_merging_threads)
            self._index.reload()

    def rollback(self) -> None:
        """Drop the changes."""
        self._records.close()
        self._index.guard(self._writer.rollback)

    def _add(self, rows: Iterable[Row]) -> None:
        document, write, record = tantivy.Document, self._writer.add_document, self._records.add
        for row in rows:
            write(document(key=row.key, place=record(row), terms=row.joined))

    def _finish(self, generation: int) -> None:
        marks = zip(_MARKS, (generation, *self._records.done()), strict=True)
        self._records.close()
        self._writer.add_document(tantivy.Document(key=self._marker, **dict(marks)))


class DiskIndex:
    """A tantivy index in ``folder``; see :class:`retrieval.indexes.Index`.

    ``identity`` names the store whose passages it holds. A folder that holds no index of this
    store, or a damaged one, gives views of generation -1.

    Raises:
        EngineError: the folder cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        statistics: Statistics,
        identity: str = "",
        k1: float = 0.9,
        b: float = 0.4,
    ) -> None:
        self.k1, self.b = k1, b
        self._folder = folder
        self._statistics = statistics
        self._marker = f"\0{identity}"
        self._schema = _schema()
        self._records: Records | None = None  # the last ones opened
        self._open()

    @property
    def segments(self) -> int:
        """Count the parts that a search goes through."""
        return int(self._held.searcher.num_segments)

    def reload(self) -> None:
        """See what was committed last, by any process."""
        self.guard(self._reload)

    def reset(self) -> None:
        """Become an empty index of no generation."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._open()

    def view(self, statistics: Statistics) -> DiskView:
        """Return what the last reload found, with the statistics of the same state."""
        return DiskView(self, self._held, statistics)

    def wasteful(self, passages: int) -> bool:
        """Say whether most records are of passages that are gone: better made anew."""
        extent = self._held.extent
        return extent is not None and extent.records > 2 * passages + _SPENT

    def tidy(self) -> None:
        """Remove the records of states before the last one that was made anew."""
        if self._held.records is not None:
            self.guard(partial(tidy, self._folder, self._held.records.name))

    def candidates(
        self, searcher: tantivy.Searcher, terms: Iterable[str], limit: int, spare: int
    ) -> tuple[list[_Hit], list[int]]:
        """Return the passages that may be among the best ``limit``: tantivy's hits and places.

        Errors are tantivy's own.
        """
        should, term_query = tantivy.Occur.Should, tantivy.Query.term_query
        query = tantivy.Query.boolean_query(
            [(should, term_query(self._schema, "terms", term, "freq")) for term in terms]
        )
        size = limit + max(limit // 4, spare)
        hits = searcher.search(query, size, count=False).hits
        while len(hits) == size < _MOST_CANDIDATES and hits[limit - 1][0] - hits[-1][0] < 1e-6:
            size *= 4  # a tie reaches past the candidates: keys decide, so all of it is needed
            hits = searcher.search(query, size, count=False).hits
        places = searcher.fast_field_values("place", [address for _, address in hits])
        return hits, cast("list[int]", places)

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most ``limit`` hits, best first, ties by key."""
        return self.view(self._statistics).search(query, limit)

    def update(self, added: Iterable[Entry], removed: Iterable[str]) -> None:
        """Remove, then add; visible on return."""
        entries = {entry.key: entry for entry in added}
        rows = (Row(key, len(e.terms), join_terms(e.terms)) for key, e in entries.items())
        self.feed(rows, chain(removed, entries), max(self._held.generation, 0)).commit()

    def feed(self, added: Iterable[Row], removed: Iterable[str] | None, generation: int) -> Feed:
        """Take in changes that make the index that of ``generation``, without showing them."""
        feed = self.begin(removed, added)
        try:
            feed.finish(generation)
        except BaseException:
            feed.rollback()
            raise
        return feed

    def begin(self, removed: Iterable[str] | None, added: Iterable[Row]) -> Feed:
        """Take in changes, with more to come; ``removed`` is None to start afresh.

        Whoever begins has to commit or roll back.
        """
        writer = self.guard(lambda: self._index.writer(_HEAP, _THREADS))
        try:
            feed = self.guard(lambda: self._begin(writer, removed))
        except BaseException:
            writer.rollback()
            raise
        try:
            feed.add(added)
        except BaseException:
            feed.rollback()
            raise
        return feed

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
        return len(self.view(self._statistics))

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
        for _ in range(_TRIES):
            self._index.reload()
            with suppress(FileNotFoundError):
                self._held = self._state(self._index.searcher())
                return
        self._held = Committed(self._index.searcher())

    def _state(self, searcher: tantivy.Searcher) -> Committed:
        """Return what the marker says; FileNotFoundError when its records are gone."""
        marker = tantivy.Query.term_query(self._schema, "key", self._marker, "basic")
        hits = searcher.search(marker, 1, count=False).hits
        if not hits:
            return Committed(searcher)
        generation, *extent = [
            int(searcher.fast_field_values(name, [hits[0][1]])[0] or 0) for name in _MARKS
        ]
        return self._with_records(searcher, generation, Extent(*extent))

    def _with_records(
        self, searcher: tantivy.Searcher, generation: int, extent: Extent
    ) -> Committed:
        if self._records is None or self._records.name != extent.name:
            self._records = Records(self._folder, extent.name)
        if not self._records.holds(extent.end):  # cut short, whoever did it: made anew by who can
            return Committed(searcher)
        return Committed(searcher, generation, extent, self._records)

    def _begin(self, writer: tantivy.IndexWriter, removed: Iterable[str] | None) -> Feed:
        writer.garbage_collect_files()  # what a killed writer left is in the way
        extent = None if removed is None else self._held.extent
        if extent is None:  # without records no passage that is there can be used
            writer.delete_all_documents()
        else:
            for key in chain(removed or (), [self._marker]):
                writer.delete_documents_by_term("key", key)
        return Feed(self, writer, Appender(self._folder, extent), self._marker)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    for name in ("place", *_MARKS):
        builder.add_integer_field(name, fast=True)
    return builder.build()
