"""The second reader from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

LED = "who led the Pakistani team?"
FLOODS = "how many people did the floods kill?"


def test_an_answer_with_the_reader_is_a_slice_with_its_hedge(run, articles: Path) -> None:
    ran = run("ask", "--reader", "--json", FLOODS)
    reading = json.loads(ran.out)["readings"][0]
    assert ran.code == 0
    assert reading["phrase"].startswith("at least 1,700")
    quote = reading["quote"]
    text = (articles / reading["citation"]["article"]).read_text("utf-8")
    assert text[quote["start"] : quote["end"]] == quote["text"]


def test_a_batch_is_answered_in_order(run, tmp_path: Path) -> None:
    asked = [LED, FLOODS, "what is the capital of France?"] * 4
    lines = [json.dumps({"id": str(n), "question": text}) for n, text in enumerate(asked)]
    (tmp_path / "asked.jsonl").write_text("\n".join(lines), "utf-8")
    found = run("ask", "--reader", "--batch", str(tmp_path / "asked.jsonl")).lines()
    assert [line["id"] for line in found] == [str(n) for n in range(len(asked))]
    assert [line["question"] for line in found] == asked


def test_the_environment_turns_it_on_and_why_shows_its_share(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEDESK_ANSWER__READER", "true")
    said = run("repl", given=f"{LED}\n:why\n:quit\n".encode()).out
    assert "reader margin" in said
    assert "light score" in said
    without = run("repl", "--no-reader", given=f"{LED}\n:why\n:quit\n".encode()).out
    assert "reader margin" not in without


def test_too_little_time_gives_the_light_answer(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEDESK_ANSWER__READER_BUDGET_MS", "1")
    said = run("repl", "--reader", given=f"{LED}\n:why\n:quit\n".encode()).out
    assert "took more than 1 ms" in said


def test_doctor_tries_the_reader(run) -> None:
    run("sync")
    assert "reader           on, 300 ms at most for an answer" in run("doctor", "--reader").out
    assert "off; if wanted" in run("doctor").out
