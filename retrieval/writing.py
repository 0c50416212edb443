"""Rows in and out of the store's tables, inside a write transaction that the caller holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from retrieval.analysis import Analyzer
from retrieval.joined import marked, split_terms
from retrieval.lexicon import Lexicon
from retrieval.model import Article
from retrieval.preparing import Prepared, Refused, Stamp, Tally
from retrieval.rows import (
    ARTICLE_COLUMNS,
    PART,
    article_of,
    meta,
    number_of,
    places_of,
    terms_of,
    text_of,
)
from retrieval.spelling import keys

_LOGGED_GENERATIONS = 50
_LOGGED_ARTICLES = 5_000  # a larger change is not logged: an index is loaded anew after it
_INDEXED = ("head", "tail", "bones")  # columns of ``words``
_FLUSH = 600_000  # counts held in memory (about 100 MB) before they are written


class Writer:
    """Adds and removes articles; keeps the vocabulary, the totals and the log of changes right.

    ``passages`` is by how many there are more than before.
    """

    def __init__(self, connection: sqlite3.Connection, analyzer: Analyzer) -> None:
        self._db = connection
        self._lexicon = Lexicon(analyzer)
        self._tally = Tally()  # not yet written
        self.passages = 0  # change of the totals
        self._length = 0
        self._touched: dict[str, int] = {}  # path -> passages before
        self._unindexed: tuple[str, ...] = ()  # columns of ``words``

    def add(self, prepared: Prepared) -> None:
        """Store an article whose path is free."""
        article = prepared.article
        assert article is not None  # noqa: S101  # the caller sends no untouched files here
        number = self._insert_article(article, prepared)
        self._db.executemany(
            "insert into texts values (?, ?)",
            [
                (number << 20 | at // PART, article.text[at : at + PART])
                for at in range(0, len(article.text), PART)
            ],
        )
        spans = [("boilerplate", article.boilerplate), ("heading", article.headings)]
        self._db.executemany(
            "insert into spans values (?, ?, ?, ?)",
            [(number, kind, span.start, span.end) for kind, all_ in spans for span in all_],
        )
        self._db.executemany(
            "insert into sentences values (?, ?)",
            [(number << 20 | at, places) for at, places in enumerate(prepared.sentences)],
        )
        self._db.executemany(
            "insert into passages values (?, ?, ?, ?, ?, ?, ?)",
            [(number << 20 | at, *row) for at, row in enumerate(prepared.passages)],
        )
        self.passages += len(prepared.passages)
        self._length += sum([length for *_, length, _ in prepared.passages])
        self._touched.setdefault(article.path, 0)

    def count(self, tally: Tally) -> None:
        """Add the vocabulary of articles that were added."""
        self._tally.add(tally)
        if len(self._tally) > _FLUSH:
            self._flush()

    def recount(self, path: str) -> None:
        """Add the vocabulary of an article that was added, from what is stored of it."""
        self.count(self._vocabulary(number_of(self._db, path)))

    def remove(self, path: str, *, counted: bool = True) -> bool:
        """Take an article out; says whether it was there. ``counted`` is False after ``forget``."""
        row = self._db.execute("select id, passages from articles where path = ?", (path,))
        number, passages = row.fetchone() or (0, 0)
        if not number:
            return False
        self._touched[path] = max(passages, self._touched.get(path, 0))
        if counted:
            self._uncount(number)
        for table in ("texts", "passages", "sentences"):
            self._db.execute(
                f"delete from {table} where id >= ? and id < ?",  # noqa: S608  # our own names
                (number << 20, (number + 1) << 20),
            )
        self._db.execute("delete from spans where article = ?", (number,))
        self._db.execute("delete from articles where id = ?", (number,))
        return True

    def touch(self, path: str, stamp: Stamp) -> None:
        """Note that a file looks different but holds what is stored."""
        self._db.execute(
            "update articles set mtime_ns = ?, size = ?, mtime = ? where path = ? "
            "and (mtime_ns, size) <> (?, ?)",
            (*stamp, stamp.mtime_ns / 1e9, path, *stamp),
        )

    def skip(self, refused: Refused) -> None:
        """Remember a file that need not be read again until it changes."""
        self._db.execute(
            "insert or replace into skipped values (?, ?, ?, ?)",
            (refused.path, *refused.stamp, refused.reason),
        )

    def unskip(self, path: str) -> None:
        """Forget that a file could not be read."""
        self._db.execute("delete from skipped where path = ?", (path,))

    def forget(self) -> None:
        """Drop all counts, before every article is made anew with another analysis."""
        for table in ("terms", "words"):
            self._db.execute(f"delete from {table}")  # noqa: S608  # our own names
        self.set_meta(passages=0, length=0)

    def finish(self, *, logged: bool = True) -> int:
        """Write counts, totals and the log; returns the new generation."""
        self._flush()
        for column in self._unindexed:
            self._db.execute(f"create index words_{column} on words ({column})")
        self._unindexed = ()
        generation = int(meta(self._db, "generation")) + 1
        self._log(generation, logged and len(self._touched) <= _LOGGED_ARTICLES)
        self.set_meta(
            generation=generation,
            passages=int(meta(self._db, "passages")) + self.passages,
            length=int(meta(self._db, "length")) + self._length,
            updated=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        return generation

    def set_meta(self, **values: object) -> None:
        """Set values of the ``meta`` table."""
        self._db.executemany(
            "update meta set value = ? where name = ? and value <> ?",
            [(value, name, value) for name, value in values.items()],
        )

    def _insert_article(self, article: Article, prepared: Prepared) -> int:
        values = (
            article.path, article.sha256, article.mtime, *prepared.stamp, article.title,
            article.title_found, article.published and article.published.isoformat(),
            article.publisher, article.url, len(article.text), prepared.count,
            len(prepared.passages),
        )  # fmt: skip
        marks = ", ".join("?" * len(values))
        added = self._db.execute(
            f"insert into articles ({ARTICLE_COLUMNS}) values ({marks})",  # noqa: S608  # our names
            values,
        )
        return int(added.lastrowid or 0)

    def _uncount(self, number: int) -> None:
        """Take the vocabulary of an article off the counts, from what is stored of it."""
        self._tally.subtract(self._vocabulary(number))
        passages, length = self._db.execute(
            "select count(*), coalesce(sum(length), 0) from passages where id >= ? and id < ?",
            (number << 20, (number + 1) << 20),
        ).fetchone()
        self.passages -= passages
        self._length -= length

    def _vocabulary(self, number: int) -> Tally:
        """Return what a stored article counts."""
        tally = Tally()
        for joined in terms_of(self._db, number):
            tally.terms.update(map(marked, set(split_terms(joined))))
        text = text_of(self._db, number, 0, 1 << 30)
        places = places_of(self._db, number, 0, 1 << 30)
        sentences = [text[start:end].split() for start, end, *_ in places]
        words = self._lexicon.words_in(self._lexicon.of(sentences))
        tally.words.update(map(self._lexicon.words.__getitem__, words))
        self._lexicon.make_room()
        return tally

    def _flush(self) -> None:
        if not self._db.execute("select 1 from words limit 1").fetchone():
            self._unindexed = _INDEXED  # cheaper made when all words are there
            for column in _INDEXED:
                self._db.execute(f"drop index if exists words_{column}")
        terms = sorted(
            (term, times) for term, times in self._tally.terms.items() if times
        )  # marked
        self._db.executemany(
            "insert into terms values (?, ?) "
            "on conflict do update set passages = passages + excluded.passages",
            ((term[1:-1], times) for term, times in terms),
        )
        words = sorted((word, times) for word, times in self._tally.words.items() if times)
        self._db.executemany(
            "insert into words values (?, ?, ?, ?, ?) "
            "on conflict do update set count = count + excluded.count",
            ((word, times, *keys(word)) for word, times in words),
        )
        self._db.executemany(
            "delete from terms where term = ? and passages <= 0",
            [(term[1:-1],) for term, times in terms if times < 0],
        )
        self._db.executemany(
            "delete from words where word = ? and count <= 0",
            [(word,) for word, times in words if times < 0],
        )
        self._tally = Tally()

    def _log(self, generation: int, logged: bool) -> None:
        oldest = generation - _LOGGED_GENERATIONS if logged else generation
        self._db.execute("delete from changes where generation <= ?", (oldest,))
        self._db.execute("update meta set value = max(value, ?) where name = 'log_from'", (oldest,))
        if logged:
            self._db.executemany(
                "insert into changes values (?, ?, ?)",
                [(generation, path, before) for path, before in self._touched.items()],
            )


def stored_articles(
    connection: sqlite3.Connection, paths: Iterable[str]
) -> Iterator[tuple[Article, Stamp]]:
    """Read articles back, as they were when they were stored."""
    for path in paths:
        row = connection.execute("select mtime_ns, size from articles where path = ?", (path,))
        yield article_of(connection, path), Stamp(*row.fetchone())
