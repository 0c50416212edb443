"""The composition root: the one place that names concrete classes."""

from __future__ import annotations

import logging
from dataclasses import asdict
from pathlib import Path

from bot.journal import MEMORY, Journal, journal_path
from bot.service import Parts, QuestionService
from bot.settings import Settings
from retrieval.analysis import Analyzer
from retrieval.answering import Answerer, AnswerOptions, paragraph
from retrieval.corpus import Corpus
from retrieval.errors import StoreError

log = logging.getLogger("quotedesk.app")


def open_service(settings: Settings) -> QuestionService:
    """Put a service together; it answers from the store as it is until ``sync`` is called.

    Raises StoreError or EngineError when there is no way to answer. A journal that cannot be
    used is no such case: a warning is logged and nothing is remembered beyond this run.
    """
    analyzer = Analyzer.default()
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
        answerer=Answerer(analyzer, _options(settings)),
        paragraph=paragraph,
        journal=open_journal(journal_path(settings.database)),
        folder=settings.articles,
        limits=settings.limits,
        keep_days=settings.journal.keep_days,
    )
    return QuestionService(parts)


def _options(settings: Settings) -> AnswerOptions:
    return AnswerOptions(**asdict(settings.answer), passages=settings.retrieval.candidates)


def open_journal(path: Path) -> Journal:
    """Open the journal, or one in memory when that file cannot be used."""
    try:
        return Journal(path)
    except StoreError as error:
        log.warning("%s Until then nothing is remembered beyond this run.", error)
        return Journal(MEMORY)
