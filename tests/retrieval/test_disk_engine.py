"""The disk engine beside its store: damage is noticed and made up for, size chooses the engine."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from retrieval import keeping, rows
from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
from retrieval.errors import EngineError
from retrieval.indexes import disk, records
from retrieval.model import Query

ANALYZER = Analyzer.default()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for n in range(20):
        write(made, n, "Kabul" if n % 2 else "Paris")
    return made


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "quotedesk.db"


@pytest.fixture
def synced(database: Path, folder: Path) -> Iterator[Corpus]:
    corpus = Corpus(database, analyzer=ANALYZER, engine="disk")
    corpus.sync(folder)
    yield corpus
    corpus.close()


def write(folder: Path, number: int, city: str) -> None:
    text = f"The ministers met in {city} on day {number} of the talks."
    (folder / f"{number:02}.txt").write_text(text)


def holding(corpus: Corpus, term: str) -> int:
    """Count the hits of a term, each one checked against the text."""
    with corpus.snapshot() as snapshot:
        hits = snapshot.search(Query((term,)), 100)
        for passage in snapshot.passages([hit.key for hit in hits]):
            assert term in snapshot.text(passage.article, passage.start, passage.end).lower()
        return len(hits)


def opened(database: Path, engine: str = "disk") -> Corpus:
    return Corpus(database, analyzer=ANALYZER, engine=engine)


def index_of(database: Path) -> Path:
    return database.with_name("quotedesk.db-index")


def test_the_index_lies_beside_the_database(synced: Corpus, database: Path) -> None:
    assert holding(synced, "kabul") == 10
    assert (index_of(database) / "meta.json").is_file()


def test_an_index_that_is_there_is_not_made_again(synced: Corpus, database: Path) -> None:
    synced.close()
    before = segments(database)
    again = opened(database)
    assert holding(again, "kabul") == 10
    assert segments(database) == before
    again.close()


def segments(database: Path) -> list[tuple[str, int]]:
    return sorted((f.name, f.stat().st_mtime_ns) for f in index_of(database).glob("*.idx"))


def truncate_all(index: Path) -> None:
    for file in index.glob("*.*"):
        if file.suffix not in {".json", ".lock"}:
            os.truncate(file, file.stat().st_size // 2)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": shutil.rmtree,
    "emptied": lambda index: [file.unlink() for file in index.iterdir()],
    "no meta": lambda index: (index / "meta.json").unlink(),
    "half a meta": lambda index: os.truncate(index / "meta.json", 40),
    "half of every file": truncate_all,
    "some files gone": lambda index: [file.unlink() for file in index.glob("*.idx")],
    "no records": lambda index: records_of(index).unlink(),
    "half of the records": lambda index: os.truncate(
        records_of(index), records_of(index).stat().st_size // 2
    ),
}


def records_of(index: Path) -> Path:
    """Return the only file of records."""
    (file,) = index.glob("*.passages")
    return file


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_index_is_made_anew_from_the_store(
    synced: Corpus, database: Path, folder: Path, damage: Callable[[Path], object]
) -> None:
    synced.close()
    damage(index_of(database))
    shutil.rmtree(folder)  # the articles are not needed for it
    again = opened(database)
    assert holding(again, "kabul") == 10
    again.close()


def test_a_record_that_is_another_one_is_not_believed(synced: Corpus, database: Path) -> None:
    file = records_of(index_of(database))
    file.write_bytes(bytes(file.stat().st_size))
    with pytest.raises(EngineError, match="delete that folder"):
        holding(synced, "kabul")


def test_records_of_passages_that_are_gone_do_not_pile_up(
    synced: Corpus, database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_SPENT", 5)
    sizes = []
    for _ in range(4):
        for city in ("Doha", "Kabul"):
            for n in range(20):
                write(folder, n, city)
            synced.sync(folder)
            assert holding(synced, city.lower()) == 20
            sizes.append(records_of(index_of(database)).stat().st_size)
    assert max(sizes) < 4 * min(sizes)


def test_a_search_goes_on_in_a_state_that_was_made_anew_since(
    synced: Corpus, database: Path, folder: Path
) -> None:
    with synced.snapshot() as before:
        other = opened(database)
        write(folder, 0, "Doha")
        other.sync(folder, rebuild=True)
        shutil.rmtree(index_of(database))
        assert holding(other, "doha") == 1
        assert len(before.search(Query(("kabul",)), 100)) == 10
        assert before.search(Query(("doha",)), 100) == []
        other.close()


def test_files_that_a_killed_writer_left_are_no_hindrance(
    synced: Corpus, database: Path, folder: Path
) -> None:
    for state in range(3):
        write(folder, 1, "Doha")
        synced.sync(folder)
        for file in index_of(database).glob("*.del"):  # the next ones to be written
            segment, opstamp, _ = file.name.split(".")
            for ahead in range(1, 60):
                file.with_name(f"{segment}.{int(opstamp) + ahead}.del").touch()
        write(folder, 1, "Kabul")
        write(folder, 2, f"Oslo number {state}")
        with suppress(EngineError):
            synced.sync(folder)
        assert (holding(synced, "kabul"), holding(synced, "oslo")) == (10, 1)


def test_the_index_of_another_database_is_not_trusted(
    synced: Corpus, database: Path, folder: Path
) -> None:
    synced.close()
    for file in database.parent.glob("quotedesk.db*"):
        if file.is_file():
            file.unlink()
    for n in range(20):
        write(folder, n, "Doha")
    again = opened(database)
    again.sync(folder)
    assert (holding(again, "kabul"), holding(again, "doha")) == (0, 20)
    again.close()


def test_an_index_ahead_of_its_store_is_made_anew(
    synced: Corpus, database: Path, folder: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(database)) as live:
        live.execute("vacuum into ?", (str(tmp_path / "backup.db"),))
    write(folder, 1, "Doha")
    synced.sync(folder)
    synced.close()
    for suffix in ("-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.db", database)
    again = opened(database)
    assert (holding(again, "kabul"), holding(again, "doha")) == (10, 0)
    again.close()


KILLED = """
import os, sys
from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
from retrieval.indexes.disk import Feed
Feed.commit = lambda feed: os.kill(os.getpid(), 9)  # between the two commits
Corpus(sys.argv[1], analyzer=Analyzer.default(), engine="disk").sync(sys.argv[2])
"""


@pytest.mark.parametrize("cities", [1, 20])
def test_a_sync_killed_between_store_and_index_is_made_up_for(
    synced: Corpus, database: Path, folder: Path, cities: int
) -> None:
    assert holding(synced, "kabul") == 10
    for n in range(cities):
        write(folder, n, "Doha")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, database, folder], timeout=30, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert holding(synced, "doha") == cities
    again = opened(database)
    assert holding(again, "doha") == cities
    again.close()


def test_readers_wait_while_a_writer_is_between_the_commits(
    synced: Corpus, database: Path, folder: Path
) -> None:
    write(folder, 0, "Doha")
    waiting = threading.Event()
    keeper = synced._keeper
    inner = keeper.follow

    class Slow:
        def __init__(self, feed: object) -> None:
            self.feed = feed

        def commit(self) -> None:
            waiting.set()
            threading.Event().wait(0.2)
            self.feed.commit()

    keeper.follow = lambda connection: Slow(inner(connection))
    thread = threading.Thread(target=synced.sync, args=(folder,))
    thread.start()
    assert waiting.wait(5)
    other = opened(database)
    assert holding(other, "doha") == 1
    assert holding(synced, "doha") == 1
    thread.join(5)
    other.close()


def test_auto_changes_the_engine_with_the_size(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AUTO_PASSAGES", 20)
    corpus = opened(database, "auto")
    corpus.sync(folder)
    assert holding(corpus, "kabul") == 10
    assert not index_of(database).exists()
    write(folder, 21, "Kabul")
    corpus.sync(folder)
    assert holding(corpus, "kabul") == 11
    assert index_of(database).exists()
    for n in range(10):
        (folder / f"{n:02}.txt").unlink()
    corpus.sync(folder)
    assert holding(corpus, "kabul") == 6
    for n in range(10):
        write(folder, n, "Kabul")
    corpus.sync(folder)
    assert holding(corpus, "kabul") == 16
    corpus.close()


@pytest.mark.parametrize("room", [0, 3, 10_000])
def test_scores_are_those_of_the_memory_engine(
    synced: Corpus, database: Path, folder: Path, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_MOST_KEPT", room)
    monkeypatch.setattr(rows, "_MOST_TERMS", room)
    memory = opened(database, "memory")
    for query in (("kabul", "minist", "7", "talk"), ("kabul", "9", "18"), ("kabul", "minist")):
        for _ in range(2):  # a second time from what is remembered
            same_hits(synced, memory, Query(query))
        write(folder, 18, "Kabul and Kabul")  # nothing that was remembered holds any more
        (folder / "07.txt").unlink(missing_ok=True)
        synced.sync(folder)
        same_hits(synced, memory, Query(query))
    memory.close()


def test_no_more_is_read_than_can_be_among_the_best(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_LARGE", 0)
    monkeypatch.setattr(disk, "_SPARE", 200)  # every passage is a candidate
    draw = random.Random(5)
    words = [f"word{chr(97 + n)}x" for n in range(26)]
    weights = [1 / (n + 1) for n in range(26)]
    many = tmp_path / "many"
    many.mkdir()
    for n in range(200):
        text = " ".join(draw.choices(words, weights, k=draw.randint(5, 90)))
        (many / f"{n:03}.txt").write_text(f"Report {n}. {text}.")
    corpus, memory = opened(database), opened(database, "memory")
    corpus.sync(many)
    counted, lookup = 0, records.Records.lookup

    def counting(held: records.Records, place: int) -> records.Counted:
        nonlocal counted
        counted += 1
        return lookup(held, place)

    monkeypatch.setattr(records.Records, "lookup", counting)
    for _ in range(60):
        same_hits(corpus, memory, Query(tuple(draw.sample(words, 3))))
    assert 600 < counted < 60 * 60
    corpus.close()
    memory.close()


def same_hits(disk: Corpus, memory: Corpus, query: Query) -> None:
    with disk.snapshot() as one, memory.snapshot() as two:
        found, exact = one.search(query, 10), two.search(query, 10)
    assert [hit.key for hit in found] == [hit.key for hit in exact]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in exact], abs=1e-9)


WITHOUT = """
import sys
sys.modules["tantivy"] = None
from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
from retrieval import keeping
from retrieval.errors import EngineMissing
keeping.AUTO_PASSAGES = 3
corpus = Corpus(sys.argv[1], analyzer=Analyzer.default(), engine="auto")
with corpus.snapshot() as snapshot:
    print(len(snapshot.articles()))
try:
    Corpus(sys.argv[1], analyzer=Analyzer.default(), engine="disk")
except EngineMissing as error:
    print(error)
"""


def test_without_tantivy_auto_uses_memory_and_disk_names_the_extra(
    synced: Corpus, database: Path
) -> None:
    del synced
    program = [sys.executable, "-c", WITHOUT, database]
    done = subprocess.run(program, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.splitlines()[0] == "20"
    assert "quotedesk[disk]" in done.stdout


def test_a_place_that_cannot_be_written_is_searched_in_memory(
    synced: Corpus, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced.close()
    shutil.rmtree(index_of(database))
    index_of(database).touch()  # no folder can be made here
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    reader = opened(database)
    assert holding(reader, "kabul") == 10
    reader.close()


def test_a_place_for_the_index_that_cannot_be_used_is_named(synced: Corpus, database: Path) -> None:
    synced.close()
    shutil.rmtree(index_of(database))
    index_of(database).touch()
    reader = opened(database)
    with pytest.raises(EngineError, match="db-index"):
        holding(reader, "kabul")
    reader.close()
