from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cleaning import cleaned
from retrieval.errors import QuestionError

CLEAN = {
    "who led?": "who led?",
    "  who \n\t led?\xa0": "who led?",
    "\x1b[1;31mwho\x1b[0m led?": "who led?",
    "\x1b]8;;http://evil.example\x07who\x1b]8;;\x07 led?": "who led?",
    "\x1b]0;title\x1b\\who led?": "who led?",
    "\x1b]unfinished who led?": "unfinished who led?",
    "\x9b31mwho led?": "who led?",
    "who\u200b led\u202e?": "who led?",
    "می\u200cخواهم": "می\u200cخواهم",
    "\N{WOMAN}\u200d\N{PERSONAL COMPUTER}?": "\N{WOMAN}\u200d\N{PERSONAL COMPUTER}?",
    "wer führte 東京?": "wer führte 東京?",
    "caf\u0065\u0301": "caf\u0065\u0301",
}


@pytest.mark.parametrize("text", CLEAN)
def test_only_what_cannot_be_seen_goes(text):
    assert cleaned(text, 1000) == CLEAN[text]


@given(st.text())
def test_a_question_is_one_printable_line(text):
    try:
        line = cleaned(text, 1000)
    except QuestionError:
        return
    assert line == " ".join(line.split())
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
    assert line.encode("utf-8")
    assert cleaned(line, 1000) == line


def test_a_flood_of_escapes_takes_no_time():
    assert cleaned("\x1b]" * 100_000 + "who?", 100_000).endswith("who?")
