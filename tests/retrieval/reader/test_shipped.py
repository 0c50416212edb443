"""The reader that is shipped, over the seed articles: it feeds the checks, never bypasses them."""

from collections.abc import Callable

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering import AnswerOptions
from retrieval.articles import find, load
from retrieval.model import Answer, Question
from retrieval.reader.files import FOLDER
from retrieval.reader.opening import Reader
from retrieval.resources import seeds_folder
from retrieval.training.pool import Pool

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def seeds() -> Ask:
    analyzer = Analyzer.default()
    articles = [load(path, seeds_folder()) for path in find(seeds_folder())]
    pool = Pool(articles, analyzer)
    answerer = Reader.open().answerer(analyzer, AnswerOptions(), 1e6)
    texts = {article.path: article.text for article in articles}

    def ask(question: str) -> Answer:
        answer = answerer.answer(pool, Question(question))
        for reading in answer.readings:
            quote = reading.quote
            assert texts[quote.article][quote.start : quote.end] == quote.text
            assert reading.phrase in quote.text
        return answer

    return ask


def test_its_files_are_small_enough_to_travel() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 25_000_000


def test_a_plain_question_gets_its_sentence_and_a_phrase_with_its_hedge(seeds: Ask) -> None:
    answer = seeds("How many people died in the floods?")
    assert answer.outcome == "found"
    assert answer.readings[0].phrase.lower().startswith("at least 1,700")
    assert answer.trace["reader"]["used"]  # type: ignore[index]


def test_both_sides_that_answer_are_shown(seeds: Ask) -> None:
    answer = seeds("who led the Pakistani delegation?")
    assert answer.outcome == "several"
    shown = " | ".join(reading.phrase for reading in answer.readings[: answer.shown])
    assert "Saeed" in shown
    assert "Syed Haider Shah" in shown
    assert "Shule" not in shown


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "Who led the Indian delegation?",
        "Who won the cricket match between Pakistan and England?",
        "How many soldiers were killed in the floods?",
        "asdfgh qwertz",
    ],
)
def test_what_no_article_holds_is_not_answered(seeds: Ask, question: str) -> None:
    assert seeds(question).outcome in ("closest", "not_found")
