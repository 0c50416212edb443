"""Opening the database, and what a person is told when it cannot be used."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import migrations
from retrieval.errors import StoreCorrupt, StoreError, StoreTooNew
from retrieval.places import UNCOUNTED
from retrieval.rows import places_of
from retrieval.store import Store


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "quotedesk.db"


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_new_store_makes_its_folders_and_is_in_wal_mode(database: Path) -> None:
    store = Store(database)
    with store.reading() as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
        assert migrations.pending(connection) == []
    store.close()


def test_opening_again_changes_nothing(database: Path) -> None:
    Store(database).close()
    before = database.read_bytes()
    Store(database).close()
    assert database.read_bytes() == before


def test_migrations_are_named_in_order() -> None:
    names = [step.__name__ for step in migrations.MIGRATIONS]
    assert names == sorted(names)
    assert all(name[:4] == f"m{at:03}" for at, name in enumerate(names, start=1))
    assert all(step.__doc__ for step in migrations.MIGRATIONS)


def test_a_failing_step_leaves_the_database_as_it_was(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(database).close()

    def m999_breaks(db: migrations.Database) -> None:
        """Break halfway."""
        db.execute("create table half (id integer)")
        db.execute("create table articles (id integer)")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, m999_breaks))
    with pytest.raises(StoreError):
        Store(database)
    monkeypatch.undo()
    with Store(database).reading() as connection:
        found = connection.execute("select 1 from sqlite_master where name = 'half'").fetchall()
    assert found == []


def test_sentences_of_an_older_database_are_packed(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", (migrations.m001_initial,))
    store = Store(database)
    lines = {
        7: [(at * 10, at * 10 + 9, at // 3, int(at == 0)) for at in range(130)],
        9: [(5, 8, 0, 1)],
    }
    with store.session(write=True) as connection:
        for article, places in lines.items():
            rows = [(article << 24 | at, *place) for at, place in enumerate(places)]
            connection.executemany("insert into sentences values (?, ?, ?, ?, ?)", rows)
    store.close()
    monkeypatch.undo()
    with Store(database).reading() as connection:
        for article, places in lines.items():
            packed = [(*place, UNCOUNTED) for place in places]
            assert places_of(connection, article, 0, 1 << 30) == packed
            assert places_of(connection, article, 60, 70) == packed[60:70]
        assert places_of(connection, 8, 0, 10) == []


def test_a_newer_database_is_left_alone(database: Path) -> None:
    Store(database).close()
    change(
        database,
        "insert into _sqlite_migrations (migration_set, name, applied_at) "
        "values ('quotedesk.store', 'm777_later', '2030-01-01')",
    )
    with pytest.raises(StoreTooNew, match=r"newer version .* update Quotedesk"):
        Store(database)


@pytest.mark.parametrize(
    "content", [b"no database at all " * 100, b"SQLite format 3\0" + b"x" * 99]
)
def test_a_file_that_is_no_database(database: Path, content: bytes) -> None:
    database.parent.mkdir()
    database.write_bytes(content)
    with pytest.raises(StoreCorrupt, match=r"is no database.* --database, or delete this one"):
        Store(database)
    assert database.read_bytes() == content


def test_a_damaged_database(database: Path) -> None:
    Store(database).close()
    data = bytearray(database.read_bytes())
    data[100:] = os.urandom(len(data) - 100)
    database.write_bytes(data)
    with pytest.raises(StoreCorrupt, match=r"quotedesk\.db"):
        Store(database)


def test_a_database_of_another_program_is_left_alone(database: Path) -> None:
    database.parent.mkdir()
    change(database, "create table accounts (id integer)")
    with pytest.raises(StoreError, match="another program"):
        Store(database)


def test_an_empty_file_becomes_a_database(database: Path) -> None:
    database.parent.mkdir()
    database.touch()
    with Store(database).reading() as connection:
        assert migrations.pending(connection) == []


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store(tmp_path)


def test_a_place_where_nothing_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written there"):
        Store(tmp_path / "file" / "quotedesk.db")


def test_a_full_disk_is_named(database: Path) -> None:
    store = Store(database)

    def fill() -> None:
        with store.session(write=True) as connection:
            connection.execute("pragma max_page_count = 1")
            connection.execute("create table large as select zeroblob(1000000)")

    with pytest.raises(StoreError, match="disk is full"):
        fill()
    store.close()


def test_a_second_writer_gives_up_with_a_sentence(database: Path) -> None:
    first, second = Store(database), Store(database, busy_seconds=0.05)
    with (
        first.locked(),
        pytest.raises(StoreError, match="Another Quotedesk is bringing"),
        second.locked(),
    ):
        pass
    with second.locked():
        pass


def test_a_second_writer_waits_for_the_first(database: Path) -> None:
    first, second = Store(database), Store(database, busy_seconds=10)
    order = []
    with first.locked():
        thread = threading.Thread(target=lambda: order.append(second.locked().__enter__()))
        thread.start()
        thread.join(0.1)
        assert order == []
    thread.join(5)
    assert order == [None]


def test_a_read_sees_one_state_however_long_it_takes(database: Path) -> None:
    store = Store(database)
    query = "select value from meta where name = 'generation'"
    with store.reading() as old:
        assert old.execute(query).fetchone() == (0,)
        change(database, "update meta set value = 7 where name = 'generation'")
        assert old.execute(query).fetchone() == (0,)
    with store.reading() as new:
        assert new.execute(query).fetchone() == (7,)
    store.close()


def test_the_state_is_that_of_the_transaction(database: Path) -> None:
    store = Store(database)
    for generation in range(3):
        with store.reading() as connection, store.reading() as other:
            assert connection.state().generation == generation
            change(database, "update meta set value = value + 1 where name = 'generation'")
            assert connection.state().generation == generation
            assert other.state().generation == generation + 1
    store.close()


def test_errors_of_the_reader_itself_pass_unchanged(database: Path) -> None:
    store = Store(database)
    with pytest.raises(BrokenPipeError), store.reading():
        raise BrokenPipeError
    with store.reading() as connection:
        assert connection.in_transaction
    store.close()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other users can look into; pytest's are private."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


READ = """
import os, sys
from retrieval.store import Store
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere
store = Store(sys.argv[1])
with store.reading() as connection:
    found = connection.execute("select value from meta where name = 'log_from'").fetchone()
print(store.writable, found)
"""


def test_a_database_that_nobody_can_write_is_still_read(place: Path) -> None:
    database = place / "quotedesk.db"
    Store(database).close()
    for leftover in place.glob("quotedesk.db-*"):
        leftover.unlink()
    database.chmod(0o444)
    place.chmod(0o555)
    program = [sys.executable, "-c", READ, database]
    done = subprocess.run(program, capture_output=True, text=True, timeout=20, check=False)
    assert (done.stdout.split(), done.stderr) == (["False", "(0,)"], "")
