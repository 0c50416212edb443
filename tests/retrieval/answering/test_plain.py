"""What stands below a question answers it, however little it repeats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval.model import Answer

FAQ = (
    "Questions of new members\n\n"
    "## Where are the spare ladders?\n\n"
    "Behind the blue door, next to the pump. Sign the book when you take one.\n\n"
    "## Who waters the plants?\n\n"
    "Jonas does, on Mondays and Fridays.\n\n"
    "## Can I take a drill home?\n\n"
    "Yes, for two days. The ladders stay here.\n"
)
LETTERS = (
    "Letters about the hall\n\n"
    "> Hello Mira, when do we get the keys of the hall? Nobody told us.\n\n"
    "Hello Ben, when do we get the keys of the hall?\n\n"
    "On Friday at noon. Bring your card. The heating is off.\n"
)


@pytest.fixture(scope="module")
def ask(asking: Callable[..., Callable[[str], Answer]]) -> Callable[[str], Answer]:
    return asking(FAQ)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("spare ladders where", "Behind the blue door, next to the pump."),
        ("where are the spare ladders", "Behind the blue door, next to the pump."),
        ("who waters the plants?", "Jonas does, on Mondays and Fridays."),
    ],
)
def test_what_stands_below_the_question_answers(
    ask: Callable[[str], Answer], question: str, quote: str
) -> None:
    answer = ask(question)
    assert answer.outcome == "found"
    assert answer.readings[0].quote.text.startswith(quote)


def test_what_follows_a_question_in_a_letter_answers(
    asking: Callable[..., Callable[[str], Answer]],
) -> None:
    answer = asking(LETTERS)("when do we get the keys of the hall")
    assert "On Friday at noon." in answer.readings[0].quote.text


@pytest.mark.parametrize("question", ["Where are the spare drills?", "Who sold the plants?"])
def test_a_question_above_that_asks_otherwise_answers_nothing(
    ask: Callable[[str], Answer], question: str
) -> None:
    assert ask(question).outcome not in ("found", "several")
