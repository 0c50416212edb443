"""What the service needs of the rest, as protocols: fakes and the real classes both fit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from retrieval.model import Answer, Conversation, Question, Quote

if TYPE_CHECKING:
    from retrieval.corpus import Snapshot, SyncReport

Progress = Callable[[int, int], None]


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
