"""Answers over the seeds: the right sentence, every reading, honest refusal, the one law."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer
from retrieval.corpus import Corpus
from retrieval.model import Answer, Question
from retrieval.resources import seeds_folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    database: Path = tmp_path_factory.mktemp("seeds") / "seeds.db"
    corpus = Corpus(database, analyzer=Analyzer.default())
    corpus.sync(seeds_folder())
    yield corpus
    corpus.close()


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(Analyzer.default())


def ask(corpus: Corpus, answerer: Answerer, text: str) -> Answer:
    with corpus.snapshot() as snapshot:
        answer = answerer.answer(snapshot, Question(text))
        for reading in answer.readings:
            for quote in (reading.quote, *([reading.context] if reading.context else [])):
                assert snapshot.text(quote.article, quote.start, quote.end) == quote.text
            for span in reading.quote.highlights:
                assert reading.quote.text[span.start : span.end] == reading.phrase
    return answer


def test_a_plain_question_gets_its_sentence(corpus: Corpus, answerer: Answerer) -> None:
    answer = ask(corpus, answerer, "How many people died in the floods?")
    assert answer.outcome == "found"
    assert "1,700 people were killed" in answer.readings[0].quote.text
    assert "1,700" in answer.readings[0].phrase


def test_what_no_article_holds_is_refused(corpus: Corpus, answerer: Answerer) -> None:
    answer = ask(corpus, answerer, "What is the capital of France?")
    assert answer.outcome == "not_found"
    assert "france" in answer.missing
    assert answer.readings == ()
