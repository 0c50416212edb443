from __future__ import annotations

import pytest

from bot import __version__
from bot.commands.arguments import COMMON, parse


@pytest.mark.parametrize(
    "argv",
    [
        ["--articles", "a", "--engine", "disk", "ask", "who?"],
        ["ask", "--articles", "a", "who?", "--engine", "disk"],
        ["--articles", "a", "ask", "--engine=disk", "who?"],
        ["--articles", "other", "ask", "--articles", "a", "--engine", "disk", "who?"],
    ],
)
def test_common_options_stand_before_or_after_the_command(argv: list[str]) -> None:
    arguments = parse(argv)
    assert (arguments.articles, arguments.engine, arguments.question) == ("a", "disk", ["who?"])
    assert arguments.database is None


def test_options_not_given_are_none() -> None:
    arguments = parse(["repl"])
    assert [getattr(arguments, name) for name in COMMON] == [None] * len(COMMON)


def test_a_question_may_begin_with_a_dash() -> None:
    assert parse(["ask", "--json", "--", "--who?"]).question == ["--who?"]


def test_requirements_are_names_and_numbers() -> None:
    arguments = parse(["evaluate", "g", "--require", "hit@1=0.8", "mrr=.7", "--require", "a=1"])
    assert arguments.require == [("hit@1", 0.8), ("mrr", 0.7), ("a", 1.0)]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "Say what to do"),
        (["sing"], "invalid choice: 'sing'"),
        (["ask", "--jsn", "who?"], "Unrecognized arguments: --jsn"),
        (["ask", "--js", "who?"], "Unrecognized arguments: --js"),
        (["evaluate"], "The following arguments are required: GOLD.jsonl"),
        (["evaluate", "g", "--require", "hit"], "write 'hit' as NAME=VALUE"),
        (["evaluate", "g", "--require", "=1"], "as NAME=VALUE"),
        (["sync", "--interval", "0"], "between 0.05 and 86400"),
        (["sync", "--interval", "soon"], "soon"),
        (["web", "--port", "http"], "invalid int value: 'http'"),
    ],
)
def test_nonsense_is_one_sentence_and_exit_code_2(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(argv)
    out, err = capsys.readouterr()
    assert left.value.code == 2
    assert said in err
    assert err.count("\n") == 1
    assert out == ""


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"quotedesk {__version__}\n"
