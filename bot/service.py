"""QuestionService: the one way in for every front end. Synchronous, and safe between threads."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.cleaning import cleaned
from bot.journal import DAY, MEMORY, Journal
from bot.law import check, lawful
from bot.limits import SlidingWindow
from bot.ports import Answerer, Corpus, Paragraph, Progress
from bot.settings import LimitSettings
from retrieval.errors import LawBroken, LimitReached, StoreError
from retrieval.model import Answer, Article, ArticleInfo, Conversation, Question, Quote, Reading

if TYPE_CHECKING:
    from retrieval.corpus import Snapshot, SyncReport

log = logging.getLogger("quotedesk.service")
Kept = TypeVar("Kept")

TURNS = 5
"""So many earlier questions of a conversation are looked at, none older than half an hour."""
TURN_SECONDS = 1800.0
NEWEST = 20  # articles looked at for the newest date
ID_BYTES = 12  # 96 random bits, 16 characters


@dataclass(frozen=True, slots=True)
class Overview:
    """What the bot knows: how much, how new, last brought up to date when, and what to ask."""

    articles: int
    passages: int
    newest: date | None
    updated: datetime | None
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """What a service is put together from (``bot.app`` does it)."""

    corpus: Corpus
    answerer: Answerer
    paragraph: Paragraph
    journal: Journal
    folder: Path
    limits: LimitSettings = field(default_factory=LimitSettings)
    keep_days: int = 90
    clock: Callable[[], float] = time.monotonic


class QuestionService:
    """Asks, remembers and looks up again."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._askers = SlidingWindow(parts.limits.per_asker, clock=parts.clock)
        self._channels = SlidingWindow(parts.limits.per_channel, clock=parts.clock)
        self._lock = threading.Lock()
        self._spare: Journal | None = None
        self._overview: tuple[int, Overview] | None = None
        self._purged = float("-inf")

    def ask(
        self, question: Question, *, surface: str = "", channel: str = "", keep: bool = True
    ) -> Answer:
        """Answer a question and keep the answer under its id, unless ``keep`` is False.

        ``surface`` says where it was asked (``slack:mention``), for the journal; ``channel`` is
        what the limit of a channel counts by (default: the conversation). Raises QuestionError,
        LimitReached, or StoreError when the articles cannot be read.
        """
        started = time.perf_counter()
        question = replace(question, text=cleaned(question.text, self._characters))
        self._limit(question.asker, channel or question.conversation)
        earlier = self._conversation(question.conversation)
        with self._parts.corpus.snapshot() as snapshot:
            answer = self._parts.answerer.answer(snapshot, question, earlier)
            answer = lawful(answer, snapshot)
        took_ms = round((time.perf_counter() - started) * 1000, 2)
        identity = secrets.token_urlsafe(ID_BYTES)
        answer = replace(answer, id=identity, question=question.text, took_ms=took_ms)
        if keep:
            self._record(answer, question, surface)
        return answer

    def get(self, answer_id: str) -> Answer | None:
        """Return a kept answer as it still stands in the articles; None when it is gone."""
        answer = self._kept_answer(answer_id)
        if answer is None:
            return None
        with self._parts.corpus.snapshot() as snapshot:
            standing = lawful(answer, snapshot)
        return None if answer.readings and not standing.readings else standing

    def paragraph(self, answer_id: str, reading: int = 0) -> Quote | None:
        """Return the text around the quote of a kept answer; None when it is gone."""
        answer = self.get(answer_id)
        if answer is None or not 0 <= reading < len(answer.readings):
            return None
        with self._parts.corpus.snapshot() as snapshot:
            try:
                around = self._parts.paragraph(snapshot, answer.readings[reading].quote)
                check(around, snapshot)
            except (LawBroken, LookupError) as broken:
                log.error("No context can be shown: %s", broken)
                return None
        return around

    def feedback(self, answer_id: str, asker: str, helpful: bool) -> bool:
        """Keep whether an answer helped; False when it is gone. An asker's last word counts."""
        return self._keep(lambda journal: journal.feedback(answer_id, asker, helpful=helpful))

    def claim(self, *keys: str, seconds: float = DAY) -> bool:
        """Return True for the first caller of any of these keys, across processes and restarts.

        Name an event by all its keys (its id, the message it is about): a repeat under any of
        them gets False. With no key at all there is nothing to repeat.
        """
        return not keys or self._keep(lambda journal: journal.claim(keys, seconds))

    def release(self, *keys: str) -> None:
        """Give claimed keys back when handling failed and a repeat is welcome."""
        self._keep(lambda journal: journal.release(keys))

    def preferences(self, scope: str) -> dict[str, Any]:
        """Return the settings of one place, such as ``discord:GUILD``."""
        return self._keep(lambda journal: journal.preferences(scope))

    def set_preference(self, scope: str, key: str, value: object) -> None:
        """Set a JSON value for one place; None removes it."""
        self._keep(lambda journal: journal.set_preference(scope, key, value))

    def overview(self) -> Overview:
        """Return what the bot knows; worked out once for each state of the articles."""
        with self._parts.corpus.snapshot() as snapshot:
            if self._overview is None or self._overview[0] != snapshot.generation:
                self._overview = snapshot.generation, self._look(snapshot)
            return self._overview[1]

    def articles(self) -> list[ArticleInfo]:
        """List the articles, newest first."""
        with self._parts.corpus.snapshot() as snapshot:
            return snapshot.articles()

    def article(self, path: str) -> Article | None:
        """Return one whole article; None when there is none at that path."""
        with self._parts.corpus.snapshot() as snapshot:
            try:
                return snapshot.article(path)
            except LookupError:
                return None

    def sync(self, progress: Progress | None = None) -> SyncReport:
        """Bring store and index up to date with the articles folder."""
        return self._parts.corpus.sync(self._parts.folder, progress=progress)

    def close(self) -> None:
        """Let go of the corpus and the journal; calling it twice is no error."""
        self._parts.corpus.close()
        self._parts.journal.close()
        if self._spare is not None:
            self._spare.close()

    @property
    def _characters(self) -> int:
        return self._parts.limits.question_characters

    def _limit(self, asker: str, channel: str) -> None:
        """Count the question against both windows; nobody in particular has no limit."""
        if not asker:
            return
        wait = self._channels.wait(channel)
        if wait:
            raise LimitReached(_slowly("This channel has asked", wait), wait)
        wait = self._askers.take(asker)
        if wait:
            raise LimitReached(_slowly("You have asked", wait), wait)
        self._channels.take(channel)

    def _conversation(self, key: str) -> Conversation:
        if not key:
            return Conversation()
        return self._keep(lambda journal: journal.conversation(key, TURNS, TURN_SECONDS))

    def _record(self, answer: Answer, question: Question, surface: str) -> None:
        def record(journal: Journal) -> None:
            journal.record(
                answer,
                asker=question.asker,
                conversation=question.conversation,
                surface=surface,
            )

        self._keep(record)
        now = self._parts.clock()
        if now - self._purged > DAY:
            self._purged = now
            self._keep(lambda journal: journal.purge(self._parts.keep_days))

    def _kept_answer(self, answer_id: str) -> Answer | None:
        answer = self._keep(lambda journal: journal.get(answer_id))
        if answer is None and self._spare is not None:
            answer = self._spare.get(answer_id)
        return answer

    def _keep(self, use: Callable[[Journal], Kept]) -> Kept:
        """Use the journal; when it fails, one in memory: questions are answered all the same."""
        try:
            return use(self._parts.journal)
        except StoreError as error:
            with self._lock:
                if self._spare is None:
                    log.warning("%s Until then nothing is remembered beyond this run.", error)
                    self._spare = Journal(MEMORY)
            return use(self._spare)

    def _look(self, snapshot: Snapshot) -> Overview:
        from bot.samples import sample_questions  # its patterns take a while to compile

        dates = [info.published for info in snapshot.articles(NEWEST) if info.published]
        return Overview(
            articles=snapshot.count_articles(),
            passages=len(snapshot),
            newest=max(dates, default=None),
            updated=snapshot.updated,
            samples=sample_questions(snapshot, self._parts.answerer),
        )


def more(answer: Answer, after: int, count: int) -> tuple[Reading, ...]:
    """Return at most ``count`` readings that come after the first ``after``."""
    return answer.readings[after : after + count]


def _slowly(who: str, seconds: float) -> str:
    wait = max(1, round(seconds + 0.5))
    unit = "second" if wait == 1 else "seconds"
    return f"{who} many questions within a minute; please ask again in {wait} {unit}."
