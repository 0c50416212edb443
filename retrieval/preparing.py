"""From a file to the rows of the store: read, split, analyse. Pure, and the same in any process."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from retrieval.analysis import Analyzer
from retrieval.articles import Limits, load
from retrieval.errors import ArticleError, Undecodable
from retrieval.joined import join_terms
from retrieval.model import Article, Passage
from retrieval.passages import passages, sentences

_TICK = 0.02  # seconds; a file system's clock may be this coarse
_AROUND = ',.;:!?()[]"“”'  # stands around words and is no part of them
_REMEMBERED = 300_000  # runs of characters whose words are remembered


class Stamp(NamedTuple):
    """What tells an untouched file without reading it."""

    mtime_ns: int
    size: int


class Job(NamedTuple):
    """A file to read; ``sha256`` is what the store holds of it, "" for nothing."""

    path: str
    sha256: str
    size: int


class PassageRow(NamedTuple):
    """A passage as the store keeps it; ``terms`` as :func:`join_terms` joins them."""

    start: int
    end: int
    first: int
    last: int
    length: int
    terms: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be stored. ``article`` is None when the file holds what is stored."""

    path: str
    stamp: Stamp
    article: Article | None = None
    sentences: list[tuple[int, int, int, bool]] = field(default_factory=list)
    passages: list[PassageRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be read; ``lasting`` when only a change of the file can mend it."""

    path: str
    stamp: Stamp
    reason: str
    lasting: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of some files.

    ``terms`` counts the passages that hold each term, ``words`` the articles that hold each word.
    """

    articles: list[Prepared]
    refused: list[Refused]
    terms: Counter[str]
    words: Counter[str]


def entry_terms(
    article: Article,  # noqa: ARG001  # what else may count: its title, its date
    passage: Passage,
    analyzer: Analyzer,
) -> tuple[str, ...]:
    """Return the terms by which an index finds ``passage``: those of its sentences, in order."""
    terms: list[str] = []
    for sentence in passage.sentences:
        terms += analyzer.terms(sentence.text)
    return tuple(terms)


class Vocabulary(dict[str, tuple[str, ...]]):
    """Finds the surface words of texts; remembers how the runs between spaces are cut."""

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer

    def words(self, texts: Iterable[str]) -> set[str]:
        """Return the distinct words of these texts."""
        if len(self) > _REMEMBERED:
            self.clear()
        runs = set(" ".join(texts).split())
        return set(chain.from_iterable(map(self.__getitem__, runs)))

    def __missing__(self, run: str) -> tuple[str, ...]:
        bare = run.strip(_AROUND)
        words = self[bare] if bare != run else tuple([t.word for t in self._analyzer.tokens(run)])
        self[run] = words
        return words


class Preparer:
    """Makes batches from files, or anew from articles that were stored."""

    def __init__(
        self, folder: Path, analyzer: Analyzer, limits: Limits, passage_words: int
    ) -> None:
        self.folder = folder
        self.analyzer = analyzer
        self.limits = limits
        self.passage_words = passage_words
        self._vocabulary = Vocabulary(analyzer)

    def __reduce__(self) -> tuple[type[Preparer], tuple[Path, Analyzer, Limits, int]]:
        return type(self), (self.folder, self.analyzer, self.limits, self.passage_words)

    def read(self, jobs: Iterable[Job]) -> Batch:
        """Read, split and analyse these files; a file that vanished is refused like any other."""
        batch = Batch([], [], Counter(), Counter())
        for job in jobs:
            stamp = Stamp(0, 0)
            try:
                stamp = _settled(self.folder / job.path)
                article = load(self.folder / job.path, self.folder, self.limits)
            except ArticleError as error:
                lasting = isinstance(error, Undecodable)
                batch.refused.append(Refused(job.path, stamp, str(error), lasting))
            except OSError as error:
                reason = f"{job.path} cannot be read ({error.strerror or 'input/output error'})."
                batch.refused.append(Refused(job.path, stamp, reason, lasting=False))
            else:
                if article.sha256 == job.sha256:
                    batch.articles.append(Prepared(job.path, stamp))
                else:
                    self._prepare(article, stamp, batch)
        return batch

    def remake(self, stored: Iterable[tuple[Article, Stamp]]) -> Batch:
        """Split and analyse articles from the store again, without their files."""
        batch = Batch([], [], Counter(), Counter())
        for article, stamp in stored:
            self._prepare(article, stamp, batch)
        return batch

    def _prepare(self, article: Article, stamp: Stamp, batch: Batch) -> None:
        """Add an article, and what its passages and words count, to the batch."""
        split = sentences(article)
        rows = []
        for passage in passages(article, split, self.passage_words):
            terms = entry_terms(article, passage, self.analyzer)
            batch.terms.update(set(terms))
            first = passage.sentences[0].position
            last = passage.sentences[-1].position + 1
            rows.append(
                PassageRow(passage.start, passage.end, first, last, len(terms), join_terms(terms))
            )
        batch.words.update(self._vocabulary.words([sentence.text for sentence in split]))
        lines = [(s.start, s.end, s.paragraph, s.heading) for s in split]
        batch.articles.append(Prepared(article.path, stamp, article, lines, rows))


def _settled(path: Path) -> Stamp:
    """Return the stamp of a file, when a later change of the file is sure to change it."""
    while True:
        stat = os.stat(path)  # noqa: PTH116  # a Path costs as much again for each of many files
        age = time.time() - stat.st_mtime
        if not 0 <= age < _TICK:
            return Stamp(stat.st_mtime_ns, stat.st_size)
        time.sleep(_TICK)
