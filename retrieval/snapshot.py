"""One consistent state of store and index, for as long as it takes to answer a question."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from retrieval.joined import marked
from retrieval.model import Article, ArticleInfo, Hit, Passage, Query, Sentence
from retrieval.remembering import keep
from retrieval.rows import (
    INFO_COLUMNS,
    State,
    article_of,
    frequencies,
    info_of,
    infos_of,
    passages_of,
    sentences_of,
    terms_of,
    text_of,
)
from retrieval.spelling import near


class Searcher(Protocol):
    """What a snapshot needs of an index."""

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most ``limit`` hits, best first; see :class:`retrieval.indexes.Index`."""


_MOST_KEPT = 2_000  # passages, and as many runs of sentences and articles: some 25 MB
_MOST_TERMS = 200  # articles whose terms are kept, ...
_LONGEST_TERMS = 50_000  # ... when they are no longer than these characters: 10 MB
_LONGEST_KEPT = 4_000  # characters; nearly all passages have less than a quarter of that


@dataclass(frozen=True)
class Kept:
    """What snapshots of one state have read and will read again: nothing of it ever changes."""

    state: State | None = None
    passages: dict[str, Passage] = field(default_factory=dict)
    sentences: dict[tuple[str, int, int], list[Sentence]] = field(default_factory=dict)
    infos: dict[str, tuple[int, ArticleInfo]] = field(default_factory=dict)  # with the id
    terms: dict[str, list[str]] = field(default_factory=dict)
    frequencies: dict[str, int] = field(default_factory=dict)


class Snapshot:
    """Reads of one state; made by :meth:`retrieval.corpus.Corpus.snapshot`, used by one thread.

    A path or key that this state does not hold raises KeyError.
    """

    def __init__(
        self, connection: sqlite3.Connection, state: State, index: Searcher, kept: Kept
    ) -> None:
        self._db = connection
        self._state = state
        self._index = index
        self._kept = kept

    @property
    def generation(self) -> int:
        """The number of this state; it grows with every change."""
        return self._state.generation

    @property
    def updated(self) -> datetime | None:
        """When the articles last changed here (UTC); None before the first time."""
        return self._state.updated

    def __len__(self) -> int:
        """Count the passages."""
        return self._state.passages

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return at most ``limit`` hits, best first; see :class:`retrieval.indexes.Index`."""
        return self._index.search(query, limit)

    def passages(self, keys: Iterable[str]) -> list[Passage]:
        """Return the passages with these keys, in the same order."""
        kept, wanted = self._kept.passages, list(keys)
        # one look at each: another thread may make room meanwhile
        held = {key: passage for key in wanted if (passage := kept.get(key)) is not None}
        for passage in self._read([key for key in wanted if key not in held]):
            held[passage.key] = passage
            if passage.end - passage.start <= _LONGEST_KEPT:
                keep(kept, passage.key, passage, _MOST_KEPT)
        return [held[key] for key in wanted]

    def sentences(self, article: str, first: int, last: int) -> list[Sentence]:
        """Return the sentences at positions ``[first, last)`` of an article, as far as it has."""
        held = self._kept.sentences.get((article, first, last))
        if held is None:
            held = sentences_of(self._db, self._number(article), article, first, last)
            if held and held[-1].end - held[0].start <= _LONGEST_KEPT:
                keep(self._kept.sentences, (article, first, last), held, _MOST_KEPT)
        return list(held)

    def text(self, article: str, start: int, end: int) -> str:
        """Return characters ``[start, end)`` of an article without reading the rest of it."""
        return text_of(self._db, self._number(article), start, end)

    def article(self, path: str) -> Article:
        """Return a whole article."""
        return article_of(self._db, path)

    def info(self, path: str) -> ArticleInfo:
        """Return an article without its text."""
        return self._known(path)[1]

    def articles(self, limit: int | None = None) -> list[ArticleInfo]:
        """Return the articles, newest first: by date of publication, else of the file."""
        rows = self._db.execute(
            f"select {INFO_COLUMNS} from articles "  # noqa: S608  # our own names
            "order by coalesce(published, date(mtime, 'unixepoch')) desc, path limit ?",
            (-1 if limit is None else limit,),
        )
        return [info_of(row) for row in rows]

    def count_articles(self) -> int:
        """Count the articles."""
        return int(self._db.execute("select count(*) from articles").fetchone()[0])

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Return how many passages hold each term, 0 for unknown ones."""
        return frequencies(self._db, terms, self._kept.frequencies)

    def held(self, article: str, terms: Sequence[str]) -> frozenset[str]:
        """Return those of the terms that a passage of this article holds."""
        if not terms:
            return frozenset()
        joined = self._kept.terms.get(article)
        if joined is None:
            joined = terms_of(self._db, self._number(article))
            if sum(map(len, joined)) <= _LONGEST_TERMS:
                keep(self._kept.terms, article, joined, _MOST_TERMS)
        marks = {term: marked(term) for term in terms}
        return frozenset(t for t, mark in marks.items() if any(mark in part for part in joined))

    def has_word(self, word: str) -> bool:
        """Say whether any article holds this folded surface word."""
        found = self._db.execute("select 1 from words where word = ?", (word,)).fetchone()
        return found is not None

    def near_words(self, word: str, limit: int = 5) -> list[str]:
        """Return known words spelled much like this folded word, best first."""
        return near(self._db, word, limit)

    def _number(self, path: str) -> int:
        return self._known(path)[0]

    def _known(self, path: str) -> tuple[int, ArticleInfo]:
        """Return the id of an article and what is known of it."""
        return self._kept.infos.get(path) or self._learned([path])[path]

    def _learned(self, paths: Sequence[str]) -> dict[str, tuple[int, ArticleInfo]]:
        """Return these of the store, and remember them."""
        found = infos_of(self._db, paths)
        for path in paths:
            keep(self._kept.infos, path, found[path], _MOST_KEPT)
        return found

    def _read(self, keys: Sequence[str]) -> list[Passage]:
        parted = [(path, position) for path, _, position in (key.rpartition("#") for key in keys)]
        known = {path: self._kept.infos.get(path) for path, _ in parted}
        new = self._learned([path for path, info in known.items() if info is None])
        numbers = {path: (info or new[path])[0] for path, info in known.items()}
        return passages_of(self._db, [(path, numbers[path], int(at)) for path, at in parted])
