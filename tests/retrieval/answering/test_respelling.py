"""Surnames that two articles spell in two ways, and surnames alone."""

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering.respelling import by_surname, respelled, sounds_like
from retrieval.answering.views import Views
from retrieval.questions import understand

ANALYZER = Analyzer.default()
VIEWS = Views(ANALYZER)


@pytest.mark.parametrize(
    ("one", "other"),
    [("chollet", "shule"), ("saeed", "said"), ("landberg", "lundberg"), ("price", "pryce")],
)
def test_words_that_sound_alike(one: str, other: str) -> None:
    assert sounds_like(one, other)
    assert sounds_like(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("robinson", "robertson"), ("smith", "jones"), ("lee", "law"), ("brown", "bran"), ("", "")],
)
def test_words_that_do_not(one: str, other: str) -> None:
    assert not sounds_like(one, other)


def test_a_surname_is_met_behind_the_same_first_name() -> None:
    asked = understand("what is the position of Derek Chollet?", ANALYZER)
    view = VIEWS.of("The delegation led by Consul Derek Shule will visit.")
    term = ANALYZER.term("chollet")
    places = respelled(asked, view, frozenset([term]))[term]
    assert [view.tokens[at].word for at in places] == ["shule"]


@pytest.mark.parametrize("sentence", ["Consul Eric Shule will visit.", "Consul Shule will visit."])
def test_another_first_name_or_none_is_somebody_else(sentence: str) -> None:
    asked = understand("what is the position of Derek Chollet?", ANALYZER)
    assert respelled(asked, VIEWS.of(sentence), frozenset([ANALYZER.term("chollet")])) == {}


def test_an_article_that_has_the_name_needs_no_other_spelling() -> None:
    asked = understand("what is the position of Derek Chollet?", ANALYZER)
    assert respelled(asked, VIEWS.of("Derek Shule will visit."), frozenset()) == {}


@pytest.mark.parametrize(
    "sentence",
    ["Chollet will be there.", "They met Mr. Chollet.", "They met Counsellor Chollet on Monday."],
)
def test_a_surname_alone_is_whoever_the_article_names_in_full(sentence: str) -> None:
    asked, view = understand("where is Derek Chollet?", ANALYZER), VIEWS.of(sentence)
    places = by_surname(asked, view, frozenset())[ANALYZER.term("derek")]
    assert [view.tokens[at].word for at in places] == ["chollet"]


def test_a_surname_behind_another_first_name_is_somebody_else() -> None:
    asked = understand("where is Derek Chollet?", ANALYZER)
    assert by_surname(asked, VIEWS.of("They met Anna Chollet."), frozenset()) == {}
    gone = frozenset([ANALYZER.term("derek")])
    assert by_surname(asked, VIEWS.of("They met Chollet."), gone) == {}
