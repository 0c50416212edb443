from __future__ import annotations

import json
from pathlib import Path

import pytest

SENTENCE = "The Pakistani team, led by Lt. Gen. Mohammed Saeed, arrived in Washington on Sunday."
GOLD = [
    {
        "id": "led", "kind": "factoid", "question": "who led the Pakistani team?",
        "answers": ["Lt. Gen. Mohammed Saeed"], "gold_sentences": [SENTENCE],
    },
    {"id": "none", "kind": "unanswerable", "question": "what is the capital of France?"},
]  # fmt: skip


@pytest.fixture
def gold(tmp_path: Path) -> str:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in GOLD))
    return str(path)


def test_figures_are_a_table_by_kind(run, gold: str) -> None:
    ran = run("evaluate", gold)
    lines = [line.split() for line in ran.out.splitlines()]
    assert ran.code == 0
    assert lines[0] == ["factoid", "unanswerable", "all"]
    assert ["hit@1", "1.000", "-", "1.000"] in lines
    assert ["refusal_recall", "-", "1.000", "1.000"] in lines


def test_figures_are_json_for_machines(run, gold: str) -> None:
    (report,) = run("evaluate", gold, "--json").lines()
    assert report["figures"]["hit@1"] == 1.0
    assert report["figures"]["readings"] is None
    assert report["by_kind"]["unanswerable"]["refusal_recall"] == 1.0


@pytest.mark.parametrize(
    ("required", "code"),
    [("hit@1=1", 0), ("hit@1=1.01", 1), ("readings=0", 1), ("nonsense=0", 2)],
)
def test_a_figure_below_what_is_required_fails(run, gold: str, required: str, code: int) -> None:
    ran = run("evaluate", gold, "--require", "mrr=0.5", required)
    assert ran.code == code
    assert ran.err.count("\n") == bool(code)


def test_nothing_asked_is_kept(run, gold: str, home: Path) -> None:
    run("evaluate", gold)
    for path in home.rglob("*.db*"):
        assert b"capital of France" not in path.read_bytes()


def test_a_gold_file_that_is_none_is_one_sentence(run, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"question": 3}\n')
    for name in ("bad.jsonl", "missing.jsonl"):
        ran = run("evaluate", str(tmp_path / name))
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
