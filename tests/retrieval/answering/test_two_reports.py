"""Two articles tell of one event, or one article of two: other figures, dates and people."""

from collections.abc import Callable

import pytest

from retrieval.mentions import unnamed, with_names
from retrieval.model import Answer

ARTICLES = (
    (
        "Quake shakes the Orlu valley\n\n"
        "MARESH, Ostria (Valley Wire) - An earthquake of magnitude 5.8 shook the Orlu valley on"
        " Monday. At least 43 people were killed, the Interior Ministry said. It began at a depth"
        " of 12 kilometers below the town of Maresh.\n\n"
        "Ostria has threatened to impose a duty on Velian wheat from May 1.\n"
    ),
    (
        "Toll climbs after Orlu valley quake\n\n"
        "The number of dead stood at 61 by the evening, the governor said. The survey in Tolm put"
        " the magnitude of the quake at 5.6.\n\n"
        "Its duty on Velian wheat is now due to begin on October 1.\n"
    ),
    (
        "Two teams, one weekend\n\n"
        "The women's match was watched by 340 people. Tea was served in the hall. The men's match"
        " was watched by 615 people.\n\n"
        "The women's top scorer was Tove Brask with nine goals. The men's top scorer was Luka"
        " Pernett with eight goals.\n"
    ),
    (
        "News of the school\n\n"
        "A new caretaker was presented to the parents by the head of the school, and there was"
        " cake for everybody who came.\n"
    ),
)


@pytest.fixture(scope="module")
def ask(asking: Callable[..., Callable[[str], Answer]]) -> Callable[[str], Answer]:
    return asking(*ARTICLES)


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("When does the duty on Velian wheat take effect?", ("May 1", "October 1")),
        ("How many people watched the match?", ("340", "615")),
        ("Who was the top scorer?", ("Tove Brask", "Luka Pernett")),
        ("How many people died in the quake?", ("43", "61")),
    ],
)
def test_both_answers_are_shown(
    ask: Callable[[str], Answer], question: str, phrases: tuple[str, str]
) -> None:
    answer = ask(question)
    shown = [reading.phrase for reading in answer.readings[: answer.shown]]
    assert answer.outcome == "several", (answer.outcome, shown)
    for phrase in phrases:
        assert any(phrase in one for one in shown), shown


def test_a_fraction_counts_nobody(ask: Callable[[str], Answer]) -> None:
    answer = ask("How many were killed in the quake?")
    shown = [reading.phrase for reading in answer.readings[: answer.shown]]
    assert shown
    assert not any("5." in phrase for phrase in shown), shown


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("What was the magnitude of the quake in Tolm?", "5.6"),
        ("How deep was the earthquake below Maresh?", "12 kilometers"),
    ],
)
def test_a_measure_is_a_number(ask: Callable[[str], Answer], question: str, phrase: str) -> None:
    assert phrase in ask(question).readings[0].phrase


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("ISLAMABAD (AP) — Pakistan said so.", "ISLAMABAD", "AP"),
        ("PORT ADA, March 6 (Valley Wire) - The talks began.", "PORT ADA", "Valley Wire"),
        ("MARESH, Ostria (Valley Wire): The talks began.", "MARESH", "Valley Wire"),
    ],
)
def test_the_agency_of_a_dateline_is_no_name_in_what_is_told(
    line: str, place: str, agency: str
) -> None:
    found = with_names(line, unnamed(line))
    assert found[0].kind == "place"
    assert line[found[0].start : found[0].end].startswith(place)
    assert not any(agency in line[mention.start : mention.end] for mention in found)


GUESTS = (
    "Quay repairs drag on\n\n"
    "ORVIK (Coast Wire) - The repair of the long quay will cost 14 million crowns, the harbour"
    " board said on Tuesday. It closes for good in winter.\n\n"
    "The interpreter for the visitors was Jonas Falk, a teacher. The guests from Brevik were put"
    " up at the Seaview Inn.\n",
    "Quay bill grows\n\n"
    "The auditors put the cost of repairing the long quay at 19 million crowns. A new crane is"
    " ordered.\n\n"
    "Guests from Sandell are staying at the old rectory. Mira Voss, who grew up there, showed them"
    " the harbour.\n",
)


def test_two_occasions_are_told_in_other_words(
    asking: Callable[..., Callable[[str], Answer]],
) -> None:
    answer = asking(*GUESTS)("Where are the guests put up?")
    quotes = " ".join(reading.quote.text for reading in answer.readings[: answer.shown])
    assert "Seaview Inn" in quotes
    assert "rectory" in quotes


@pytest.mark.parametrize(
    "question", ["Who interpreted for the visitors?", "What is ordered for the quay?"]
)
def test_one_answer_is_alone(asking: Callable[..., Callable[[str], Answer]], question: str) -> None:
    assert asking(*GUESTS)(question).shown == 1


STORM = (
    "Storm kills one\n\n"
    "ORVIK, March 15 (CW) - One man died and thousands of homes lost electricity when Storm Gudrun"
    " swept across the coast on Thursday.\n",
    "In brief\n\nFENWICK -- A bakery in Corn Street burned down in the early hours of Sunday.\n",
)


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("How many people died in the storm?", "One"),
        ("Which storm hit the coast?", "Gudrun"),
    ],
)
def test_a_dateline_answers_nothing_and_one_man_is_counted(
    asking: Callable[..., Callable[[str], Answer]], question: str, phrase: str
) -> None:
    assert phrase in asking(*STORM)(question).readings[0].phrase


def test_a_town_in_a_dateline_caused_nothing(
    asking: Callable[..., Callable[[str], Answer]],
) -> None:
    answer = asking(*STORM)("What burned down the bakery in Corn Street?")
    assert answer.readings
    assert "FENWICK" not in answer.readings[0].phrase


def test_a_dateline_may_say_where(asking: Callable[..., Callable[[str], Answer]]) -> None:
    answer = asking(*STORM)("Where did the man die in the storm?")
    assert answer.readings
    assert answer.outcome != "not_found"
