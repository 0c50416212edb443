"""Near misses that the training makes by machine."""

import random

from retrieval.analysis import Analyzer
from retrieval.answering.lexicon import Lexicon
from retrieval.training.near_misses import Matters
from retrieval.training.pool import Example

ANALYZER = Analyzer.default()
LEXICON = Lexicon.load(ANALYZER)
QUESTIONS = [
    "When did Ada Jones retire?",
    "When did Ben Shah arrive?",
    "When did the ferry sink?",
    "Which brand is the boat?",
    "Which colour is the shed?",
]


def example(question: str) -> Example:
    return Example(question, "a.txt", (("1901", 0),))


def test_a_question_turns_on_another_word_of_its_kind() -> None:
    matters = Matters(map(example, QUESTIONS), ANALYZER, LEXICON)
    made = {
        matters.reworded(example(QUESTIONS[0]), random.Random(seed)).question for seed in range(20)
    }
    assert made == {"When did Ada Jones arrive?", "When did Ada Jones sink?"}


def test_without_another_word_there_is_no_near_miss() -> None:
    matters = Matters([example(QUESTIONS[0])], ANALYZER, LEXICON)
    assert matters.reworded(example(QUESTIONS[0]), random.Random(1)) is None
    assert matters.reworded(example("Who is Ada Jones?"), random.Random(1)) is None
