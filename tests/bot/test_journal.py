from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import Clock
from hypothesis import HealthCheck, given, settings
from strategies import answers

from bot.journal import MEMORY, Journal, journal_path
from retrieval.errors import StoreCorrupt, StoreError, StoreTooNew
from retrieval.model import Answer

ANSWER = Answer("a1", "who led?", "not_found", reason="No article says so.")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(clock):
    held = Journal(MEMORY, clock=clock)
    yield held
    held.close()


@given(answers())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_answer_is_kept_as_it_is(journal, answer):
    journal.record(answer, asker="anna", conversation="c", surface="slack:mention")
    assert journal.get(answer.id) == answer


def test_it_lies_beside_the_database():
    assert journal_path(Path("/data/seeds-1.db")) == Path("/data/seeds-1.journal.db")


def test_nobody_is_named_in_the_file(tmp_path):
    path = tmp_path / "j.db"
    journal = Journal(path)
    journal.record(ANSWER, asker="U-anna-smith", conversation="C-secret-room", surface="slack")
    journal.feedback("a1", "U-anna-smith", helpful=True)
    journal.claim(("M-message-77",), 60)
    journal.close()
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for name in (b"anna", b"secret-room", b"message-77"):
        assert name not in held
    assert b"who led?" in held


def test_two_journals_hash_the_same_person_differently(tmp_path):
    hashes = set()
    for name in ("a.db", "b.db"):
        journal = Journal(tmp_path / name)
        journal.record(ANSWER, asker="anna")
        journal.close()
        with sqlite3.connect(tmp_path / name) as connection:
            hashes |= set(connection.execute("SELECT asker FROM answers").fetchall())
        connection.close()
    assert len(hashes) == 2


def test_a_conversation_is_its_last_turns_oldest_first(journal, clock):
    for i in range(4):
        journal.record(replace(ANSWER, id=f"a{i}", question=f"q{i}"), conversation="c")
        clock.now += 10
    journal.record(replace(ANSWER, id="x"), conversation="other")
    turns = journal.conversation("c", turns=3, seconds=100).turns
    assert [turn.question for turn in turns] == ["q1", "q2", "q3"]
    assert turns[0].answer.id == "a1"
    turns = journal.conversation("c", turns=3, seconds=25).turns
    assert [turn.question for turn in turns] == ["q2", "q3"]
    assert journal.conversation("", turns=3, seconds=100).turns == ()


def test_the_last_word_of_one_asker_counts(journal):
    assert not journal.feedback("a1", "anna", helpful=True)
    journal.record(ANSWER)
    assert journal.feedback("a1", "anna", helpful=True)
    assert journal.feedback("a1", "anna", helpful=False)
    assert journal.feedback("a1", "ben", helpful=True)
    rows = journal._read("SELECT helpful FROM feedback ORDER BY helpful", ())
    assert rows == [(0,), (1,)]


def test_a_claim_is_taken_once_until_it_expires(journal, clock):
    assert journal.claim(("event", "message"), 60)
    assert not journal.claim(("message",), 60)
    assert not journal.claim(("repeat", "message"), 60)
    assert not journal.claim(("repeat",), 60)
    clock.now += 61
    assert journal.claim(("message",), 60)
    assert not journal.claim(("message",), 60)


def test_a_repeat_does_not_prolong_a_claim(journal, clock):
    journal.claim(("event",), 60)
    clock.now += 50
    assert not journal.claim(("event",), 60)
    clock.now += 11
    assert journal.claim(("event",), 60)


def test_of_many_threads_one_gets_the_claim(tmp_path):
    journals = [Journal(tmp_path / "j.db") for _ in range(4)]
    won = []
    start = threading.Barrier(8)

    def run(journal: Journal) -> None:
        start.wait()
        won.extend(i for i in range(25) if journal.claim((f"event {i}",), 60))

    threads = [threading.Thread(target=run, args=[journals[i % 4]]) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == list(range(25))
    for journal in journals:
        journal.close()


def test_of_many_processes_one_gets_the_claim(tmp_path):
    code = (
        "import sys; from pathlib import Path; from bot.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "print(sum(journal.claim((f'event {i}',), 60) for i in range(50)))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "j.db")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sum(int(run.communicate(timeout=60)[0]) for run in runs) == 50


def test_preferences_are_kept_for_each_place(journal):
    journal.set_preference("discord:1", "reply", "thread")
    journal.set_preference("discord:1", "channels", ["1", "2"])
    journal.set_preference("discord:2", "reply", "message")
    assert journal.preferences("discord:1") == {"reply": "thread", "channels": ["1", "2"]}
    journal.set_preference("discord:1", "reply", None)
    assert journal.preferences("discord:1") == {"channels": ["1", "2"]}
    assert journal.preferences("discord:3") == {}


def test_what_is_old_is_deleted(journal, clock):
    journal.record(ANSWER)
    journal.feedback("a1", "anna", helpful=True)
    journal.claim(("event",), 60)
    journal.set_preference("discord:1", "reply", "thread")
    clock.now += 10 * 86_400
    journal.record(replace(ANSWER, id="a2"))
    assert journal.purge(days=9) == 1
    assert journal.get("a1") is None
    assert journal.get("a2") is not None
    assert journal._read("SELECT * FROM feedback", ()) == []
    assert journal._read("SELECT * FROM claims", ()) == []
    assert journal.preferences("discord:1") == {"reply": "thread"}


def test_everything_survives_a_restart(tmp_path):
    first = Journal(tmp_path / "new" / "j.db")
    first.record(ANSWER, conversation="c")
    assert first.claim(("event",), 60)
    first.close()
    second = Journal(tmp_path / "new" / "j.db")
    assert second.get("a1") == ANSWER
    assert len(second.conversation("c", 5, 60).turns) == 1
    assert not second.claim(("event",), 60)
    second.close()


def test_what_a_killed_process_wrote_is_kept(tmp_path):
    code = (
        "import os, signal, sys; from pathlib import Path; from bot.journal import Journal\n"
        "from retrieval.model import Answer\n"
        "Journal(Path(sys.argv[1])).record(Answer('a1', 'who?', 'not_found'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    path = tmp_path / "j.db"
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, timeout=60)
    journal = Journal(path)
    assert journal.get("a1").question == "who?"
    journal.close()


def test_an_answer_that_cannot_be_read_is_as_good_as_gone(journal):
    journal.record(ANSWER, conversation="c")
    journal._write("UPDATE answers SET answer = '{}'", ())
    assert journal.get("a1") is None
    assert journal.conversation("c", 5, 60).turns == ()


def test_a_file_that_is_no_database_is_corrupt(tmp_path):
    path = tmp_path / "j.db"
    path.write_bytes(b"no database at all, " * 100)
    with pytest.raises(StoreCorrupt, match="damaged; move it away"):
        Journal(path)


def test_a_journal_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "j.db"
    Journal(path).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('journal', 'm999_later', '')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(StoreTooNew, match="newer version"):
        Journal(path)


@pytest.mark.parametrize("name", ["file/j.db", "folder", "nul\0.db"])
def test_a_place_that_cannot_be_written_gives_one_sentence(tmp_path, name):
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="journal"):
        Journal(tmp_path / name)


def test_a_closed_journal_gives_one_sentence(tmp_path):
    journal = Journal(tmp_path / "j.db")
    journal.close()
    journal.close()
    with pytest.raises(StoreError):
        journal.record(ANSWER)
