"""Reading takes time in proportion to the length, whatever a file holds."""

from __future__ import annotations

from time import process_time

import pytest

from retrieval.articles import BoilerplateRules
from retrieval.articles.loading import article_of
from retrieval.passages import passages, sentences

PHRASES = BoilerplateRules.default().phrases
PATTERNS = [
    *("[", "“", "Mr. ", ". ", ". ” ", ".", "…", "! ", "a.b ", "A. ", "”", "。”", " . ", "...A"),
    *("[vc_row ", "[a_b=", "[/a]", "[vc_row]x", "(photo ", "(AP photo", "(also read: ", "<p "),
    *("<!-- ", "a", "word ", "© ", "| ", "a | ", "1. ", "# ", "\n", "\r", "\t", "\u2029"),
    *(
        "- a\n",
        "word\n",
        "word\n\n",
        "a.\n\n",
        "Word one two\n",
        "Related\n\n",
        "Also Read\n\nfoo\n\n",
    ),
    *("By A ", "By Aa Bb, Cc and ", "“Is it?” A ", "Jan 5 2023 ", "12:", "@a ", "Home > "),
    *("no. 5 ", "Feb. ", "Also read: "),
]


def seconds(text: str) -> float:
    start = process_time()
    article = article_of(text, "a.txt", "", 0.0, PHRASES)
    passages(article, sentences(article))
    return process_time() - start


@pytest.mark.parametrize("pattern", PATTERNS, ids=repr)
def test_twice_the_text_takes_about_twice_the_time(pattern: str) -> None:
    long = pattern * (40_000 // len(pattern))
    short = long[: len(long) // 4]
    # four times the text: quadratic time would be sixteen times, and a stall far above the floor
    assert min(seconds(long) for _ in range(2)) < 9 * seconds(short) + 0.15


@pytest.mark.parametrize("length", [30_000])
def test_a_text_without_a_full_stop_is_quick(length: int) -> None:
    assert seconds("word " * (length // 5)) < 0.5
