"""The first build of the disk engine: its index grows with the store; both appear or neither."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import keeping, workers
from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
from retrieval.model import Query

ANALYZER = Analyzer.default()
FILES = 25


class Stopped(BaseException):
    """As Ctrl-C is."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_BATCH_FILES", 4)
    monkeypatch.setattr(keeping, "AUTO_PASSAGES", 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for n in range(FILES):
        city = "Kabul" if n % 2 else "Paris"
        (made / f"{n:02}.txt").write_text(f"The ministers met in {city} on day {n} of the talks.")
    return made


@pytest.fixture(params=["disk", "auto"])
def corpus(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Corpus]:
    made = Corpus(tmp_path / "quotedesk.db", analyzer=ANALYZER, engine=request.param)
    yield made
    made.close()


def hits(corpus: Corpus) -> list[tuple[str, float]]:
    with corpus.snapshot() as snapshot:
        found = snapshot.search(Query(("kabul", "7", "11", "24")), 50)
        return [(hit.key, pytest.approx(hit.score, abs=1e-9)) for hit in found]


def of_memory(folder: Path, place: Path) -> list[tuple[str, float]]:
    memory = Corpus(place / "memory.db", analyzer=ANALYZER)
    memory.sync(folder)
    found = hits(memory)
    memory.close()
    return found


def test_an_index_that_grew_with_its_store_is_that_of_the_whole(
    corpus: Corpus, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[int] = []
    read = keeping.rows_stored
    monkeypatch.setattr(keeping, "rows_stored", lambda db: (whole.append(1) or r for r in read(db)))
    corpus.sync(folder)
    found = hits(corpus)
    assert 4 <= len(whole) < FILES  # the last batches came from the sync
    assert len(found) == FILES // 2 + 1  # of Kabul, and the 24th
    assert found == of_memory(folder, tmp_path)
    (folder / "01.txt").write_text("The ministers of Kabul went home.")
    (folder / "03.txt").unlink()
    corpus.sync(folder)
    assert hits(corpus) == of_memory(folder, tmp_path)


@pytest.mark.parametrize("after", [4, 16, FILES])
def test_a_first_build_that_is_stopped_leaves_nothing_in_the_way(
    corpus: Corpus, folder: Path, tmp_path: Path, after: int
) -> None:
    def stop(done: int, _total: int) -> None:
        if done >= after:
            raise Stopped

    with pytest.raises(Stopped):
        corpus.sync(folder, progress=stop)
    assert hits(corpus) == []
    corpus.sync(folder)
    assert hits(corpus) == of_memory(folder, tmp_path)
    index = tmp_path / "quotedesk.db-index"
    assert len(list(index.glob("*.passages"))) == 1


KILLED = """
import os, sys
from retrieval import keeping, workers
from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
workers._BATCH_FILES, keeping.AUTO_PASSAGES = 4, 10
kill = lambda done, total: done >= 16 and os.kill(os.getpid(), 9)
Corpus(sys.argv[1], analyzer=Analyzer.default(), engine=sys.argv[2]).sync(
    sys.argv[3], progress=kill
)
"""


def test_a_first_build_that_is_killed_is_done_again(
    corpus: Corpus, folder: Path, tmp_path: Path
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path / "quotedesk.db", corpus.engine, folder],
        timeout=30, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    corpus.sync(folder)
    assert hits(corpus) == of_memory(folder, tmp_path)
