from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import quotes

from bot.cutting import cut
from bot.wording import GAP
from retrieval.model import Quote, Span

TEXT = (
    "The Pakistani team, led by Lt. Gen. Mohammed Saeed, arrived in the U.S. capital on Sunday."
    " Two major generals make up the delegation! They talked. The end came soon."
)
FIRST = "The Pakistani team, led by Lt. Gen. Mohammed Saeed, arrived in the U.S. capital on Sunday."


def quote(phrase: str, text: str = TEXT) -> Quote:
    start = text.index(phrase)
    return Quote("a.txt", 0, len(text), text, (Span(start, start + len(phrase)),))


def marked(text: str, highlights: tuple[Span, ...]) -> int:
    """Measure as a chat that escapes stars and puts two around each highlight."""
    return len(text) + text.count("*") + 4 * len(highlights)


def test_a_quote_that_fits_is_left_alone():
    whole = cut(quote("Saeed"), len(TEXT))
    assert (whole.text, whole.cut) == (TEXT, False)
    assert whole.highlights == quote("Saeed").highlights


def test_one_character_less_cuts_between_sentences():
    short = cut(quote("Saeed"), len(TEXT) - 1)
    assert short.text == TEXT.removesuffix(" The end came soon.") + f" {GAP}"
    assert short.cut


def test_abbreviations_and_initials_are_no_ends_of_sentences():
    exact = len(FIRST) + len(f" {GAP}")
    assert cut(quote("Saeed"), exact).text == f"{FIRST} {GAP}"
    assert cut(quote("Saeed"), exact - 1).text == f"{FIRST.removesuffix(' Sunday.')} {GAP}"


def test_the_sentence_that_answers_is_kept_rather_than_the_first():
    assert cut(quote("talked"), 40).text == f"{GAP} They talked. The end came soon."
    assert cut(quote("talked"), 26).text == f"{GAP} They talked. {GAP}"


def test_the_phrase_that_answers_survives_between_words():
    short = cut(quote("Lt. Gen. Mohammed Saeed"), 40)
    (span,) = short.highlights
    assert short.text[span.start : span.end] == "Lt. Gen. Mohammed Saeed"
    assert short.text.startswith(f"{GAP} ")
    assert short.text.endswith(f" {GAP}")


def test_a_phrase_longer_than_the_limit_keeps_its_opening():
    short = cut(quote("Lt. Gen. Mohammed Saeed"), 31)
    assert "Lt. Gen." in short.text
    assert len(short.text) <= 31


def test_one_word_longer_than_the_limit_is_cut_inside():
    text = "x" * 30_000
    short = cut(Quote("a", 0, len(text), text), 2000)
    assert short.text == "x" * (2000 - len(f" {GAP}")) + f" {GAP}"


def test_a_phrase_inside_an_endless_word_is_kept():
    text = "x" * 15_000 + "answer" + "y" * 15_000
    short = cut(quote("answer", text), 100)
    (span,) = short.highlights
    assert short.text[span.start : span.end] == "answer"
    assert len(short.text) == 100


@given(quotes(), st.integers(0, 220), st.sampled_from([marked, lambda text, _: len(text)]))
@example(Quote("a", 0, 20, "@everyone @everyone ", (Span(9, 10),)), 12, marked)
def test_the_limit_holds_and_every_word_is_the_articles(held, limit, measure):
    short = cut(held, limit, measure)
    assert measure(short.text, short.highlights) <= limit or short.text == ""
    slice_ = held.text[short.start : short.end]
    assert slice_ in held.text
    if short.text:
        before, _, after = short.text.partition(slice_) if slice_ else ("", "", short.text)
        assert before in {"", f"{GAP} "}
        assert after in {"", f" {GAP}"}
    for span in short.highlights:
        assert 0 <= span.start < span.end <= len(short.text)
        assert short.text[span.start : span.end] in held.text


@given(quotes(), st.sampled_from([marked, lambda text, _: len(text)]))
def test_at_its_own_length_a_quote_is_whole_and_one_below_it_is_not(held, measure):
    size = measure(held.text, held.highlights)
    assert not cut(held, size, measure).cut
    assert cut(held, size, measure).text == held.text
    short = cut(held, size - 1, measure)
    assert short.cut or short.text == held.text.strip()


@given(quotes(), st.integers(14, 220))
def test_a_phrase_that_fits_is_never_lost(held, limit):
    spans = [span for span in held.highlights if held.text[span.start : span.end].strip()]
    if not spans or spans[0] != held.highlights[0]:
        return
    phrase = held.text[spans[0].start : spans[0].end].strip()
    if len(phrase) + 2 * len(f"{GAP} ") <= limit:
        assert phrase in cut(held, limit).text


@pytest.mark.parametrize("limit", [-1, 0, 1, 5, 12])
def test_a_limit_too_small_for_a_mark_and_a_character_leaves_nothing(limit):
    assert cut(quote("talked"), limit).text == ""
