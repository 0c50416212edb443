"""The service over the real store, index and articles."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from fakes import FakeAnswerer, paragraph

from bot.app import open_journal
from bot.journal import Journal
from bot.service import Parts, QuestionService
from retrieval.analysis import Analyzer
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


def test_a_journal_that_cannot_be_used_is_replaced_by_one_in_memory(tmp_path, caplog):
    (tmp_path / "j.db").mkdir()
    journal = open_journal(tmp_path / "j.db")
    assert journal.claim(("event",), 60)
    journal.close()
    assert "journal" in caplog.text
