from __future__ import annotations

import pytest
from fakes import FakeAnswerer, FakeCorpus

from bot.samples import COUNT, LONGEST, TRIES, sample_questions
from retrieval.model import Answer


class Yes(FakeAnswerer):
    """Finds every question in the first sentence of the first article, and counts them."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, snapshot, question, conversation):
        self.asked.append(question.text)
        return super().answer(snapshot, question, conversation)


def asked_of(text: str) -> list[str]:
    corpus, answerer = FakeCorpus({"a.txt": text}), Yes()
    with corpus.snapshot() as snapshot:
        sample_questions(snapshot, answerer)
    return answerer.asked


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Dutch team, led by Anna Smit, won.", "Who led the Dutch team?"),
        ("The old bridge was designed by Anna Smit.", "Who designed the old bridge?"),
        ("In all 1,200 houses were destroyed.", "How many houses were destroyed?"),
        ("The second summit was held in Oslo in 1998.", "When was the second summit held?"),
        ("Anna Smit was born in 1951 in Delft.", "When was Anna Smit born?"),
        ("It was Anna van Smit, who came late.", "Who is Anna van Smit?"),
        ("Former Prime Minister Anna Smit, who left, said no.", "Who is Anna Smit?"),
        ("Anna Smit, the mayor, said the bridge is safe.", "What did Anna Smit say?"),
    ],
)
def test_a_sentence_is_turned_into_the_question_it_answers(sentence, question):
    assert question in asked_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The summit was held in Oslo.",  # no date to ask for
        "it rained all day.",
        "The Ministry said that it rained.",
        f"The {'very ' * 30}old bridge was designed by Anna Smit.",
    ],
)
def test_a_sentence_that_answers_nothing_gives_nothing(sentence):
    assert asked_of(sentence) == []


def test_only_what_the_articles_answer_is_proposed():
    class Never(FakeAnswerer):
        def answer(self, snapshot, question, conversation):  # noqa: ARG002 - it never looks
            return Answer("", question.text, "not_found")

    with FakeCorpus().snapshot() as snapshot:
        assert sample_questions(snapshot, FakeAnswerer()) == ("Who led the Pakistani team?",)
        assert sample_questions(snapshot, Never()) == ()


def test_they_are_few_short_the_same_each_time_and_from_several_articles():
    texts = {
        f"{i}.txt": f"The team of town{i} was led by Bo Ek. The hall of town{i} was built by An Ek."
        for i in range(20)
    }
    answerer = Yes()
    with FakeCorpus(texts).snapshot() as snapshot:
        samples = sample_questions(snapshot, answerer)
        assert samples == sample_questions(snapshot, FakeAnswerer())
    assert len(samples) == COUNT
    assert len({sample.rpartition("town")[2] for sample in samples}) == COUNT
    assert max(map(len, samples)) <= LONGEST
    assert len(answerer.asked) <= TRIES


def test_no_articles_no_samples():
    with FakeCorpus({}).snapshot() as snapshot:
        assert sample_questions(snapshot, FakeAnswerer()) == ()
