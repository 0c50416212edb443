"""A tiny reader and small folders of articles to try it on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_reader import TEXTS, make

from retrieval.analysis import Analyzer
from retrieval.answering import AnswerOptions
from retrieval.model import Answer, Article, Question
from retrieval.reader.opening import Reader
from retrieval.training.pool import Pool


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer.default()


@pytest.fixture
def pool(analyzer: Analyzer) -> Pool:
    return Pool([Article(n, t, "", 0.0, n) for n, t in TEXTS.items()], analyzer)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return the folder of a reader that looks for "80" and, less, for "boats"."""
    return make(tmp_path / "tiny", {"80": 6.0, "boats": 3.0})


@pytest.fixture
def ask(tiny: Path, pool: Pool, analyzer: Analyzer) -> Callable[..., Answer]:
    """Return a function that asks the reader of ``tiny`` a question."""

    def asking(question: str, budget_ms: float = 1e6, of: Pool = pool) -> Answer:
        answerer = Reader.open(tiny).answerer(analyzer, AnswerOptions(), budget_ms)
        return answerer.answer(of, Question(question))

    return asking
