"""What speaks against a candidate."""

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering.checks import Checker
from retrieval.answering.clauses import clause_of
from retrieval.answering.views import Views
from retrieval.questions import understand

ANALYZER = Analyzer.default()
CHECKER = Checker.load(ANALYZER)
VIEWS = Views(ANALYZER)


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("Who led the Pakistani delegation?", "pakistan"),
        ("who led the US side?", "usa"),
        ("Who heads the team from India?", "india"),
        ("Who led the delegation?", None),
        ("When did the French and German teams meet?", None),
        ("Where is Pakistan?", None),
    ],
)
def test_the_side_asked_about(question: str, country: str | None) -> None:
    side = CHECKER.asked_side(understand(question, ANALYZER))
    assert (side.country if side else None) == country


def test_the_sides_of_a_sentence() -> None:
    view = VIEWS.of(
        "Ada Jones will lead the US team, and Ben Shah will lead the group from Pakistan."
    )
    assert [(s.country, s.noun) for s in CHECKER.sides(view)] == [
        ("usa", "team"),
        ("pakistan", "group"),
    ]


def test_clauses() -> None:
    text = "Ada will lead the US team, and Ben will lead the other."
    start, end = clause_of(text, text.index("Ada"))
    assert text[start:end] == "Ada will lead the US team"
    assert clause_of(text, text.index("Ben"))[1] == len(text)
