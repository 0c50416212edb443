"""From a file to the rows of the store: read, split, analyse. Pure, and the same in any process."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from retrieval.analysis import Analyzer
from retrieval.articles import Limits, load
from retrieval.errors import ArticleError, Undecodable
from retrieval.model import Article, Passage
from retrieval.passages import passages, sentences

_TICK = 0.02  # seconds; a file system's clock may be this coarse


class Stamp(NamedTuple):
    """What tells an untouched file without reading it."""

    mtime_ns: int
    size: int


class Job(NamedTuple):
    """A file to read; ``sha256`` is what the store holds of it, "" for nothing."""

    path: str
    sha256: str


class PassageRow(NamedTuple):
    """A passage as the store keeps it; ``terms`` one a line."""

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
    """What came of some files, with their vocabulary counted together."""

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


@dataclass(frozen=True)
class Preparer:
    """Makes batches from files, or anew from articles that were stored."""

    folder: Path
    analyzer: Analyzer
    limits: Limits
    passage_words: int

    def read(self, jobs: Iterable[Job]) -> Batch:
        """Read, split and analyse these files; a file that vanished is refused like any other."""
        articles: list[Prepared] = []
        refused: list[Refused] = []
        terms: Counter[str] = Counter()
        words: Counter[str] = Counter()
        for job in jobs:
            stamp = Stamp(0, 0)
            try:
                stamp = _settled(self.folder / job.path)
                article = load(self.folder / job.path, self.folder, self.limits)
            except ArticleError as error:
                lasting = isinstance(error, Undecodable)
                refused.append(Refused(job.path, stamp, str(error), lasting))
                continue
            except OSError as error:
                reason = f"{job.path} cannot be read ({error.strerror or 'input/output error'})."
                refused.append(Refused(job.path, stamp, reason, lasting=False))
                continue
            if article.sha256 == job.sha256:
                articles.append(Prepared(job.path, stamp))
            else:
                articles.append(self.prepare(article, stamp, terms, words))
        return Batch(articles, refused, terms, words)

    def remake(self, stored: Iterable[tuple[Article, Stamp]]) -> Batch:
        """Split and analyse articles from the store again, without their files."""
        terms: Counter[str] = Counter()
        words: Counter[str] = Counter()
        articles = [self.prepare(article, stamp, terms, words) for article, stamp in stored]
        return Batch(articles, [], terms, words)

    def prepare(
        self, article: Article, stamp: Stamp, terms: Counter[str], words: Counter[str]
    ) -> Prepared:
        """Split and analyse one article and add its vocabulary to the counts."""
        split = sentences(article)
        rows = []
        for passage in passages(article, split, self.passage_words):
            entry = entry_terms(article, passage, self.analyzer)
            terms.update(set(entry))
            first = passage.sentences[0].position
            last = passage.sentences[-1].position + 1
            joined = "\n".join(entry)
            rows.append(PassageRow(passage.start, passage.end, first, last, len(entry), joined))
        count_words(self.analyzer, (sentence.text for sentence in split), words)
        lines = [(s.start, s.end, s.paragraph, s.heading) for s in split]
        return Prepared(article.path, stamp, article, lines, rows)


def count_words(analyzer: Analyzer, texts: Iterable[str], words: Counter[str]) -> None:
    """Add the surface words of these texts to ``words``."""
    chunks = Counter(chunk for text in texts for chunk in text.split())
    for chunk, times in chunks.items():
        for token in analyzer.tokens(chunk):
            words[token.word] += times


def split_terms(joined: str) -> tuple[str, ...]:
    """Return the terms of :attr:`PassageRow.terms`."""
    return tuple(joined.split("\n")) if joined else ()


def _settled(path: Path) -> Stamp:
    """Return the stamp of a file, when a later change of the file is sure to change it."""
    while True:
        stat = os.stat(path)  # noqa: PTH116  # a Path costs as much again for each of many files
        age = time.time() - stat.st_mtime
        if not 0 <= age < _TICK:
            return Stamp(stat.st_mtime_ns, stat.st_size)
        time.sleep(_TICK)


def batches(jobs: Sequence[Job], size: int) -> Iterable[Sequence[Job]]:
    """Cut the jobs into runs of ``size``."""
    return (jobs[at : at + size] for at in range(0, len(jobs), size))
