"""Nothing that an article or a person writes is acted on by Discord, and no word is changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.escape import block_quote, emphasise, escape, unescape, units, visible
from retrieval.model import Span

TRICKY = st.text(
    st.one_of(st.sampled_from("*_~`|[]()<>@#:/-+.1\\ \nhx!&"), st.characters()), max_size=60
)
WORDS = st.lists(
    st.sampled_from(
        [
            "@everyone",
            "@here",
            "<@123>",
            "<@!123>",
            "<@&9>",
            "<#1>",
            "</cmd:1>",
            "<:e:1>",
            "<t:12:R>",
            "[x](http://evil)",
            "||s||",
            "```",
            "\n# h",
            "\n- i",
            "\n1. i",
            "\n> q",
            "\n-# s",
            "https://evil.example",
            "discord.gg/abc",
            ":smile:",
            "\\",
            "**",
            "__",
            "\u202e",
            "\u200b",
            "word",
            "[...]",
            " ",
        ]
    ),
    max_size=12,
).map("".join)

ACTED_ON = {
    "mention of everyone": r"@(everyone|here)",
    "mention of somebody": r"<@[!&]?\d+>",
    "link to a channel": r"<#\d+>",
    "command": r"</[\w -]+:\d+>",
    "emoji": r"<a?:\w+:\d+>",
    "emoji by name": r"(?<!\\):\w+:",
    "time": r"<t:\d+",
    "address": r"https?://",
    "invitation": r"discord\.gg/",
    "masked link": r"\]\(",
    "spoiler": r"\|\|",
    "code": r"(?<!\\)`",
    "heading, list, quote or small print": r"(?m)^\s*(#|>|-|\+|\d+[.)])",
    "direction mark": "[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]",
    "control character": r"[\x00-\x08\x0b-\x1f\x7f-\x9f]",
}


@given(TRICKY | WORDS)
def test_a_reader_sees_the_very_words(text):
    assert unescape(escape(text)) == visible(text)


@given(TRICKY | WORDS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3))
def test_bold_changes_no_word(text, pairs):
    spans = tuple(Span(min(pair), max(pair)) for pair in pairs)
    assert unescape(emphasise(text, spans)) == visible(text)


@given(TRICKY | WORDS)
def test_visible_text_stays_as_it_is(text):
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize("pattern", ACTED_ON.values(), ids=ACTED_ON.keys())
@given(text=TRICKY | WORDS)
def test_nothing_is_acted_on(pattern, text):
    assert not re.search(pattern, escape(text))


@given(TRICKY | WORDS)
def test_every_markdown_character_is_escaped(text):
    rest = re.sub(r"\\[^0-9A-Za-z\s]", "", escape(text)).replace("[...]", "")
    assert not re.search(r"[*_~`|\[\]<\\]", rest)


def test_the_mark_of_what_is_left_out_is_no_link_and_stays_readable():
    assert escape("a [...] b") == "a [...] b"
    assert escape("[...](http://evil)") == r"\[...\]\(http\://evil)"


def test_plain_words_are_left_alone():
    text = "The U.S. counter-terrorism talks (the 2nd) cost $5.5 million; 40% more, he said."
    assert escape(text) == text


def test_persian_joiners_and_emoji_stay_and_hidden_ones_go():
    assert visible("می\u200cخواهم 👩\u200d🚀 pass\u200dword") == "می\u200cخواهم 👩\u200d🚀 password"


def test_half_a_surrogate_can_be_sent():
    assert escape("a\ud800b").encode() == "a\ufffdb".encode()


def test_bold_keeps_outer_blanks_outside_and_ends_with_its_line():
    assert emphasise("a  b \n c d", (Span(1, 9),)) == "a  **b** \n **c** d"


def test_a_block_quote_marks_every_line():
    assert block_quote("a\n\nb") == "> a\n> \n> b"


def test_length_counts_utf16_units():
    assert units("a😀") == 3
