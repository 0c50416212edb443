"""Small real implementations of what the service stands on: articles in a dict, shared words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.journal import MEMORY, Journal
from bot.service import Parts, QuestionService
from bot.settings import LimitSettings
from retrieval.corpus import SyncReport
from retrieval.model import (
    Answer,
    Article,
    ArticleInfo,
    Citation,
    Conversation,
    Question,
    Quote,
    Reading,
    Sentence,
    Span,
)

TALKS = (
    "The Pakistani team, led by Lt. Gen. Mohammed Saeed, arrived in Washington on Sunday. "
    "Derek Chollet will visit Islamabad next week.\n\nThe floods killed at least 1,700 people."
)
VISIT = "Syed Haider Shah led the Pakistani team at the talks. The floods were severe."
ARTICLES = {"talks.txt": TALKS, "visit.txt": VISIT}
WHO = "who led the Pakistani team?"
CHOLLET = "who will visit Islamabad?"


def article(path: str, text: str, published: date | None = date(2023, 2, 13)) -> Article:
    title = path.removesuffix(".txt").title()
    return Article(path, text, "0" * 64, 1.0, title, published=published, publisher="The News")


class FakeSnapshot:
    def __init__(self, held: Mapping[str, Article], generation: int) -> None:
        self.held = dict(held)
        self.generation = generation
        self.updated = datetime(2023, 2, 14, 12, tzinfo=UTC)

    def __len__(self) -> int:
        return len(self.held)

    def article(self, path: str) -> Article:
        return self.held[path]

    def text(self, article: str, start: int, end: int) -> str:
        return self.held[article].text[start:end]

    def count_articles(self) -> int:
        return len(self.held)

    def articles(self, limit: int | None = None) -> list[ArticleInfo]:
        return [
            ArticleInfo(a.path, a.title, a.published, a.publisher, a.url, 1, a.mtime)
            for a in list(self.held.values())[:limit]
        ]

    def sentences(self, article: str, first: int, last: int) -> list[Sentence]:
        text = self.held[article].text
        ends = r"\S.*?(?:(?<=[a-z\d]{3}[.!?])(?=\s)|\Z|(?=\n))"
        return [
            Sentence(article, i, m.start(), m.end(), text[: m.start()].count("\n\n"), m[0])
            for i, m in enumerate(re.finditer(ends, text))
        ][first:last]


class FakeCorpus:
    """Articles by path; ``sync`` takes what stands in ``waiting``."""

    def __init__(self, texts: Mapping[str, str] = ARTICLES) -> None:
        self.waiting = {path: article(path, text) for path, text in texts.items()}
        self.held: dict[str, Article] = {}
        self.generation = 0
        self.closed = 0
        self.sync(Path())

    @contextmanager
    def snapshot(self) -> Iterator[FakeSnapshot]:
        yield FakeSnapshot(self.held, self.generation)

    def sync(
        self, folder: Path, *, progress: Callable[[int, int], None] | None = None
    ) -> SyncReport:
        del folder
        added = len(self.waiting.keys() - self.held.keys())
        self.generation += self.held != self.waiting
        self.held = dict(self.waiting)
        if progress:
            progress(added, added)
        return SyncReport(added, 0, 0, 0, (), len(self.held), len(self.held))

    def close(self) -> None:
        self.closed += 1


class FakeAnswerer:
    """All words of four letters in one sentence: found; some: closest; none: not_found."""

    def answer(
        self, snapshot: FakeSnapshot, question: Question, conversation: Conversation
    ) -> Answer:
        text, understood = question.text, None
        if text.lower().startswith("and ") and conversation.turns:
            text = understood = f"{conversation.turns[-1].question} {text}"
        words = {word for word in re.findall(r"\w{4,}", text.lower()) if word != "what"}
        best = max((self._hits(s, words) for s in self._all(snapshot)), default=0)
        readings = tuple(
            self._reading(snapshot, sentence, words, best / len(words))
            for sentence in self._all(snapshot)
            if best and self._hits(sentence, words) == best
        )
        answer = Answer("", question.text, "not_found", understood=understood)
        if not readings:
            missing = tuple(sorted(words))
            return replace(answer, missing=missing, reason="No article holds these words.")
        if best < len(words):
            return replace(answer, outcome="closest", readings=readings, shown=1)
        shown = len(readings)
        outcome = "several" if shown > 1 else "found"
        return replace(answer, outcome=outcome, readings=readings, shown=shown, confidence=0.9)

    def _all(self, snapshot: FakeSnapshot) -> list[Sentence]:
        paths = sorted(info.path for info in snapshot.articles())
        return [s for path in paths for s in snapshot.sentences(path, 0, 1000) if not s.heading]

    def _hits(self, sentence: Sentence, words: set[str]) -> int:
        return len(words & set(re.findall(r"\w{4,}", sentence.text.lower())))

    def _reading(
        self, snapshot: FakeSnapshot, sentence: Sentence, words: set[str], sure: float
    ) -> Reading:
        held = snapshot.article(sentence.article)
        first = next(m for m in re.finditer(r"\w+", sentence.text) if m[0].lower() in words)
        quote = Quote(
            held.path, sentence.start, sentence.end, sentence.text, (Span(*first.span()),)
        )
        line = held.text[: sentence.start].count("\n") + 1
        cited = Citation(held.path, held.title, held.published, held.publisher, line)
        return Reading(first[0], sure, quote, cited, support=(cited,))


def paragraph(snapshot: FakeSnapshot, quote: Quote) -> Quote:
    text = snapshot.article(quote.article).text
    start = text.rfind("\n\n", 0, quote.start) + 2 if "\n\n" in text[: quote.start] else 0
    end = text.find("\n\n", quote.end)
    end = len(text) if end < 0 else end
    return Quote(quote.article, start, end, text[start:end])


class Clock:
    """Time that passes when told to."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


OPENED: list[QuestionService] = []


def service(
    corpus: FakeCorpus | None = None,
    journal: Journal | None = None,
    answerer: FakeAnswerer | None = None,
    limits: LimitSettings | None = None,
    clock: Callable[[], float] | None = None,
) -> QuestionService:
    """A whole service over two small articles and a journal in memory."""
    parts = Parts(
        corpus=corpus or FakeCorpus(),
        answerer=answerer or FakeAnswerer(),
        paragraph=paragraph,
        journal=journal or Journal(MEMORY, clock=clock or Clock()),
        folder=Path(),
        limits=limits or LimitSettings(),
        clock=clock or Clock(),
    )
    OPENED.append(QuestionService(parts))
    return OPENED[-1]
