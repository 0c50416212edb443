from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from bot.credentials import Secrets
from bot.doctor import (
    database_file_check,
    library_checks,
    python_check,
    secret_checks,
    space_check,
)


def test_an_old_python_fails() -> None:
    assert python_check((3, 10, 4)).state == "fail"
    assert python_check((3, 11, 0)).state == "ok"


def test_the_libraries_needed_are_there_and_each_extra_is_named() -> None:
    found = {check.name: check for check in library_checks()}
    assert found["libraries"].state == "ok"
    assert {
        "extra slack",
        "extra discord",
        "extra web",
        "extra disk",
        "extra reader",
    } <= found.keys()


def test_tokens_are_named_and_never_shown() -> None:
    (check,) = secret_checks(Secrets(slack_bot_token="xoxb-very-secret"))
    assert "SLACK_BOT_TOKEN" in check.found
    assert "xoxb" not in repr(check)


def test_a_whole_database_is_ok(tmp_path: Path) -> None:
    path = tmp_path / "a?b #.db"
    with sqlite3.connect(path) as held:
        held.execute("create table t (x)")
    held.close()
    assert database_file_check(path).state == "ok"
    assert database_file_check(tmp_path / "none.db").state == "ok"


def test_a_damaged_database_fails_and_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "bad.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    check = database_file_check(path)
    assert check.state == "fail"
    assert str(path) in check.mend


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_database_in_a_folder_that_cannot_be_written_is_no_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with sqlite3.connect(path) as held:
        held.execute("pragma journal_mode=wal")
        held.execute("create table t (x)")
    held.close()
    tmp_path.chmod(0o555)  # SQLite cannot put its files there
    try:
        assert database_file_check(path).state == "ok"
    finally:
        tmp_path.chmod(0o755)


def test_free_space_is_found_for_a_folder_not_made_yet(tmp_path: Path) -> None:
    assert "GB free" in space_check(tmp_path / "not" / "yet").found
