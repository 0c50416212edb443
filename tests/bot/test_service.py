from __future__ import annotations

import logging
from dataclasses import replace

import fakes
import pytest
from fakes import CHOLLET, WHO, Clock, FakeAnswerer, FakeCorpus, FakeSnapshot

from bot.journal import Journal
from bot.service import more
from bot.settings import LimitSettings
from retrieval.errors import EmptyQuestion, LimitReached, QuestionTooLong, StoreError
from retrieval.model import Answer, Conversation, Question, Quote, Span


def test_an_answer_has_an_id_a_time_and_slices_of_the_articles():
    answer = fakes.service().ask(Question(WHO))
    assert answer.outcome == "several"
    assert len(answer.id) == 16
    assert answer.id.isascii()
    assert answer.took_ms >= 0
    for reading in answer.readings:
        quote = reading.quote
        assert fakes.ARTICLES[quote.article][quote.start : quote.end] == quote.text


def test_ids_are_never_the_same_twice():
    service = fakes.service()
    assert len({service.ask(Question(WHO)).id for _ in range(50)}) == 50


def test_a_kept_answer_is_the_same_answer():
    service = fakes.service()
    answer = service.ask(Question(WHO))
    assert service.get(answer.id) == answer
    assert service.get("unknown") is None


def test_an_answer_not_to_be_kept_is_given_all_the_same():
    held = fakes.service()
    answer = held.ask(Question(WHO), keep=False)
    assert answer.readings
    assert held.get(answer.id) is None


def test_answers_survive_a_restart(tmp_path):
    first = fakes.service(journal=Journal(tmp_path / "j.db"))
    answer = first.ask(Question(WHO))
    first.close()
    second = fakes.service(journal=Journal(tmp_path / "j.db"))
    assert second.get(answer.id) == answer
    assert second.feedback(answer.id, "anna", helpful=True)


@pytest.mark.parametrize("text", ["", "  \n\t ", "\x00\x07", "\x1b[31m\x1b[0m", "\u202e\ufeff"])
def test_nothing_is_no_question(text):
    with pytest.raises(EmptyQuestion):
        fakes.service().ask(Question(text))


def test_the_longest_question_is_taken_and_one_more_character_is_not():
    service = fakes.service(limits=LimitSettings(question_characters=100))
    assert service.ask(Question("x" * 100)).outcome == "not_found"
    with pytest.raises(QuestionTooLong, match="at most 100 characters"):
        service.ask(Question("x" * 101))
    with pytest.raises(QuestionTooLong):
        service.ask(Question("word " * 1_000_000))


def test_control_characters_never_reach_the_answer():
    answer = fakes.service().ask(Question("who\x00 led \x1b[31mthe\x1b[0m\n Pakistani\u202e team?"))
    assert answer.question == WHO
    assert answer.outcome == "several"


def test_unpaired_surrogates_are_survived():
    assert fakes.service().ask(Question("Chollet \udcff visit")).outcome == "found"


def test_one_asker_is_slowed_down_and_others_are_not():
    clock = Clock()
    service = fakes.service(limits=LimitSettings(per_asker=2), clock=clock)
    for _ in range(2):
        service.ask(Question(WHO, asker="anna"))
    with pytest.raises(LimitReached) as reached:
        service.ask(Question(WHO, asker="anna"))
    assert reached.value.retry_after == 60
    service.ask(Question(WHO, asker="ben"))
    clock.now += 60
    service.ask(Question(WHO, asker="anna"))


def test_a_channel_is_slowed_down_whoever_asks():
    service = fakes.service(limits=LimitSettings(per_channel=2))
    service.ask(Question(WHO, asker="anna"), channel="c")
    service.ask(Question(WHO, asker="ben"), channel="c")
    with pytest.raises(LimitReached, match="This channel"):
        service.ask(Question(WHO, asker="carl"), channel="c")
    service.ask(Question(WHO, asker="carl"), channel="d")


def test_nobody_in_particular_has_no_limit():
    service = fakes.service(limits=LimitSettings(per_asker=1, per_channel=1))
    for _ in range(5):
        service.ask(Question(WHO, conversation="batch"))


def test_a_question_that_is_refused_for_its_form_counts_nothing():
    service = fakes.service(limits=LimitSettings(per_asker=1))
    with pytest.raises(EmptyQuestion):
        service.ask(Question("", asker="anna"))
    service.ask(Question(WHO, asker="anna"))


def test_a_follow_up_knows_what_was_asked_before_in_the_same_place():
    service = fakes.service()
    service.ask(Question(CHOLLET, conversation="thread"))
    followed = service.ask(Question("and who?", conversation="thread"))
    assert followed.understood == f"{CHOLLET} and who?"
    assert service.ask(Question("and who?", conversation="elsewhere")).understood is None
    assert service.ask(Question("and who?")).understood is None


def test_a_conversation_survives_a_restart_and_ends_after_half_an_hour(tmp_path):
    clock = Clock()
    first = fakes.service(journal=Journal(tmp_path / "j.db", clock=clock))
    first.ask(Question(CHOLLET, conversation="thread"))
    first.close()
    second = fakes.service(journal=Journal(tmp_path / "j.db", clock=clock))
    clock.now += 1790
    assert second.ask(Question("and who?", conversation="thread")).understood
    clock.now += 1801
    assert second.ask(Question("and who?", conversation="thread")).understood is None


