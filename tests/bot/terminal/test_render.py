"""The terminal's renderer: golden files, and the laws that hold for any answer and width."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.terminal.inert import inert
from bot.terminal.look import NARROWEST, Look
from bot.terminal.render import render, render_quote, render_readings
from retrieval.model import Answer, Citation, Quote, Reading, Span

GOLDEN = Path(__file__).parents[2] / "golden" / "terminal"
LOOKS = {
    "plain-80": Look(80),
    "plain-40": Look(40),
    "ascii-60": Look(60, unicode=False),
    "colour-80": Look(80, styled=True, coloured=True),
    "no-colour-80": Look(80, styled=True),
}
STYLES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["found", "several", "closest", "not_found", "nothing"])
def test_answers_look_as_in_the_golden_files(
    answers: dict[str, Answer], name: str, look: str
) -> None:
    shown = render(answers[name], LOOKS[look])
    golden = GOLDEN / f"{name}.{look}.txt"
    if not golden.exists():  # delete a file to have it written anew, then look at it
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(shown, "utf-8")
        pytest.fail(f"{golden.name} was written; look at it and run again")
    assert shown == golden.read_text("utf-8")


def test_the_answering_phrase_is_bold_and_the_rest_of_the_quote_is_not(
    answers: dict[str, Answer],
) -> None:
    shown = render(answers["found"], Look(100, styled=True))
    assert "led by \x1b[1mLt. Gen. Mohammed Saeed\x1b[0m, Chief" in shown


def test_no_colour_leaves_bold_but_no_colour(answers: dict[str, Answer]) -> None:
    codes = {part for answer in answers.values() for part in _codes(answer, coloured=False)}
    assert codes <= {"0", "1", "2", "3"}
    assert any(code.startswith("3") and len(code) == 2 for code in _codes(answers["found"], True))


def _codes(answer: Answer, coloured: bool) -> set[str]:
    shown = render(answer, Look(80, styled=True, coloured=coloured))
    return {code for match in STYLES.findall(shown) for code in match[2:-1].split(";")}


def test_a_closest_passage_says_that_it_may_be_no_answer(answers: dict[str, Answer]) -> None:
    first = {name: render(answer).splitlines()[0] for name, answer in answers.items()}
    assert "may not be the answer" in first["closest"]
    assert first["not_found"] == "The articles do not answer this."


def test_more_readings_go_on_counting(answers: dict[str, Answer]) -> None:
    shown = render_readings(answers["several"].readings[2:], 3, 3)
    assert shown.splitlines()[1] == "3. Pakistan, U.S. Defence Talks"


def test_a_paragraph_is_shown_with_its_source(answers: dict[str, Answer]) -> None:
    reading = answers["found"].readings[0]
    shown = render_quote(reading.quote, reading.citation)
    assert "001_talks.txt, line 3" in shown


words = st.text(min_size=1, max_size=300).filter(lambda text: text.strip() != "")


@given(
    before=st.text(max_size=40),
    part=words,
    title=words,
    width=st.integers(NARROWEST, 130),
    styled=st.booleans(),
    bounds=st.tuples(st.integers(0, 300), st.integers(0, 300)),
)
@example(before="", part="x" * 300, title="t", width=40, styled=False, bounds=(0, 9))
def test_any_quote_is_shown_word_for_word_within_the_width(
    before: str, part: str, title: str, width: int, styled: bool, bounds: tuple[int, int]
) -> None:
    quote = Quote("a.txt", len(before), len(before + part), part, (Span(*sorted(bounds)),))
    citation = Citation("a.txt", title, None, None, 1)
    answer = Answer("1", "q", "found", readings=(Reading("p", 0.9, quote, citation),), shown=1)
    shown = STYLES.sub("", render(answer, Look(width, styled=styled)))
    lines = shown.splitlines()
    quoted = "".join(line[4:] for line in lines if line.startswith("  ┃ "))
    assert "".join(quoted.split()) == "".join(inert(part).split())
    assert "\x1b" not in shown
    assert all(cell_len(line) <= width for line in lines)
    assert shown.endswith("\n")
