"""Answers with the reader: its phrases, its share in the score, its limits in time."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_reader import TEXTS

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer, AnswerOptions
from retrieval.model import Answer, Article, Question
from retrieval.reader.opening import Reader
from retrieval.reader.scorer import ReaderScorer
from retrieval.reader.tokens import Tokenizer
from retrieval.training.pool import Pool

Ask = Callable[..., Answer]
DEATHS = "How many people died in the valley?"


def light(question: str, pool: Pool) -> Answer:
    return Answerer(Analyzer.default()).answer(pool, Question(question))


def test_the_phrase_is_the_readers_and_keeps_its_hedge(ask: Ask) -> None:
    reading = ask(DEATHS).readings[0]
    assert reading.phrase.startswith("More than 80")
    assert reading.quote.text == "More than 80 people died in the valley."


def test_a_span_of_the_wrong_type_gives_way(ask: Ask, analyzer: Analyzer) -> None:
    text = "The 80 boats of the northern Icelandic fishing fleet arrived on 3 May 2021."  # or 80?
    pool = Pool([Article("fleet.txt", text, "", 0.0, "Fleet")], analyzer)
    assert ask("When did the fleet arrive?", of=pool).readings[0].phrase == "3 May 2021"


def test_what_the_reader_knows_can_outrank_what_shares_more_words(ask: Ask, pool: Pool) -> None:
    question = "What did officials on the coast look at?"
    assert "boats" in ask(question).readings[0].quote.text
    assert ask(question).trace["sentences"] != light(question, pool).trace["sentences"]


def test_the_trace_shows_the_share_of_the_reader(ask: Ask) -> None:
    trace = ask(DEATHS).trace
    assert trace["reader"]["used"] is True
    assert trace["reader"]["windows"] == 1
    first = trace["sentences"][0]
    assert {"light_score", "reader_all", "reader_margin"} <= first["features"].keys()
    assert first["signs"]["reader_best"] == 12.0


def test_beyond_its_time_the_light_answer_is_given_and_said(
    ask: Ask, pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "quotedesk.reader"):
        answer = ask(DEATHS, budget_ms=0.0)
    assert answer == light(DEATHS, pool)
    assert answer.trace["reader"]["used"] is False
    assert "0 ms" in answer.trace["reader"]["why"]
    assert "light answer" in caplog.text
    assert "valley" not in caplog.text


def test_many_threads_get_what_one_gets(tiny: Path, pool: Pool, analyzer: Analyzer) -> None:
    answerer = Reader.open(tiny).answerer(analyzer, AnswerOptions(), 1e6)
    questions = [Question(text) for text in (DEATHS, "What did officials count?", "When?")] * 8
    alone = [answerer.answer(pool, question) for question in questions]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda question: answerer.answer(pool, question), questions))
    assert together == alone


def test_a_network_that_fails_on_the_way_leaves_the_light_answer(
    tiny: Path, pool: Pool, analyzer: Analyzer
) -> None:
    answerer = Reader.open(tiny).answerer(analyzer, AnswerOptions(), 1e6)
    assert isinstance(answerer.scorer, ReaderScorer)
    answerer.scorer.tokenizer = Tokenizer.load(large(tiny))  # its pieces are beyond the table
    answer = answerer.answer(pool, Question(DEATHS))
    assert answer == light(DEATHS, pool)
    assert answer.trace["reader"]["why"] == "the reader failed"


def large(folder: Path) -> Path:
    lines = (folder / "vocabulary.txt").read_text("utf-8").splitlines()
    more = [f"[more{number}]" for number in range(5000)]
    (folder / "large.txt").write_text("\n".join([*lines[:103], *more, *lines[103:]]), "utf-8")
    return folder / "large.txt"


@pytest.mark.parametrize(
    "text",
    [
        "洪水在七月来到。超过80人死亡。",
        "🌊🌊🌊 80 🙂",
        "word " * 3000,
        "x" * 20_000,
        "١٢٣ ‏مرحبا",
        "\x00\x01 80 \ufffd",
    ],
)
def test_odd_articles_and_questions_are_survived(ask: Ask, analyzer: Analyzer, text: str) -> None:
    pool = Pool([Article("odd.txt", text, "", 0.0, "")], analyzer)
    for question in (DEATHS, text[:300], "80?", "🙂", "?"):
        for reading in ask(question, of=pool).readings:
            assert text[reading.quote.start : reading.quote.end] == reading.quote.text


WORDS = [
    *sorted({word for text in TEXTS.values() for word in text.split()}),
    "Who",
    "what",
    "né",
    "🙂",
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_quote_and_phrase_is_a_slice(ask: Ask, question: str) -> None:
    for reading in ask(question).readings:
        quote = reading.quote
        assert TEXTS[quote.article][quote.start : quote.end] == quote.text
        (mark,) = quote.highlights
        assert quote.text[mark.start : mark.end] == reading.phrase
        assert reading.phrase
