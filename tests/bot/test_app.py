"""The service over the real store, index and articles."""

from __future__ import annotations

import json
import threading
from dataclasses import fields, replace

import pytest
from fakes import FakeAnswerer, paragraph

from bot.answer_json import from_json, to_json
from bot.app import open_journal, open_service
from bot.journal import Journal
from bot.service import Parts, QuestionService
from bot.settings import AnswerSettings, RetrievalSettings, load
from retrieval.analysis import Analyzer
from retrieval.answering import AnswerOptions
from retrieval.corpus import Corpus
from retrieval.errors import CorpusError
from retrieval.model import Question
from retrieval.resources import seeds_folder

SAEED = "led by Lt. Gen. Mohammed Saeed, Chief of General Staff"


@pytest.fixture
def service(tmp_path):
    corpus = Corpus(tmp_path / "a.db", analyzer=Analyzer.default())
    journal = Journal(tmp_path / "a.journal.db")
    held = QuestionService(Parts(corpus, FakeAnswerer(), paragraph, journal, seeds_folder()))
    held.sync()
    yield held
    held.close()


def test_the_seeds_are_answered_quoted_and_shown_in_their_paragraph(service):
    answer = service.ask(Question("Pakistani team, headed by the Chief of General Staff"))
    assert answer.outcome == "found"
    quote = answer.readings[0].quote
    assert service.article(quote.article).text[quote.start : quote.end] == quote.text
    assert quote.text in service.paragraph(answer.id).text
    assert service.get(answer.id) == answer


def test_the_overview_speaks_of_the_seeds(service):
    overview = service.overview()
    assert overview.articles == 5
    assert overview.passages > 5
    assert overview.newest.year == 2023
    assert overview.updated is not None
    assert service.overview() is overview


def test_an_unknown_article_is_none(service):
    assert service.article("unknown.txt") is None


def test_a_sync_while_people_ask_never_shows_half_a_state(service, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    service._parts = replace(service._parts, folder=folder)
    wrong, stop = [], threading.Event()

    def ask() -> None:
        while not stop.is_set():
            answer = service.ask(Question("version tells"))
            words = {reading.quote.text.split()[-1] for reading in answer.readings}
            wrong.extend([words] if len(words) > 1 else [])

    def write(version: int) -> None:
        for name in "abc":
            (folder / f"{name}.txt").write_text(f"This version tells {name} of number {version}.")

    write(0)
    service.sync()
    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for version in range(1, 6):
        write(version)
        service.sync()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_empty_folder_has_its_sentence(service, tmp_path):
    (tmp_path / "empty").mkdir()
    service._parts = replace(service._parts, folder=tmp_path / "empty")
    with pytest.raises(CorpusError):
        service.sync()


@pytest.fixture
def whole(tmp_path):
    """The service as the command line opens it."""
    settings = load(None, {}, {"database": tmp_path / "whole.db"}, dotenv=None)
    held = open_service(settings)
    held.sync()
    yield held
    held.close()


def test_the_whole_service_answers_from_the_seeds_and_refuses_the_rest(whole):
    found = whole.ask(Question("how many people were killed in the floods?"))
    assert found.outcome in {"found", "several"}
    assert "1,700" in found.readings[0].phrase
    refused = whole.ask(Question("what is the capital of France?"))
    assert (refused.outcome, refused.readings) == ("not_found", ())
    assert "france" in [word.lower() for word in refused.missing]


QUESTIONS = [
    "who is Derek Chollet?",
    "when was the first round of the dialogue held?",
    "Moahmmed Saeed",
    "WHO LED THE TEAM",
    "the",
    "?!",
    "a\u0301" * 300,
    "who " * 400,
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_every_quote_is_a_slice_whatever_is_asked_and_answers_are_kept_as_they_are(whole, text):
    answer = whole.ask(Question(text, asker="anna", conversation="c"))
    for reading in answer.readings:
        for quote in filter(None, (reading.quote, reading.context)):
            assert whole.article(quote.article).text[quote.start : quote.end] == quote.text
    assert whole.get(answer.id) == answer
    assert from_json(json.loads(json.dumps(to_json(answer)))) == answer


def test_the_law_is_never_broken_by_the_answerer(whole, caplog):
    for text in QUESTIONS:
        whole.ask(Question(text))
    assert [record for record in caplog.records if record.name == "quotedesk.law"] == []


def test_three_sample_questions_are_answered(whole):
    samples = whole.overview().samples
    assert len(samples) == 3
    outcomes = {whole.ask(Question(sample)).outcome for sample in samples}
    assert outcomes <= {"found", "several"}


def test_settings_and_answerer_agree_on_the_defaults():
    ours = {field.name: field.default for field in fields(AnswerSettings)}
    theirs = {field.name: field.default for field in fields(AnswerOptions)}
    of_reader = {"reader", "reader_budget_ms"}
    assert ours.keys() - theirs.keys() == of_reader
    assert all(theirs[name] == default for name, default in ours.items() if name not in of_reader)
    assert RetrievalSettings().candidates == theirs["passages"]


def test_a_journal_that_cannot_be_used_is_replaced_by_one_in_memory(tmp_path, caplog):
    (tmp_path / "j.db").mkdir()
    journal = open_journal(tmp_path / "j.db")
    assert journal.claim(("event",), 60)
    journal.close()
    assert "journal" in caplog.text
