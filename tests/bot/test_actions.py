from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import NAMES, Action, format_action, parse_action

IDS = st.from_regex(r"[A-Za-z0-9_-]{1,22}", fullmatch=True)


@given(st.sampled_from(NAMES), IDS, st.integers(0, 9999))
def test_a_button_says_what_was_put_into_it(name, answer, number):
    value = format_action(name, answer, number)
    assert parse_action(value) == Action(name, answer, number)
    assert len(value) <= 100


def test_the_value_is_the_documented_one():
    assert format_action("helpful", "abc") == "helpful:abc"
    assert format_action("more", "abc", 2) == "more:abc:2"


@pytest.mark.parametrize(
    "value",
    ["", "more", "more:", "delete:abc", "more:a b", "more:abc:-1", "more:abc:x", "\nmore:a"],
)
def test_anything_else_is_none_of_ours(value):
    assert parse_action(value) is None


@given(st.text())
def test_no_text_breaks_it(text):
    parse_action(text)
