"""Question sets as folders of articles in memory, for training and evaluation.

A pool answers the questions that ``retrieval.answering.evidence.Evidence`` asks, with the same
sentences, passages and index as a corpus on disk.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.analysis import Analyzer
from retrieval.indexes.memory import MemoryIndex
from retrieval.model import Article, ArticleInfo, Entry, Hit, Passage, Query, Sentence
from retrieval.passages import passages, sentences


@dataclass(frozen=True)
class Example:
    """A question with its gold answers: (text, start in the article's text)."""

    question: str
    article: str
    answers: tuple[tuple[str, int], ...]


def read_squad(path: Path) -> tuple[list[Article], list[Example]]:
    """Read a file in SQuAD 1.1 format: one article a title, paragraphs separated by empty lines."""
    articles: list[Article] = []
    examples: list[Example] = []
    for entry in json.loads(path.read_text("utf-8"))["data"]:
        title = entry["title"].replace("_", " ")
        paragraphs = entry["paragraphs"]
        size = 1 if len(paragraphs) > 200 else len(paragraphs)  # no article, but a bag of posts
        for first in range(0, len(paragraphs), size):
            article, asked = _article(
                f"{len(articles):04d}.txt", title, paragraphs[first : first + size]
            )
            articles.append(article)
            examples += asked
    return articles, examples


def _article(
    name: str, title: str, paragraphs: list[dict[str, Any]]
) -> tuple[Article, list[Example]]:
    text, examples = "", []
    for paragraph in paragraphs:
        base = len(text)
        text += paragraph["context"] + "\n\n"
        for qa in paragraph["qas"]:
            answers = {(a["text"], base + a["answer_start"]) for a in qa["answers"]}
            examples.append(Example(qa["question"], name, tuple(sorted(answers))))
    if len(paragraphs) == 1:
        title = " ".join(text.split()[:8])
    return Article(name, text, "", 0.0, title, title_found=False), examples


class Pool:
    """Articles with an index, all in memory."""

    def __init__(self, articles: Iterable[Article], analyzer: Analyzer, words: int = 100) -> None:
        self._articles = {a.path: a for a in articles}
        self._sentences = {a.path: sentences(a) for a in self._articles.values()}
        self._passages: dict[str, Passage] = {}
        self._terms: dict[str, tuple[str, ...]] = {}
        for article in self._articles.values():
            for passage in passages(article, self._sentences[article.path], words):
                self._passages[passage.key] = passage
                self._terms[passage.key] = tuple(
                    term for s in passage.sentences for term in analyzer.terms(s.text)
                )
        self._held: dict[str, set[str]] = {path: set() for path in self._articles}
        for key, terms in self._terms.items():
            self._held[self._passages[key].article].update(terms)
        self._count = Counter(term for terms in self._terms.values() for term in set(terms))
        self._index = MemoryIndex()
        self._index.update([Entry(k, t) for k, t in self._terms.items()], ())

    def without(self, article: str) -> Without:
        """Return this pool with one article left out of what a search finds."""
        return Without(self, article)

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return the best passages."""
        return self._index.search(query, limit)

    def passages(self, keys: Sequence[str]) -> list[Passage]:
        """Return these passages."""
        return [self._passages[key] for key in keys]

    def sentences(self, article: str, first: int, last: int) -> list[Sentence]:
        """Return sentences of an article."""
        return list(self._sentences[article][first:last])

    def text(self, article: str, start: int, end: int) -> str:
        """Return a slice of an article."""
        return self._articles[article].text[start:end]

    def article(self, path: str) -> Article:
        """Return an article."""
        return self._articles[path]

    def info(self, path: str) -> ArticleInfo:
        """Return an article without its text."""
        a = self._articles[path]
        return ArticleInfo(a.path, a.title, a.published, a.publisher, a.url, 0, a.mtime)

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many passages each term occurs."""
        return {term: self._count[term] for term in terms}

    def held(self, article: str, terms: Iterable[str]) -> frozenset[str]:
        """Return those of the terms that a passage of this article holds."""
        return frozenset(self._held[article].intersection(terms))

    def near_words(self, word: str, limit: int = 5) -> list[str]:
        """Return no words: question sets are spelled well enough."""
        return []

    def has_word(self, word: str) -> bool:
        """Say yes: question sets are spelled well enough."""
        return True

    def __len__(self) -> int:
        """Count the passages."""
        return len(self._passages)


class Without(Pool):
    """A pool whose searches leave out one article, as if it were not there."""

    def __init__(self, pool: Pool, article: str) -> None:
        self.__dict__.update(pool.__dict__)
        self._left_out = article
        gone = [set(self._terms[k]) for k, p in self._passages.items() if p.article == article]
        self._fewer = Counter(term for terms in gone for term in terms)
        self._gone = len(gone)

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return the best passages of the other articles."""
        hits = super().search(query, limit + self._gone)
        return [h for h in hits if self._passages[h.key].article != self._left_out][:limit]

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many passages of the other articles each term occurs."""
        return {term: self._count[term] - self._fewer[term] for term in terms}

    def __len__(self) -> int:
        """Count the passages of the other articles."""
        return len(self._passages) - self._gone
