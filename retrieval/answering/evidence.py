"""What the answerer needs of a corpus; ``retrieval.corpus.Snapshot`` gives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from retrieval.model import Article, ArticleInfo, Hit, Passage, Query, Sentence


class Evidence(Protocol):
    """One consistent state of the store and its index."""

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return the best passages."""

    def passages(self, keys: Sequence[str]) -> list[Passage]:
        """Return these passages in the same order."""

    def sentences(self, article: str, first: int, last: int) -> list[Sentence]:
        """Return the sentences of an article at the positions ``[first, last)``."""

    def text(self, article: str, start: int, end: int) -> str:
        """Return a slice of an article's text."""

    def article(self, path: str) -> Article:
        """Return an article."""

    def info(self, path: str) -> ArticleInfo:
        """Return an article without its text."""

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each term occurs."""

    def near_words(self, word: str, limit: int = 5) -> list[str]:
        """Return known words that are spelled like an unknown one, best first."""

    def held(self, article: str, terms: Sequence[str]) -> frozenset[str]:
        """Return those of the terms that a passage of this article holds."""

    def has_word(self, word: str) -> bool:
        """Say whether an article holds this (folded) word."""

    def __len__(self) -> int:
        """Count the passages."""
