"""What is quoted beside the sentence that answers, and when."""

import math
from collections.abc import Callable

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer
from retrieval.answering.candidates import search
from retrieval.answering.context import in_one, quoted_with, with_neighbour
from retrieval.answering.quoting import beside_one
from retrieval.answering.readings import Group
from retrieval.model import Answer, Article, Span
from retrieval.questions import understand
from retrieval.training.pool import Pool

Ask = Callable[..., Answer]

STORY = (
    "The ferry left Lindau on Monday with a crew of four. A storm tore the flag of the ferry."
    " The harbour master closed the pier for the night.\n\n"
    "Repairs of the ferry took a week."
)


def groups(answerer: Answerer, question: str) -> tuple[Pool, list[Group]]:
    """Return each sentence of the story as an answer of its own, in the order of the story."""
    article = Article("a.txt", STORY, "", 0.0, "Ferry", title_found=False)
    pool = Pool([article], Analyzer.default())
    scene = search(understand(question, answerer.analyzer), pool, answerer.lexicon, 10)
    judged = answerer.judge(scene, pool)
    judged.sort(key=lambda one: one.candidate.sentence.position)
    assert len(judged) == 4
    for one in judged:
        one.score = 0.0
    return pool, [Group([one]) for one in judged]


@pytest.mark.parametrize(
    ("best", "other", "odds", "joined"),
    [
        (0, 1, 0.06, True),
        (1, 0, 0.06, True),
        (1, 2, 0.5, True),
        (0, 1, 0.04, False),
        (0, 2, 0.9, False),  # not next to it
        (2, 3, 0.9, False),  # another paragraph
    ],
)
def test_the_sentence_next_to_the_best_is_quoted_too_when_it_may_be_right_instead(
    answerer: Answerer, best: int, other: int, odds: float, joined: bool
) -> None:
    pool, each = groups(answerer, "What happened to the ferry of Lindau and the harbour?")
    each[other].best.score = math.log(odds)
    rest = with_neighbour(each[best], [each[other]], pool)
    assert (each[best].beside is each[other].best) is joined
    assert rest == ([] if joined else [each[other]])


def test_two_sentences_are_one_slice_with_the_phrase_still_marked(answerer: Answerer) -> None:
    pool, each = groups(answerer, "What happened to the ferry of Lindau and the harbour?")
    one, before = each[1].best.candidate.sentence, each[0].best.candidate.sentence
    phrase = one.text.index("flag")
    quote = beside_one(pool, one, before, Span(phrase, phrase + 4))
    assert quote.text == STORY[quote.start : quote.end] == f"{before.text} {one.text}"
    (mark,) = quote.highlights
    assert quote.text[mark.start : mark.end] == "flag"


def test_a_sentence_and_its_neighbour_are_never_three(answerer: Answerer) -> None:
    pool, each = groups(answerer, "What happened to the ferry of Lindau and the harbour?")
    scene = search(understand("the ferry", answerer.analyzer), pool, answerer.lexicon, 10)
    with_neighbour(each[1], [each[0], each[2]], pool)
    assert len(quoted_with(scene, each[1], pool)) == 2


def test_what_is_only_pointed_at_is_quoted_from_the_sentence_before(
    asking: Callable[..., Ask],
) -> None:
    ask = asking(
        "Divers of the lake rescue breathe from closed rebreathers. Carbon dioxide poisoning in the"
        " lake is avoided by using these devices.\n\nThe pier is closed in winter."
    )
    reading = ask("What device is used to avoid carbon dioxide poisoning?").readings[0]
    shown = reading.quote.text + (reading.context.text if reading.context else "")
    assert "rebreathers" in shown


def test_letters_that_answer_are_spelled_out(asking: Callable[..., Ask]) -> None:
    ask = asking(
        "The General Harbour Council (GHC) was founded in 1950. Its house stands in Lindau."
        " Winters there are mild. The lake never freezes.\n\nPilots must register with the GHC.",
        "The pilot boats of the lake are painted orange.",
    )
    reading = ask("With what body must pilots register?").readings[0]
    assert reading.phrase == "GHC"
    assert reading.context is not None
    assert reading.context.text.startswith("The General Harbour Council (GHC)")


def test_a_remark_of_an_editor_answers_nothing(asking: Callable[..., Ask]) -> None:
    ask = asking(
        "Ida Brandt painted the harbour of Lindau in 1902.[citation needed]\n\nShe sold it later."
    )
    for question in ("Who painted the harbour of Lindau?", "What is needed in Lindau in 1902?"):
        for reading in ask(question).readings:
            assert "citation" not in reading.phrase


def test_he_is_named_by_a_sentence_with_his_behind_the_name(asking) -> None:
    ask = asking(
        "Talks in the valley\n\n"
        "The Valley Office said the talks go on in Brenn and Ostra.\n\n"
        "Former Minister Karl Munk, who lost a vote, angered the valley during his tenure. He"
        " welcomed the rise of the Free Party in Ostra.\n"
    )
    context = ask("Did Karl Munk welcome the Free Party?").readings[0].context
    shown = ask("Did Karl Munk welcome the Free Party?").readings[0].quote.text
    assert "Karl Munk" in (context.text if context else shown)


@pytest.mark.parametrize(
    ("question", "kept", "left"),
    [
        ("Why did the ferry need repairs?", (1, 2), 1),
        ("ferry storm", (0, 1), 1),  # a few keywords
        ("Why did the ferry need repairs?", (0, 2), 2),  # not next to each other
        ("Why did the ferry need repairs?", (2, 3), 2),  # another paragraph
        ("Why did the ferry need repairs?", (0, 1, 2), 3),
        ("Who has the ferry?", (0, 1), 2),  # two names would be two answers
    ],
)
def test_two_sentences_in_a_row_are_one_answer_where_sentences_answer(
    answerer: Answerer, question: str, kept: tuple[int, ...], left: int
) -> None:
    pool, told = groups(answerer, question)
    scene = search(understand(question, answerer.analyzer), pool, answerer.lexicon, 10)
    shown = in_one(scene, [told[at] for at in kept], pool)
    assert len(shown) == left
    one = shown[0].best.candidate.sentence
    beside = shown[0].beside.candidate.sentence if shown[0].beside else None
    quote = beside_one(pool, one, beside, Span(0, 1))
    assert (told[kept[1]].best.candidate.sentence.text in quote.text) == (left == 1)
