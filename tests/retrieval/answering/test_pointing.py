"""What the grammar of a question points at in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analyzer
from retrieval.answering.pointing import pointed, sides
from retrieval.answering.views import Views
from retrieval.questions import understand

ANALYZER = Analyzer.default()
VIEWS = Views(ANALYZER)
COUNCIL = "The River Council, which includes twelve farmers, has rejected the claims of the town."
TRIP = "Ada Jones will meet him to discuss flood walls on both banks, and blamed him for the delay."
HALTED = "The work was halted by the council of elders under the Brown administration in 1990."


def runs(question: str, sentence: str) -> dict[str, set[str]]:
    view = VIEWS.of(sentence)
    found: dict[str, set[str]] = {}
    for first, last, way in pointed(understand(question, ANALYZER), view):
        words = sentence[view.tokens[first].start : view.tokens[last].end]
        found.setdefault(way, set()).add(words)
    return found


@pytest.mark.parametrize(
    ("question", "sentence", "way", "words"),
    [
        ("Who rejected the claims?", COUNCIL, "subject", "The River Council"),
        ("What did the council reject?", COUNCIL, "object", "the claims"),
        ("What did the council reject?", COUNCIL, "object clause", "the claims of the town"),
        ("What will Ada Jones discuss?", TRIP, "object", "flood walls"),
        ("What did Ada Jones blame the mayor for?", TRIP, "behind verb", "the delay"),
        ("Under which administration was it halted?", HALTED, "noun", "the Brown administration"),
        ("Who halted the work?", HALTED, "agent", "the council"),
        ("What did the council halt?", HALTED, "patient", "The work"),
        ("What was halted by the council?", HALTED, "patient", "The work"),
        ("What was rejected?", COUNCIL, "object", "the claims"),
        ("Who was rejecting the claims?", COUNCIL, "subject", "The River Council"),
        ("Who is the mayor?", "The mayor Ben Shah spoke.", "behind noun", "Ben Shah"),
        ("Who is the mayor?", "Ben Shah is the mayor of the town.", "equated", "Ben Shah"),
        ("What is the name of the ship?", "The ship, the Ada, sank.", "apposed behind", "the Ada"),
        ("Who is the mayor?", "So Ben Shah, the mayor, spoke.", "apposed", "Ben Shah"),
        (
            "Who is the head?",
            "The head of the office, Ben Shah, spoke.",
            "apposed behind",
            "Ben Shah",
        ),
        ("Who is the CGS?", "The chief (CGS) Ben Shah spoke.", "behind noun", "Ben Shah"),
        (
            "How much did the club spend last year?",
            "It got 86 and spent 79 pounds.",
            "object",
            "79 pounds",
        ),
        ("How many men came?", "Nine men came.", "subject", "Nine men"),
        ("Who robbed it?", "They seized the men who robbed it.", "subject which", "the men"),
    ],
)
def test_a_question_points_at(question: str, sentence: str, way: str, words: str) -> None:
    assert words in runs(question, sentence).get(way, set())


def test_a_passive_sentence_has_no_active_subject() -> None:
    assert "subject" not in runs("Who halted the work?", HALTED)


def test_a_question_without_a_verb_points_at_nothing() -> None:
    assert runs("where?", COUNCIL) == {}


@given(st.text(max_size=80), st.text(max_size=200))
def test_every_run_is_a_run_of_words(question: str, sentence: str) -> None:
    view = VIEWS.of(sentence)
    for first, last, _ in pointed(understand(question, ANALYZER), view):
        assert 0 <= first <= last < len(view.tokens)


@given(st.lists(st.sampled_from([*COUNCIL.split(), *HALTED.split(), "who", "by", "for", ","])))
def test_the_same_of_shuffled_words(words: list[str]) -> None:
    view = VIEWS.of(" ".join(words))
    for question in ("Who rejected the council?", "What was the work halted for?"):
        for first, last, _ in pointed(understand(question, ANALYZER), view):
            assert 0 <= first <= last < len(view.tokens)


@pytest.mark.parametrize(
    ("question", "sentence", "marks"),
    [
        ("What did Ben sign?", "Ben signed it.", "object< object> object>"),
        ("Who was hurt?", "Ben was hurt there.", "object-be< object-be< object-be> object-be>"),
        ("When did Ben sign it?", "In May Ben signed.", "beside< beside< beside< beside>"),
        ("Who sang?", "Ben signed it.", ""),
    ],
)
def test_words_stand_on_a_side_of_the_verb(question: str, sentence: str, marks: str) -> None:
    view = VIEWS.of(sentence)
    found = sides(understand(question, ANALYZER), view)
    assert len(found) == len(view.tokens)
    assert " ".join(found).split() == marks.split()
