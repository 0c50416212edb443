"""What the service needs of the rest, as protocols: fakes and the real classes both fit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from retrieval.model import Answer, Article, ArticleInfo, Conversation, Question, Quote, Sentence

if TYPE_CHECKING:
    from retrieval.corpus import SyncReport

Progress = Callable[[int, int], None]


class Snapshot(Protocol):
    """One consistent state of the articles, as long as it is held open."""

    @property
    def generation(self) -> int:
        """Number of the state: another number, other articles."""

    @property
    def updated(self) -> datetime | None:
        """When the articles last changed here (UTC)."""

    def __len__(self) -> int:
        """Count the passages."""

    def text(self, article: str, start: int, end: int) -> str:
        """Return a slice of an article."""

    def article(self, path: str) -> Article:
        """Return a whole article."""

    def articles(self, limit: int | None = None) -> list[ArticleInfo]:
        """List the articles (at most ``limit``), newest first."""

    def count_articles(self) -> int:
        """Count the articles."""

    def sentences(self, article: str, first: int, last: int) -> list[Sentence]:
        """Return the sentences at positions ``[first, last)`` of an article."""


class Corpus(Protocol):
    """The articles, stored and indexed."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """Hold one consistent state open for reading."""

    def sync(self, folder: Path, *, progress: Progress | None = None) -> SyncReport:
        """Bring store and index up to date with the folder."""

    def close(self) -> None:
        """Let go of files and memory."""


class Answerer(Protocol):
    """Turns a question into an answer; ``id`` and ``took_ms`` are left to the service."""

    def answer(self, snapshot: Snapshot, question: Question, conversation: Conversation) -> Answer:
        """Answer from the articles of the snapshot."""


class Paragraph(Protocol):
    """Finds the paragraph around a quote."""

    def __call__(self, snapshot: Snapshot, quote: Quote) -> Quote:
        """Return the paragraph as a quote, with the highlights of the given one."""
