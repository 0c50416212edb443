"""Which questions lean on the one before, and what they then ask."""

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering.checks import Checker
from retrieval.answering.followups import resolve
from retrieval.model import Answer, Citation, Conversation, Quote, Reading, Turn

ANALYZER = Analyzer.default()
CHECKER = Checker.load(ANALYZER)


def after(question: str, phrase: str = "") -> Conversation:
    text = phrase or "x"
    reading = Reading(
        phrase, 0.9, Quote("a.txt", 0, len(text), text), Citation("a.txt", "A", None, None, 1)
    )
    answer = Answer(
        "1", question, "found", readings=(reading,) if phrase else (), shown=bool(phrase)
    )
    return Conversation((Turn(question, answer),))


@pytest.mark.parametrize(
    ("before", "phrase", "asked", "understood"),
    [
        (
            "Who led the Pakistani team at the counterterrorism talks?",
            "Syed Haider Shah",
            "and who led the US side?",
            "Who led the US side at the counterterrorism talks?",
        ),
        (
            "Who led the Pakistani delegation?",
            "Mohammed Saeed",
            "what about the US?",
            "Who led the US delegation?",
        ),
        (
            "Who led the Pakistani delegation?",
            "Mohammed Saeed",
            "how about the Americans",
            "Who led the Americans delegation?",
        ),
        (
            "How many people died in the floods?",
            "1,700",
            "where?",
            "Where is it that 1,700 people died in the floods?",
        ),
        (
            "Who led the delegation?",
            "Mohammed Saeed",
            "when was that?",
            "When is it that Mohammed Saeed led the delegation?",
        ),
        (
            "Who heads the CGS office?",
            "Mohammed Saeed",
            "What did he say?",
            "What did Mohammed Saeed say?",
        ),
        (
            "Who is Ned Price?",
            "a spokesperson",
            "what did he call Pakistan?",
            "What did Ned Price call Pakistan?",
        ),
        (
            "Who led the Pakistani delegation?",
            "Mohammed Saeed",
            "when did it arrive?",
            "When did the Pakistani delegation arrive?",
        ),
        ("What happened in March 2021?", "talks", "and in April 2022?", None),
    ],
)
def test_a_follow_up_is_asked_in_full(
    before: str, phrase: str, asked: str, understood: str | None
) -> None:
    resolved = resolve(asked, after(before, phrase), ANALYZER, CHECKER)
    if understood is None:
        assert resolved is not None
        assert "April 2022" in resolved
    else:
        assert resolved == understood


@pytest.mark.parametrize(
    "question",
    [
        "How many people were killed in the mosque?",
        "When will the TIFA talks take place?",
        "Who won the cricket match between Pakistan and England?",
        "Where is the museum of modern art?",
        "Why did it rain?",
        "Is it true that the minister resigned?",
    ],
)
def test_a_new_topic_stands_by_itself(question: str) -> None:
    assert resolve(question, after("Who led the delegation?", "Saeed"), ANALYZER, CHECKER) is None


def test_nothing_to_lean_on() -> None:
    assert resolve("when was that?", Conversation(), ANALYZER, CHECKER) is None
