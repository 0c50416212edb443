"""The composition root: the one place that names concrete classes."""

from __future__ import annotations

import gc
import logging
from dataclasses import fields
from pathlib import Path

from bot.journal import MEMORY, Journal, journal_path
from bot.service import Parts, QuestionService
from bot.settings import Settings
from retrieval.analysis import Analyzer
from retrieval.answering import Answerer, AnswerOptions, paragraph
from retrieval.corpus import Corpus
from retrieval.errors import StoreError

log = logging.getLogger("quotedesk.app")


def open_service(settings: Settings, threads: int = 1) -> QuestionService:
    """Put a service together; it answers from the store as it is until ``sync`` is called.

    ``threads`` is how many cores the reader may use for one answer. Raises StoreError, EngineError
    or ReaderError when there is no way to answer as the settings say. A journal that cannot be
    used is no such case: a warning is logged and nothing is remembered beyond this run.
    """
    analyzer = Analyzer.default()
    answerer = open_answerer(settings, analyzer, threads)
    corpus = Corpus(
        settings.database,
        analyzer=analyzer,
        engine=settings.engine,
        k1=settings.retrieval.k1,
        b=settings.retrieval.b,
        passage_words=settings.passage_words,
        max_bytes=settings.max_article_bytes,
    )
    parts = Parts(
        corpus=corpus,
        answerer=answerer,
        paragraph=paragraph,
        journal=open_journal(journal_path(settings.database)),
        folder=settings.articles,
        limits=settings.limits,
        keep_days=settings.journal.keep_days,
    )
    collect_rarely()
    return QuestionService(parts)


def collect_rarely() -> None:
    """Have Python look for cycles in memory less often: answers leave hardly any.

    A look at all that is loaded and remembered takes up to a fifth of a second, and with the
    usual thresholds one question in fifty would wait for it.
    """
    gc.freeze()
    gc.set_threshold(5_000, 8, 1_000)


def open_answerer(settings: Settings, analyzer: Analyzer, threads: int = 1) -> Answerer:
    """Return the light answerer, or that with the reader; raises ReaderError."""
    options = _options(settings)
    if not settings.answer.reader:
        return Answerer(analyzer, options)
    from retrieval.reader.opening import Reader  # its libraries are an extra

    reader = Reader.open(threads=threads)
    return reader.answerer(analyzer, options, settings.answer.reader_budget_ms)


def _options(settings: Settings) -> AnswerOptions:
    known = {option.name for option in fields(AnswerOptions)}
    given = {item.name: getattr(settings.answer, item.name) for item in fields(settings.answer)}
    chosen = {name: value for name, value in given.items() if name in known}
    return AnswerOptions(**chosen, passages=settings.retrieval.candidates)


def open_journal(path: Path) -> Journal:
    """Open the journal, or one in memory when that file cannot be used."""
    try:
        return Journal(path)
    except StoreError as error:
        log.warning("%s Until then nothing is remembered beyond this run.", error)
        return Journal(MEMORY)
