"""What counts as the same word, and where words stand."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analyzer, Variants

ANALYZER = Analyzer.default()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("counter-terrorism", "counterterrorism"),
        ("Counter terrorism", "counterterrorism"),
        ("Defence", "defense"),
        ("the U.S.", "US"),
        ("United States", "American"),
        ("United\u00a0 States", "USA"),
        ("Pakistan’s", "Pakistani"),
        ("organisations", "organization"),
        ("1,700", "1700"),
        ("Hénin", "henin"),
        ("Sørensen", "sorensen"),
        ("F-16", "F16"),
        ("CAFÉ", "cafe\u0301"),
        ("talks", "talk"),
        ("led", "leads"),
    ],
)
def test_the_same_word_written_differently(one: str, other: str) -> None:
    assert ANALYZER.terms(one) == ANALYZER.terms(other) != []


@pytest.mark.parametrize(
    "text", ["", "the of and", "who was it?", "us", "didn’t they", "“—…”", "\x00\x1b"]
)
def test_no_terms(text: str) -> None:
    assert ANALYZER.terms(text) == []


def test_the_country_is_not_the_pronoun() -> None:
    assert ANALYZER.terms("They told us in May that WHO left the US") == [
        *ANALYZER.terms("told"),
        "may",
        "who",
        *ANALYZER.terms("leave"),
        "usa",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10-day talks", ["10", "day", "talks"]),
        ("Todd D. Robinson", ["Todd", "D", "Robinson"]),
        ("on 2023-02-14", ["on", "2023-02-14"]),
        ("a $1.1 billion deal", ["a", "1.1", "billion", "deal"]),
    ],
)
def test_numbers_and_dates_stay_whole(text: str, words: list[str]) -> None:
    assert [text[t.start : t.end] for t in ANALYZER.tokens(text)] == words


def test_scripts_without_spaces_become_pairs() -> None:
    assert ANALYZER.terms("北京大学 2023") == ["北京", "京大", "大学", "2023"]


def test_the_version_follows_the_word_lists() -> None:
    other = Analyzer(Variants(words={"a": "b"}, digest="another"))
    assert other.version != ANALYZER.version


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say_and_agree_with_terms(text: str) -> None:
    tokens = ANALYZER.tokens(text)
    assert [token.term for token in tokens if token.term] == ANALYZER.terms(text)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert all(a.start < b.start for a, b in itertools.pairwise(tokens))
