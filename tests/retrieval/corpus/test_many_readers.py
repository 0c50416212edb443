"""Many readers, several processes: one consistent state for each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.corpus import Corpus
from retrieval.errors import StoreError
from retrieval.model import Query
from retrieval.resources import seeds_folder
from tests.support.corpora import (
    ANALYZER,
    check_counts,
    counts,
    found,
    results,
    talks,
    write,
)


def run_sync(
    corpus: Corpus, database: Path, folder: Path, script: str = ""
) -> subprocess.Popen[str]:
    """Start a process that syncs; ``script`` is the body of its progress callback."""
    program = f"""
import sys, time
from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
def progress(done, total):
    {script or "pass"}
corpus = Corpus({str(database)!r}, analyzer=Analyzer.default(), engine={corpus.engine!r})
corpus.sync({str(folder)!r}, progress=progress)
print("synced", flush=True)
"""
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


def test_the_sync_of_another_process_is_seen(corpus: Corpus, folder: Path, database: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    assert found(corpus, "Kabul") == ["a.txt"]
    write(folder, "b.txt", talks("Paris"))
    (folder / "a.txt").unlink()
    assert run_sync(corpus, database, folder).communicate(timeout=20)[0] == "synced\n"
    assert (found(corpus, "Kabul"), found(corpus, "Paris")) == ([], ["b.txt"])


def test_a_killed_sync_leaves_the_old_state(corpus: Corpus, folder: Path, database: Path) -> None:
    for n in range(100):
        write(folder, f"{n:02}.txt", talks("Kabul"))
    corpus.sync(folder)
    for n in range(100):
        write(folder, f"{n:02}.txt", talks("Paris"))
    process = run_sync(
        corpus, database, folder, "done and (print('half', flush=True), time.sleep(60))"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    again = Corpus(database, analyzer=ANALYZER, engine=corpus.engine)
    assert len(found(again, "Kabul")) == 100
    assert found(again, "Paris") == []
    assert counts(again.sync(folder)) == (0, 100, 0, 0)
    assert len(found(again, "Paris")) == 100
    check_counts(again)
    again.close()


def test_a_reader_never_sees_a_mixture(corpus: Corpus, folder: Path, database: Path) -> None:
    cities = ("Kabul", "Paris")
    names = [f"{n:02}.txt" for n in range(12)]
    for name in names:
        write(folder, name, talks(cities[0]))
    corpus.sync(folder)
    stop, seen, faults = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            with corpus.snapshot() as snapshot:
                kabul, paris = (
                    {hit.key for hit in snapshot.search(Query((city.lower(),)), 50)}
                    for city in ("Kabul", "Pari")
                )
                snapshot.passages(kabul | paris)
                seen.add((len(kabul), len(paris)))
                if {len(kabul), len(paris)} != {0, 12}:
                    faults.append((snapshot.generation, kabul, paris))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(6):
        for name in names:
            write(folder, name, talks(cities[(turn + 1) % 2]))
        if turn % 3:
            corpus.sync(folder)
        else:
            run_sync(corpus, database, folder).communicate(timeout=20)
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join(10)
    assert faults == []
    assert seen == {(0, 12), (12, 0)}


def test_snapshots_from_many_threads(corpus: Corpus) -> None:
    corpus.sync(seeds_folder())
    results: list[list[str]] = []

    def ask() -> None:
        results.extend(found(corpus, "delegation") for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(results) == 160
    assert all(result == results[0] for result in results)


def test_a_snapshot_inside_a_sync_sees_the_old_state(corpus: Corpus, folder: Path) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    with corpus.snapshot() as old:
        write(folder, "a.txt", talks("Paris"))
        corpus.sync(folder)
        assert found(corpus, "Paris") == ["a.txt"]
        assert [hit.key for hit in old.search(Query(("kabul",)), 5)] == ["a.txt#00000"]
        assert "Kabul" in old.text("a.txt", 0, 100)


def test_a_read_only_corpus_answers_and_says_that_it_cannot_be_updated(
    corpus: Corpus, folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.txt", talks("Kabul"))
    corpus.sync(folder)
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    reader = Corpus(database, analyzer=ANALYZER, engine=corpus.engine)
    assert found(reader, "Kabul") == ["a.txt"]
    assert counts(reader.sync(folder)) == (0, 0, 0, 1)
    write(folder, "a.txt", talks("Paris"))
    with pytest.raises(StoreError, match="cannot be written"):
        reader.sync(folder)
    reader.close()


CITY = st.sampled_from(["Kabul", "Paris", "Doha", "Geneva"])


FOLDER = st.dictionaries(
    st.sampled_from(["a", "b", "c/d", "e"]), st.tuples(CITY, st.integers(1, 30)), min_size=1
)


@settings(max_examples=15, deadline=None)
@given(states=st.lists(FOLDER, min_size=2, max_size=4))
def test_any_history_of_a_folder_ends_as_a_fresh_sync_would(
    states: list[dict[str, tuple[str, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    tmp = tmp_path_factory.mktemp("history")
    corpus = Corpus(tmp / "followed.db", analyzer=ANALYZER)
    for state in states:
        for old in list((tmp / "articles").glob("**/*.txt")):
            old.unlink()
        for name, (city, times) in state.items():
            write(tmp / "articles", f"{name}.txt", talks(city, times))
        corpus.sync(tmp / "articles")
        found(corpus, "ministers")  # makes the index follow each step
    fresh = Corpus(tmp / "fresh.db", analyzer=ANALYZER)
    fresh.sync(tmp / "articles")
    assert results(corpus) == results(fresh)
    check_counts(corpus)
    corpus.close()
    fresh.close()
