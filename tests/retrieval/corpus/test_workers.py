"""A sync in several processes: the same store, also when one of them is killed."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import workers
from retrieval.corpus import Corpus
from tests.support.corpora import ANALYZER, check_counts, counts, results, talks, write

FILES = 24


@pytest.fixture(autouse=True)
def _two_processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(workers, "_WORTH_IT", 0)
    monkeypatch.setattr(workers, "_BATCH_FILES", 3)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    yield
    for child in multiprocessing.active_children():
        child.join()


def fill(folder: Path) -> None:
    for number in range(FILES):
        write(folder, f"{number:02}.txt", talks(["Kabul", "Paris", "Geneva"][number % 3], number))


def in_this_process(folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    with monkeypatch.context() as patched:
        patched.setattr(workers, "_WORTH_IT", 1 << 40)
        alone = Corpus(place / "alone.db", analyzer=ANALYZER)
        alone.sync(folder)
        found = results(alone)
        alone.close()
    return found


@pytest.mark.parametrize("held", [0, 30, 1_000_000])
def test_what_several_processes_count_is_the_same(
    held: int, corpus: Corpus, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_HELD", held)
    fill(folder)
    assert counts(corpus.sync(folder)) == (FILES, 0, 0, 0)
    check_counts(corpus)
    assert results(corpus) == in_this_process(folder, tmp_path, monkeypatch)


@pytest.mark.parametrize("held", [30, 1_000_000])
@pytest.mark.parametrize("done", [3, 12, FILES])
def test_a_process_that_is_killed_costs_nothing(
    held: int,
    done: int,
    corpus: Corpus,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_HELD", held)
    fill(folder)
    killed: list[int] = []

    def kill(at: int, _total: int) -> None:
        if at == done and not killed:
            for child in multiprocessing.active_children()[:1]:
                killed.append(child.pid or 0)
                child.kill()
                child.join()

    assert counts(corpus.sync(folder, progress=kill)) == (FILES, 0, 0, 0)
    assert killed
    check_counts(corpus)
    assert results(corpus) == in_this_process(folder, tmp_path, monkeypatch)
