"""An empty folder, a database, and a corpus on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.corpus import Corpus
from tests.support.corpora import (
    ANALYZER,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "quotedesk.db"


@pytest.fixture(params=["memory", "disk"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def corpus(database: Path, engine: str) -> Iterator[Corpus]:
    made = Corpus(database, analyzer=ANALYZER, engine=engine)
    yield made
    made.close()
