"""What relative dates stand for beside a dated article."""

from datetime import date

import pytest

from retrieval.answering.times import long_date, note, recency

TUESDAY = date(2023, 2, 14)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("They meet this week.", "“this week” is 13 February 2023 to 19 February 2023"),
        ("They meet next month.", "“next month” is March 2023"),
        ("It fell last year.", "“last year” is 2022"),
        ("It began yesterday.", "“yesterday” is 13 February 2023"),
        ("He arrived on Sunday afternoon.", "“Sunday” is 12 February 2023"),
        ("Talks are set to begin on Friday.", "“Friday” is 17 February 2023"),
        ("The coming week matters.", "“The coming week” is 20 February 2023 to 26 February 2023"),
        ("They talked on Tuesday.", "“Tuesday” is 14 February 2023"),
    ],
)
def test_a_relative_date_is_resolved(text: str, meant: str) -> None:
    assert note(text, TUESDAY) == meant


@pytest.mark.parametrize(
    "text",
    [
        "From Monday 4 November, recycling changes.",
        "Open 9am to 4.30pm, Monday to Thursday.",
        "The shop is closed every Sunday.",
        "On Friday, March 3, they met.",
    ],
)
def test_a_day_with_its_date_or_a_habit_needs_no_note(text: str) -> None:
    assert note(text, TUESDAY) is None


def test_nothing_to_say() -> None:
    assert note("They meet this week.", None) is None
    assert note("They met on 3 May 2020.", TUESDAY) is None


def test_the_year_turns() -> None:
    assert note("See you next month.", date(2022, 12, 31)) == "“next month” is January 2023"
    assert note("See you last month.", date(2023, 1, 1)) == "“last month” is December 2022"
    assert long_date(date(2024, 2, 29)) == "29 February 2024"


@pytest.mark.parametrize(
    ("question", "published", "suits"),
    [
        ("what is the latest on the talks", date(2023, 3, 1), 1.0),
        ("what is the latest on the talks", date(2022, 3, 1), 0.0),
        ("who met last month", date(2023, 2, 3), 1.0),
        ("who met last month", date(2023, 3, 3), 0.0),
        ("who met this year", date(2023, 1, 1), 1.0),
        ("who met last week", date(2023, 3, 5), 1.0),
        ("who met yesterday", date(2023, 3, 7), 1.0),
        ("who met", date(2023, 3, 7), 0.0),
        ("who met yesterday", None, 0.0),
    ],
)
def test_the_time_asked_about(question: str, published: date | None, suits: float) -> None:
    assert recency(question, published, date(2023, 3, 1), date(2023, 3, 8)) == suits
