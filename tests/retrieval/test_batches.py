"""Large syncs in several processes come out as small ones in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval import batches
from retrieval.analysis import Analyzer
from retrieval.articles import Limits
from retrieval.preparing import Batch, Job, Preparer


@pytest.fixture
def preparer(tmp_path: Path) -> Preparer:
    for n in range(250):
        (tmp_path / f"{n:03}.txt").write_text(f"The ministers met in Kabul on day {n}. " * 5)
    return Preparer(tmp_path, Analyzer.default(), Limits(), 100)


def jobs(preparer: Preparer) -> list[Job]:
    files = sorted(preparer.folder.glob("*.txt"))
    return [Job(file.name, "", file.stat().st_size) for file in files]


def everything(made: list[Batch]) -> list[object]:
    articles = [article for batch in made for article in batch.articles]
    return [articles, sum((b.terms for b in made), made[0].terms.__class__())]


def test_several_processes_give_the_same_in_the_same_order(
    preparer: Preparer, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = list(batches.prepared(preparer, jobs(preparer)))
    monkeypatch.setattr(batches, "_WORTH_IT", 0)
    monkeypatch.setattr(batches, "_BATCH_FILES", 20)
    together = list(batches.prepared(preparer, jobs(preparer)))
    assert len(together) > len(alone)
    assert everything(together) == everything(alone)


def test_a_batch_holds_so_many_bytes_or_files() -> None:
    many = [Job(f"{n}", "", 10) for n in range(250)]
    large = [Job(f"{n}", "", 600_000) for n in range(5)]
    assert [len(chunk) for chunk in batches._chunks(many)] == [100, 100, 50]
    assert [len(chunk) for chunk in batches._chunks(large)] == [2, 2, 1]