class Liar(FakeAnswerer):
    """Changes the quotes of some readings after they were found."""

    def __init__(self, *liars: int) -> None:
        self.liars = liars

    def answer(
        self, snapshot: FakeSnapshot, question: Question, conversation: Conversation
    ) -> Answer:
        answer = super().answer(snapshot, question, conversation)
        readings = list(answer.readings)
        for i in self.liars:
            quote = replace(readings[i].quote, text=readings[i].quote.text.upper())
            readings[i] = replace(readings[i], quote=quote)
        return replace(answer, readings=tuple(readings))


def test_a_reading_that_breaks_the_law_is_dropped_and_logged(caplog):
    answer = fakes.service(answerer=Liar(0)).ask(Question(WHO))
    assert (answer.outcome, answer.shown) == ("found", 1)
    assert answer.readings[0].citation.article == "visit.txt"
    assert "talks.txt" in caplog.text


def test_when_no_reading_is_left_the_answer_says_so(caplog):
    answer = fakes.service(answerer=Liar(0, 1)).ask(Question(WHO))
    assert (answer.outcome, answer.shown, answer.readings) == ("not_found", 0, ())
    assert answer.reason
    assert len(caplog.records) == 2


def test_a_kept_answer_whose_article_changed_is_not_shown_again():
    corpus = FakeCorpus()
    service = fakes.service(corpus=corpus)
    answer = service.ask(Question(CHOLLET))
    assert service.paragraph(answer.id).text == fakes.TALKS.partition("\n\n")[0]
    corpus.waiting["talks.txt"] = fakes.article("talks.txt", "Something else entirely.")
    service.sync()
    assert service.get(answer.id) is None
    assert service.paragraph(answer.id) is None
    del corpus.waiting["talks.txt"]
    service.sync()
    assert service.get(answer.id) is None


def test_a_refusal_is_kept_too():
    service = fakes.service()
    answer = service.ask(Question("capital of France?"))
    assert answer.outcome == "not_found"
    assert service.get(answer.id) == answer


def test_a_paragraph_of_no_reading_is_none():
    service = fakes.service()
    answer = service.ask(Question(CHOLLET))
    assert service.paragraph(answer.id, 1) is None
    assert service.paragraph(answer.id, -1) is None
    assert service.paragraph("unknown") is None


def test_a_paragraph_that_breaks_the_law_is_none(caplog):
    service = fakes.service()
    answer = service.ask(Question(CHOLLET))
    service._parts = replace(service._parts, paragraph=lambda _, q: Quote(q.article, 0, 4, "Fake"))
    assert service.paragraph(answer.id) is None
    assert caplog.records


def test_a_journal_that_fails_stops_no_answer_and_warns_once(tmp_path, caplog):
    caplog.set_level(logging.WARNING)
    journal = Journal(tmp_path / "j.db")
    service = fakes.service(journal=journal)
    journal.close()
    answer = service.ask(Question(WHO, conversation="c"))
    assert service.get(answer.id) == answer
    assert service.claim("event")
    assert not service.claim("event")
    assert len(caplog.records) == 1


class BrokenCorpus(FakeCorpus):
    def snapshot(self):
        raise StoreError("The database cannot be read.")


def test_a_broken_store_gives_its_sentence():
    with pytest.raises(StoreError, match="cannot be read"):
        fakes.service(corpus=BrokenCorpus()).ask(Question(WHO))


def test_feedback_on_an_answer_that_is_gone_is_refused():
    assert not fakes.service().feedback("unknown", "anna", helpful=True)


def test_a_claim_is_given_once_under_any_of_its_keys():
    service = fakes.service()
    assert service.claim("event 1", "message 1")
    assert not service.claim("event 2", "message 1")
    assert not service.claim("event 2")
    assert service.claim()
    service.release("event 1", "message 1")
    assert service.claim("message 1")


def test_more_are_the_readings_after_those_shown():
    answer = fakes.service().ask(Question(WHO))
    assert more(answer, 0, 1) == answer.readings[:1]
    assert more(answer, 1, 5) == answer.readings[1:]
    assert more(answer, 9, 5) == ()


def test_the_overview_follows_the_articles():
    corpus = FakeCorpus()
    service = fakes.service(corpus=corpus)
    before = service.overview()
    assert (before.articles, before.passages, before.updated.day) == (2, 2, 14)
    assert before.samples == ("Who led the Pakistani team?",)
    assert str(before.newest) == "2023-02-13"
    corpus.waiting["new.txt"] = fakes.article("new.txt", "A new article.")
    assert service.sync().added == 1
    after = service.overview()
    assert after.articles == 3


def test_articles_can_be_listed_and_read():
    service = fakes.service()
    assert [info.path for info in service.articles()] == ["talks.txt", "visit.txt"]
    assert service.article("talks.txt").text == fakes.TALKS
    assert service.article("unknown.txt") is None


def test_closing_lets_go_of_the_corpus_and_twice_is_no_error():
    corpus = FakeCorpus()
    service = fakes.service(corpus=corpus)
    service.close()
    service.close()
    assert corpus.closed


def test_highlights_outside_a_quote_break_the_law(caplog):
    class Marker(FakeAnswerer):
        def answer(self, snapshot, question, conversation):
            answer = super().answer(snapshot, question, conversation)
            quote = replace(answer.readings[0].quote, highlights=(Span(0, 10_000),))
            return replace(answer, readings=(replace(answer.readings[0], quote=quote),))

    assert fakes.service(answerer=Marker()).ask(Question(CHOLLET)).readings == ()
    assert caplog.records
