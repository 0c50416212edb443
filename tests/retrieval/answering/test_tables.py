"""Questions that the cells of a table answer."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analyzer
from retrieval.answering.tables import below, cells
from retrieval.answering.views import Views
from retrieval.model import Answer

Ask = Callable[[str], Answer]
VIEWS = Views(Analyzer.default())
ACCESS = (
    "# First weeks\n\nAsk for your accounts early.\n\n"
    "| Tool | What for | Who gives access |\n|---|---|---|\n"
    "| Roster | leave and sick notes | Hanne |\n| Claimly | travel expenses | Nora |\n"
    "| Gitea | source code | Dmitri |\n| Kiosk | the kitchen | Leila |\n"
    "| Harbor | VPN and staging | Rafael |\n\nTwo keys are compulsory for all of them.\n"
)
PLANS = (
    "What the plans hold\n\nThere are three plans, and all of them can be cancelled in a day.\n\n"
    "Plan\tStorage\tDevices\nPersonal\t5 GB\t3\nPlus\t500 GB\t10\nBusiness\t2,000 GB\t40\n"
)
COURSES = (
    "# Courses of the spring\n\nAll of them take place in the evening, and all are for members.\n\n"
    "| Code | Course | Room | Places |\n|---|---|---|---|\n"
    "| LA-130 | Sign language, level 1 | 7 | 12 |\n| LA-201 | Spanish for beginners | 9 | 16 |\n"
)
CELL = st.text("ab 1.", min_size=1, max_size=5).filter(str.strip)


@pytest.mark.parametrize(
    ("text", "question", "phrase", "header"),
    [
        (ACCESS, "who gives me access to the VPN?", "Rafael", "Who gives access"),
        (COURSES, "how many places are there on the sign language course?", "12", "Places"),
        (PLANS, "how much storage does Plus have?", "500 GB", "Storage"),
    ],
)
def test_a_cell_answers_with_the_first_row_of_its_table(
    asking: Callable[..., Ask], text: str, question: str, phrase: str, header: str
) -> None:
    answer = asking(text)(question)
    assert answer.outcome == "found"
    (reading,) = answer.readings[: answer.shown]
    assert reading.phrase == phrase
    assert reading.context is not None
    assert header in reading.context.text


@pytest.mark.parametrize("text", ["", "|", "| alone |", "no table", "a\t", "\t\t"])
def test_no_row(text: str) -> None:
    assert cells(text) == []


@given(row=st.lists(CELL, min_size=2, max_size=5), markdown=st.booleans())
def test_cells_are_what_a_row_was_made_of(row: list[str], *, markdown: bool) -> None:
    text = f"|{'|'.join(row)}|" if markdown else "\t".join(row)
    assert [text[start:end] for start, end in cells(text)] == row


def test_a_column_is_named_by_the_first_row_alone() -> None:
    header, row = VIEWS.of("| Tool | Who gives access |"), VIEWS.of("| Harbor | Rafael |")
    short = VIEWS.of("| Harbor |")
    spots = {"access": header.places["access"]}
    assert below(header, row, spots) == {"access": [1]}
    assert below(header, short, spots) == {}
    assert below(short, row, {"harbor": [0]}) == {}
