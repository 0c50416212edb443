"""``quotedesk ask`` end to end, in this process, over two small articles."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from bot.commands.ask import EXIT
from retrieval.model import OUTCOMES

LED = "who led the Pakistani team?"
FRANCE = "what is the capital of France?"


def test_a_person_reads_the_quote_and_its_source(run) -> None:
    ran = run("ask", LED)
    assert ran.code == 0
    assert "┃ The Pakistani team, led by Lt. Gen. Mohammed Saeed, arrived in" in ran.out
    assert "talks.txt, line 3" in ran.out
    assert "\x1b" not in ran.out
    assert ran.err == ""


def test_words_need_no_quotes(run) -> None:
    assert "Saeed" in run("ask", *LED.split()).out


def test_a_question_can_come_from_a_pipe(run) -> None:
    assert "Saeed" in run("ask", "-", given=LED.encode()).out


def test_a_refusal_names_the_missing_words_and_leaves_with_3(run) -> None:
    ran = run("ask", FRANCE)
    assert ran.code == 3
    assert "do not answer this" in ran.out
    assert "france" in ran.out.lower()


def test_every_outcome_has_its_exit_code() -> None:
    assert {outcome: EXIT[outcome] for outcome in OUTCOMES} == {
        "found": 0, "several": 0, "closest": 3, "not_found": 3,
    }  # fmt: skip


def test_json_is_one_object_and_its_quote_a_slice_of_the_article(run, articles: Path) -> None:
    ran = run("ask", "--json", LED)
    (answer,) = ran.lines()
    reading = answer["readings"][0]
    text = (articles / reading["citation"]["article"]).read_text("utf-8")
    quote = reading["quote"]
    assert ran.code == 0
    assert answer["outcome"] in {"found", "several"}
    assert text[quote["start"] : quote["end"]] == quote["text"]
    assert {"id", "question", "outcome", "took_ms", "readings", "reason", "missing"} <= set(answer)


def test_changed_articles_are_taken_in_first(run, articles: Path) -> None:
    run("ask", LED)
    (articles / "new.txt").write_text("A title\n\nParis is the capital of France.\n", "utf-8")
    assert "Paris is the capital of France." in run("ask", FRANCE).out


@pytest.mark.parametrize("question", ["", "  \t ", "\x1b[2J", "?" * 100_000])
def test_what_is_no_question_is_one_sentence(run, question: str) -> None:
    ran = run("ask", question)
    assert ran.code in {1, 3}
    assert (ran.out + ran.err).strip()
    assert ran.code == 3 or (ran.out == "" and ran.err.count("\n") == 1)


@pytest.mark.parametrize("question", ["x" * 100_000, "why " * 25_000])
def test_a_question_without_end_is_refused(run, question: str) -> None:
    ran = run("ask", question)
    assert (ran.code, ran.out) == (1, "")
    assert "too long" in ran.err
    assert len(ran.err) < 200


def test_stop_words_alone_are_no_answer(run) -> None:
    ran = run("ask", "what is the of and")
    assert ran.code == 3
    assert ran.err == ""


def test_escape_sequences_in_question_and_article_stay_inert(run, articles: Path) -> None:
    (articles / "evil.txt").write_text(
        "The \x1b[31mevil\x1b[0m title\n\nThe minister \x1b]0;owned\x07 Zorblatt opened the "
        "gallery in Lahore \u202eon\u202c Friday \x9b31m.\n",
        "utf-8",
    )
    for arguments in (["ask"], ["ask", "--json"]):
        ran = run(*arguments, "who opened the \x1b[31mgallery\x07 in Lahore?")
        assert "Zorblatt" in ran.out
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(ran.out + ran.err)


def test_no_question_is_a_usage_error(run) -> None:
    ran = run("ask")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == 'Say what to ask: quotedesk ask "QUESTION".\n'


def test_wrong_settings_are_all_said_and_leave_with_2(run, home: Path) -> None:
    (home / "q.toml").write_text('engine = "magic"\n[web]\nport = "x"\n')
    ran = run("--config", "q.toml", "ask", LED)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 2


def test_a_missing_settings_file_leaves_with_2(run) -> None:
    assert run("ask", LED, "--config", "none.toml").code == 2


@pytest.mark.parametrize("kind", ["missing", "empty", "unreadable", "file"])
def test_a_folder_without_articles_is_one_sentence(run, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / kind
    if kind == "file":
        folder.write_text("text")
    elif kind != "missing":
        folder.mkdir()
    if kind == "unreadable":
        (folder / "a.txt").write_bytes(bytes(range(256)) * 40)
    ran = run("ask", LED, folder=folder)
    assert (ran.code, ran.out) == (1, "")
    assert str(folder) in ran.err
    assert "Traceback" not in ran.err


def test_bad_files_are_named_and_the_rest_answers(run, articles: Path) -> None:
    (articles / "binary.txt").write_bytes(b"\x7fELF\0\0\1\2" + bytes(range(256)) * 8)
    (articles / "nul.txt").write_bytes(b"\0" * 500)
    (articles / "loop").symlink_to(articles)
    (articles / "utf16.txt").write_bytes("A title\n\nZorblatt opened the gallery.".encode("utf-16"))
    ran = run("ask", "who opened the gallery?")
    assert "Zorblatt" in ran.out
    assert "binary.txt" in ran.err
    assert "Saeed" in run("ask", LED).out


def test_many_bad_files_are_counted(run, articles: Path) -> None:
    for number in range(9):
        (articles / f"bad{number}.txt").write_bytes(b"\0\1\2\3" * 100)
    ran = run("ask", LED)
    assert ran.code == 0
    assert ran.err.count("\n") == 6
    assert "4 more files" in ran.err


def test_a_file_over_the_limit_is_skipped(run, articles: Path, monkeypatch) -> None:
    monkeypatch.setenv("QUOTEDESK_MAX_ARTICLE_BYTES", "1000")
    (articles / "huge.txt").write_text("A long story. " * 200, "utf-8")
    ran = run("ask", LED)
    assert "Saeed" in ran.out
    assert "huge.txt" in ran.err


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_corrupt_database_is_one_sentence(run, tmp_path: Path, content: bytes) -> None:
    database = tmp_path / "q.db"
    database.write_bytes(content)
    ran = run("ask", LED, "--database", str(database))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert str(database) in ran.err


def test_a_database_in_no_place_is_one_sentence(run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = run("ask", LED, "--database", str(tmp_path / "file" / "q.db"))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1


def test_a_database_from_a_newer_version_is_left_alone(run, tmp_path: Path) -> None:
    database = tmp_path / "q.db"
    run("ask", LED, "--database", str(database))
    held = sqlite3.connect(database)
    with held:
        name = held.execute(
            "select name from sqlite_master where name like '%migrations%' and type = 'table'"
        ).fetchone()[0]
        columns = [row[1] for row in held.execute(f"pragma table_info([{name}])")]
        row = dict(zip(columns, held.execute(f"select * from [{name}]").fetchone(), strict=True))
        row["name"] = "m999_from_the_future"
        row.pop("id", None)
        marks = ", ".join("?" * len(row))
        held.execute(
            f"insert into [{name}] ({', '.join(row)}) values ({marks})", list(row.values())
        )
    held.close()
    ran = run("ask", LED, "--database", str(database))
    assert (ran.code, ran.out) == (1, "")
    assert "newer" in ran.err


def test_batch_answers_in_order_and_goes_on_after_bad_lines(run, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        "\n".join(
            [
                json.dumps({"id": "one", "question": LED}),
                "",
                "not json",
                '["a list"]',
                '{"id": 4}',
                '{"id": 5, "question": 7}',
                '{"id": "six", "question": ""}',
                '{"id": "seven", "question": "\\ud800 who led the Pakistani team?"}',
                '{"id": 8, "question": "' + "x" * 100_000 + '"}',
                json.dumps({"id": None, "question": FRANCE}),
                json.dumps({"question": FRANCE}),
            ]
        )
    )
    ran = run("ask", "--batch", str(file))
    lines = ran.lines()
    assert ran.code == 0
    assert [line["id"] for line in lines[:9]] == [
        "one", None, None, 4, 5, "six", "seven", 8, None,
    ]  # fmt: skip
    assert ["error" in line for line in lines] == [False, *[True] * 5, False, True, False, False]
    assert [line["line"] for line in lines if "error" in line] == [3, 4, 5, 6, 7, 9]
    assert lines[0]["answer_id"] != "one"
    assert lines[9]["id"] == lines[9]["answer_id"]


def test_batch_reads_a_pipe(run) -> None:
    ran = run("ask", "--batch", "-", given=b'\xef\xbb\xbf{"id": 1, "question": "who led?"}\r\n')
    assert [line["id"] for line in ran.lines()] == [1]


def test_batch_with_bytes_that_are_no_utf8_names_the_line(run) -> None:
    ran = run("ask", "--batch", "-", given=b'{"id": 1, "question": "\xff"}\n')
    assert ran.lines()[0]["line"] == 1


def test_batch_takes_no_question_beside_it(run) -> None:
    assert run("ask", LED, "--batch", "-").code == 2


def test_a_batch_file_that_is_not_there_is_a_usage_error(run, tmp_path: Path) -> None:
    for name in ("none.jsonl", str(tmp_path)):
        ran = run("ask", "--batch", name)
        assert (ran.code, ran.out) == (2, "")
        assert name in ran.err


def test_an_unwritable_place_is_one_sentence(run, tmp_path: Path) -> None:
    folder = Path("/proc")  # nobody can make a file there, not even root
    if not folder.is_dir():
        folder = tmp_path / "locked"
        folder.mkdir(mode=0o500)
    ran = run("ask", LED, "--database", str(folder / "q.db"))
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
