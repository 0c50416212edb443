"""The other commands end to end, in this process."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from retrieval.reader.opening import MISSING

LED = "who led the Pakistani team?"


def test_sync_says_what_it_did(run, articles: Path) -> None:
    assert run("sync").out == "2 articles: 2 added.\n"
    assert run("sync").out == "2 articles: nothing changed.\n"
    (articles / "visit.txt").unlink()
    assert run("sync").out == "1 article: 1 removed.\n"


def test_the_repl_is_scripted_from_a_pipe_without_prompts(run) -> None:
    ran = run("repl", given=f"{LED}\n:context\n:nonsense\n\n:json\n:quit\n{LED}\n".encode())
    assert ran.code == 0
    assert ran.out.startswith("The articles ")
    assert "?" not in ran.out.splitlines()[0]
    assert ran.err == ":nonsense is no command; :help lists them.\n"
    assert json.loads(ran.out.splitlines()[-1])["question"] == LED


def test_repl_takes_in_articles_on_sync(run) -> None:
    assert run("repl", given=b":sync\n").out == "2 articles: nothing changed.\n"


def test_doctor_finds_all_well(run) -> None:
    run("sync")
    ran = run("doctor")
    assert ran.code == 0
    assert "All is well" in ran.out
    assert "2 articles" in ran.out


def test_doctor_finds_what_is_wrong_and_leaves_with_1(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    broken = tmp_path / "q.db"
    broken.write_bytes(b"junk" * 500)
    ran = run("doctor", "--database", str(broken), folder=tmp_path / "none")
    assert ran.code == 1
    assert "2 of" in ran.out
    assert "SLACK_BOT_TOKEN" in ran.out
    assert "xoxb-secret" not in ran.out + ran.err


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_without_the_extra_the_reader_says_how_to_get_it(run, monkeypatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    ran = run("ask", "--reader", LED)
    assert ran.code == 1
    assert ran.err == f"{MISSING}\n"
    assert ran.out == ""
    assert MISSING in " ".join(run("doctor", "--reader").out.split())


def test_doctor_lists_every_fault_of_the_settings(run, monkeypatch) -> None:
    monkeypatch.setenv("QUOTEDESK_WEB__PORT", "x")
    monkeypatch.setenv("QUOTEDESK_NONSENSE", "x")
    ran = run("doctor")
    assert ran.code == 1
    assert ran.out.count("fail settings") == 2


def test_doctor_names_files_that_cannot_be_read(run, articles: Path) -> None:
    (articles / "bad.txt").write_bytes(b"\0\1\2" * 100)
    ran = run("doctor")
    assert ran.code == 0
    assert "bad.txt" in ran.out


@pytest.mark.parametrize(
    ("command", "library"),
    [(["slack"], "slack_bolt"), (["discord"], "discord"), (["web"], "starlette")],
)
def test_a_front_end_without_its_library_names_the_extra(
    run, monkeypatch, command: list[str], library: str
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    for name in [name for name in sys.modules if name.startswith(f"bot.{command[0]}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    ran = run(*command)
    assert (ran.code, ran.out) == (2, "")
    assert f'pip install "quotedesk[{command[0]}' in ran.err
    assert ran.err.count("\n") == 1


def test_sync_names_every_file_that_cannot_be_read(run, articles: Path) -> None:
    for name in "abcdefg":
        (articles / f"{name}.txt").write_bytes(b"")
    asked, synced = run("ask", LED), run("sync")
    assert "Skipped e.txt: it is empty" in asked.err
    assert asked.err.endswith("Skipped 2 more files; `quotedesk sync` names all.\n")
    assert "Skipped g.txt: it is empty" in synced.err
    assert "more file" not in synced.err
