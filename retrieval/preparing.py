"""From a file to the rows of the store: read, split, analyse. Pure, and the same in any process."""

from __future__ import annotations

import os
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from retrieval.analysis import Analyzer
from retrieval.articles import Limits, load
from retrieval.counts import Counts
from retrieval.errors import ArticleError, Undecodable
from retrieval.joined import join_terms, marked, split_terms
from retrieval.lexicon import Lexicon, Run, joined
from retrieval.model import Article
from retrieval.passages import Line, lines, runs
from retrieval.places import pack

_TICK = 0.02  # seconds; a file system's clock may be this coarse


class Stamp(NamedTuple):
    """What tells an untouched file without reading it."""

    mtime_ns: int
    size: int


class Job(NamedTuple):
    """A file to read; ``sha256`` is what the store holds of it, "" for nothing."""

    path: str
    sha256: str
    size: int


PassageRow = tuple[int, int, int, int, int, str]
"""A passage as the store keeps it: start, end, its sentences (first and the one after the last),
number of terms, and these as :func:`join_terms` joins them: those of its sentences, then those
of the headings above it that it lacks. A plain tuple: many are sent."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be stored. ``article`` is None when the file holds what is stored.

    ``sentences`` are the ``count`` sentences as :func:`retrieval.places.pack` packs them.
    """

    path: str
    stamp: Stamp
    article: Article | None = None
    count: int = 0
    sentences: list[bytes] = field(default_factory=list)
    passages: list[PassageRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be read; ``lasting`` when only a change of the file can mend it."""

    path: str
    stamp: Stamp
    reason: str
    lasting: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The vocabulary of some articles.

    ``terms`` counts the passages that hold each term (:func:`marked`, as they are joined from),
    ``words`` the articles that hold each word.
    """

    terms: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.terms) + len(self.words)

    def add(self, other: Tally) -> None:
        """Add what others count."""
        self.terms.update(other.terms)
        self.words.update(other.words)

    def subtract(self, other: Tally) -> None:
        """Take it off again."""
        self.terms.subtract(other.terms)
        self.words.subtract(other.words)


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of some files.

    ``tally`` counts the vocabulary of these and of the batches of the same preparer before it, back
    to the last one with a tally; empty when it comes with a later one. ``uncounted`` are articles
    of earlier batches whose tally was lost.
    """

    articles: list[Prepared]
    refused: list[Refused]
    tally: Tally = field(default_factory=Tally)
    uncounted: tuple[str, ...] = ()


class Preparer:
    """Makes batches from files, or anew from articles that were stored.

    A tally is handed over when more than ``hold`` runs of characters are known: one of many batches
    is smaller than theirs together.
    """

    def __init__(
        self, folder: Path, analyzer: Analyzer, limits: Limits, passage_words: int
    ) -> None:
        self.folder = folder
        self.analyzer = analyzer
        self.limits = limits
        self.passage_words = passage_words
        self._lexicon = Lexicon(analyzer)
        self._terms, self._words = Counts(), Counts()

    def __reduce__(self) -> tuple[type[Preparer], tuple[Path, Analyzer, Limits, int]]:
        return type(self), (self.folder, self.analyzer, self.limits, self.passage_words)

    def read(self, jobs: Iterable[Job], hold: int = 0) -> Batch:
        """Read, split and analyse these files; a file that vanished is refused like any other."""
        articles: list[Prepared] = []
        refused: list[Refused] = []
        for job in jobs:
            stamp = Stamp(0, 0)
            try:
                stamp = _settled(self.folder / job.path)
                article = load(self.folder / job.path, self.folder, self.limits)
            except ArticleError as error:
                lasting = isinstance(error, Undecodable)
                refused.append(Refused(job.path, stamp, str(error), lasting))
            except OSError as error:
                reason = f"{job.path} cannot be read ({error.strerror or 'input/output error'})."
                refused.append(Refused(job.path, stamp, reason, lasting=False))
            else:
                same = article.sha256 == job.sha256
                articles.append(
                    Prepared(job.path, stamp) if same else self._prepare(article, stamp)
                )
        return Batch(articles, refused, self._handed_over(hold))

    def remake(self, stored: Iterable[tuple[Article, Stamp]]) -> Batch:
        """Split and analyse articles from the store again, without their files."""
        articles = [self._prepare(article, stamp) for article, stamp in stored]
        return Batch(articles, [], self._handed_over(0))

    def _handed_over(self, hold: int) -> Tally:
        known = self._lexicon
        if len(known) <= hold:
            return Tally()
        tally = Tally(self._terms.named(known.terms), self._words.named(known.words))
        self._terms, self._words = Counts(), Counts()
        known.make_room()
        return tally

    def _prepare(self, article: Article, stamp: Stamp) -> Prepared:
        """Return what is stored of an article, and count its vocabulary."""
        text = article.text
        found = lines(article)
        known = self._lexicon.of([text[start:end].split() for start, end, _, _ in found])
        self._words.add(self._lexicon.words_in(known))
        rows: list[PassageRow] = []
        counts: list[int] = []
        headings = _Headings(self, found, known)
        for first, last in runs(text, found, self.passage_words):
            parts, distinct = self._analysed(known[first:last])
            counts += [part.count("\t") for part in parts]
            length = sum(counts[first:])
            above = headings.above(first, distinct)
            parts.append(join_terms(above))
            self._terms.add(distinct)
            start, end = found[first][0], found[last - 1][1]
            rows.append((start, end, first, last, length + len(above), "".join(parts)))
        return Prepared(article.path, stamp, article, len(found), pack(found, counts), rows)

    def numbered(self, sentence: list[Run]) -> list[tuple[str, int]]:
        """Return the distinct terms of a sentence with their numbers."""
        (part,), _ = self._analysed([sentence])
        number = self._lexicon.term
        return [(term, number(marked(term))) for term in dict.fromkeys(split_terms(part))]

    def _analysed(self, sentences: list[list[Run]]) -> tuple[list[str], set[int]]:
        """Return the joined terms of each sentence, and the numbers of all of them."""
        parts = ["".join(map(joined, sentence)) for sentence in sentences]
        distinct = self._lexicon.terms_in(sentences)
        if distinct.isdisjoint(self._lexicon.openings):
            return parts, distinct
        terms = "".join(parts)
        if not any(phrase in terms for phrase in self._lexicon.phrases):
            return parts, distinct
        merged = [self.analyzer.merged(split_terms(part)) for part in parts]
        distinct = {self._lexicon.term(marked(t)) for t in set(chain.from_iterable(merged))}
        return list(map(join_terms, merged)), distinct


class _Headings:
    """What the headings above a passage add to it: it is found by the words of its title too."""

    def __init__(self, preparer: Preparer, found: list[Line], known: list[list[Run]]) -> None:
        self._preparer, self._known = preparer, known
        self._places = [at for at, (_, _, _, heading) in enumerate(found) if heading]
        self._terms: dict[int, list[tuple[str, int]]] = {}

    def above(self, first: int, distinct: set[int]) -> list[str]:
        """Return the terms of the title and of the nearest heading above the line ``first``.

        Only those whose numbers are not among the ``distinct`` ones; they are added to these.
        """
        before = bisect_left(self._places, first)
        if not before:
            return []
        opens = self._places[before : before + 1] == [first]
        wanted = {self._places[0]} if opens else {self._places[0], self._places[before - 1]}
        added = []
        for at in sorted(wanted):
            for term, number in self._of(at):
                if number not in distinct:
                    distinct.add(number)
                    added.append(term)
        return added

    def _of(self, at: int) -> list[tuple[str, int]]:
        if at not in self._terms:
            self._terms[at] = self._preparer.numbered(self._known[at])
        return self._terms[at]


def _settled(path: Path) -> Stamp:
    """Return the stamp of a file, when a later change of the file is sure to change it."""
    while True:
        stat = os.stat(path)  # noqa: PTH116  # a Path costs as much again for each of many files
        age = time.time() - stat.st_mtime
        if not 0 <= age < _TICK:
            return Stamp(stat.st_mtime_ns, stat.st_size)
        time.sleep(_TICK)
