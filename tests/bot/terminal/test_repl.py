"""The REPL over a small service of canned answers: what each line does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.terminal.repl import COMMANDS, HELP, Repl, run_lines
from retrieval.errors import EmptyQuestion, UsageError
from retrieval.model import Answer, ArticleInfo, Question, Quote

FOLDER = Path("/articles")


class CannedService:
    """Answers by name; keeps what was asked."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[Question] = []

    def ask(self, question: Question, *, surface: str = "") -> Answer:
        assert surface == "terminal:repl"
        self.asked.append(question)
        if question.text == "empty":
            raise EmptyQuestion("Ask something.")
        return self.answers[question.text]

    def paragraph(self, answer_id: str, reading: int = 0) -> Quote | None:
        (answer,) = (held for held in self.answers.values() if held.id == answer_id)
        quote = answer.readings[reading].quote
        return None if answer_id == "a3" else replace(quote, text=f"Before. {quote.text}")

    def articles(self) -> list[ArticleInfo]:
        return [ArticleInfo("a.txt", "A \x1b[1m title", None, None, None, 3, 0.0)]


@pytest.fixture
def service(answers: dict[str, Answer]) -> CannedService:
    return CannedService(answers)


@pytest.fixture
def ask(service: CannedService) -> Callable[..., str]:
    written: list[str] = []
    repl = Repl(service, FOLDER, written.append, sync=lambda: "1 article: 1 added.")  # type: ignore[arg-type]

    def ask(*lines: str) -> str:
        for line in lines:
            written.clear()
            assert repl.handle(line)
        return "".join(written)

    return ask


def test_a_question_is_answered_within_one_conversation(
    service: CannedService, ask: Callable[..., str]
) -> None:
    assert "Lt. Gen. Mohammed Saeed" in ask("  found ")
    ask("several")
    first, second = service.asked
    assert first.conversation == second.conversation != ""


def test_two_repls_are_two_conversations(service: CannedService) -> None:
    for _ in range(2):
        Repl(service, FOLDER, str, sync=str).handle("found")  # type: ignore[arg-type]
    assert len({question.conversation for question in service.asked}) == 2


def test_more_gives_the_readings_after_those_shown_until_there_are_none(
    ask: Callable[..., str],
) -> None:
    assert "“both sides”" in ask("several", ":more")
    assert "no further answers" in ask(":more")


def test_why_shows_the_trace(ask: Callable[..., str]) -> None:
    assert "001#0" in ask("found", ":why")


def test_context_shows_the_paragraph_or_says_that_it_is_gone(ask: Callable[..., str]) -> None:
    assert "Before. The Pakistani team" in ask("found", ":context")
    assert "Before. Minister" in ask("several", ":context 2")
    assert "no longer there" in ask("closest", ":context")


def test_open_says_where_the_quote_stands(ask: Callable[..., str]) -> None:
    shown = ask("several", ":open 2")
    assert shown.startswith("/articles/deep/er/002.txt:1\n")
    assert "Before. Minister" in shown
    assert "https://example.org/talks" in ask("found", ":open 1")


def test_json_is_the_last_answer_on_one_line(ask: Callable[..., str]) -> None:
    shown = ask("not_found", ":json")
    assert shown.count("\n") == 1
    assert json.loads(shown)["missing"] == ["capital", "france"]


def test_articles_sync_and_help(ask: Callable[..., str]) -> None:
    assert "A ␛[1m title" in ask(":articles")
    assert ask(":sync") == "1 article: 1 added.\n"
    assert all(usage in ask(":help") for usage in HELP)


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ([":mroe"], "did you mean :more?"),
        ([":xyzzy"], ":help lists them"),
        ([":why"], "Ask a question first"),
        (["not_found", ":context"], "has no quote"),
        (["several", ":open 4"], "from 1 to 3"),
        (["several", ":open zwei"], "from 1 to 3"),
        (["several", ":context -1"], "from 1 to 3"),
    ],
)
def test_what_makes_no_sense_is_said(ask: Callable[..., str], lines: list[str], hint: str) -> None:
    with pytest.raises(UsageError, match=hint.replace("?", r"\?")):
        ask(*lines)


def test_lines_go_on_after_an_error_and_end_at_quit(service: CannedService) -> None:
    lines = iter(["", "empty", ":nonsense", "found", ":quit", "several"])
    complaints: list[str] = []
    repl = Repl(service, FOLDER, str, sync=str)  # type: ignore[arg-type]
    run_lines(repl, lambda: next(lines, None), complaints.append)
    assert [question.text for question in service.asked] == ["empty", "found"]
    assert complaints[0] == "Ask something."
    assert len(complaints) == 2


def test_every_command_of_the_help_exists(ask: Callable[..., str]) -> None:
    ask("found")
    for name in COMMANDS:
        if name != ":quit":
            ask(name)


def test_thanks_are_no_question(ask: Callable[..., str]) -> None:
    assert ask("thanks!") == "You are welcome.\n"


def test_words_of_habit_are_commands(ask: Callable[..., str], service: CannedService) -> None:
    assert ask("help") == ask(":help")
    repl = Repl(service, FOLDER, str, sync=str)  # type: ignore[arg-type]
    assert not repl.handle("Exit")
    assert not repl.handle("quit")
