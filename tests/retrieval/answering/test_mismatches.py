"""What speaks against a candidate: it is denied, it is only when something was said, and so on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer
from retrieval.answering.candidates import Phrase
from retrieval.answering.phrases import said
from retrieval.answering.views import Views
from retrieval.corpus import Corpus
from retrieval.model import Answer, Question

ARTICLES = {
    "crash.txt": (
        "Ferry collides with barge\n\n"
        "Police on Friday questioned the captain of the barge that was hit by the ferry Linnea on"
        " Tuesday, prosecutors said on Saturday.\n\n"
        "Police have not arrested anyone. The inquiry will not end before October.\n\n"
        "Nineteen people were injured, five of them seriously, the hospital said. The captain,"
        " Nils Hagen, retired after 31 years.\n"
    ),
    "bridge.txt": (
        "Halsund opens new bridge\n\n"
        "The mayor of Halsund, Karin Strand, opened the Torne Bridge on Saturday. It was crossed"
        " first by Olga Nyman, 91, who had come by bus.\n\n"
        "The chief of the harbour office (CHO) Lars Ek spoke. The works were halted under the"
        " Brown administration. The bridge cost 2.3 billion kroner. A 12-year-old harbour cat"
        " watched.\n\n"
        "Consul Derek Shule of the State Department came too.\n"
    ),
    "visit.txt": (
        "Visitors in the capital\n\n"
        "State Department Counsellor Derek Chollet was received in the capital, the paper said."
        " The visit lasts from Monday to Thursday. The Chief of General Staff, Ana Moe, was there."
        " She is second to the Chief of Army Staff.\n\n"
        "Inspector Lou Marsh stressed the need to stop poachers, who had killed 80 geese. Ana Moe,"
        " a carpenter who built the jetty, agreed.\n"
    ),
    "harbour.txt": (
        "Figures of the lake\n\n"
        "The opening of the regatta was attended by 2000 guests. The population of Brekke was 4,310"
        " in 1901. Brekke joined the league in 1972, though Halsund did not join it.\n\n"
        "By the late nineteenth century the lake was fished empty.\n"
    ),
    "club.txt": (
        "News of the rowing club\n\n"
        "Membership fees will rise from £180 to £195 in May. Lantern 4.2, a programme of the"
        " club, needs at least 4 GB of memory.\n\n"
        "Repairs to the slipway are to begin in March and should take six weeks. The café stays"
        " closed on Sundays. The roof cost 6.8 million euros, of which the insurance paid 5.1"
        " million.\n\n"
        '"It is not the boats, it is the talking," chair Miriam Oakes said.\n'
    ),
    "manual.txt": (
        "The harbour bell\n\n"
        "Members can silence the bell at night with `bell = false` in the file `club.toml`.\n"
    ),
    "library.txt": (
        "The reading room\n\n"
        "After the dismissal of librarian Per Lind, Ida Moberg took charge of the shelves. Among"
        " the first to be invited was Astrid Vik, who lost a shelf of atlases. The gallery was"
        " fenced off in April when beetles were found in the beams.\n\n"
        "An envoy came on Monday to address the tensions between readers and painters. Some urged"
        " Torvald Lie to resign. The visit of Librarian General Siri Berg was put off.\n"
    ),
}


@pytest.fixture
def ask(tmp_path: Path) -> Callable[[str], Answer]:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text)
    analyzer = Analyzer.default()
    corpus = Corpus(tmp_path / "store.db", analyzer=analyzer)
    corpus.sync(folder)
    answerer = Answerer(analyzer)

    def ask(question: str) -> Answer:
        with corpus.snapshot() as snapshot:
            return answerer.answer(snapshot, Question(question))

    return ask


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("When was the Linnea hit by the barge?", "Tuesday"),
        ("How many people were injured?", "Nineteen people"),
        ("How old is Olga Nyman?", "91"),
        ("How much did the bridge cost?", "2.3 billion kroner"),
        ("How old is the harbour cat?", "12-year-old"),
        ("Who opened the bridge?", "Karin Strand"),
        ("Under which administration were the works halted?", "Brown"),
        ("Who is the chief of the harbour office?", "Lars Ek"),
        ("How long does the visit last?", "from Monday to Thursday"),
        ("What does CHO stand for?", "harbour office"),
        ("Who killed the geese?", "poachers"),
        ("Who built the jetty?", "Ana Moe"),
        ("How many guests attended the opening of the regatta?", "2000"),
        ("What was the population of Brekke in 1901?", "4,310"),
        ("When was the lake fished empty?", "the late nineteenth century"),
        ("What are the membership fees?", "£180 to £195"),
        ("How much memory does Lantern need?", "at least 4 GB"),
        ("How much did the insurance pay?", "5.1 million"),
        ("What did Miriam Oakes say?", "It is not the boats"),
        ("Why was the gallery fenced off?", "when beetles were found in the beams"),
    ],
)
def test_the_phrase_that_answers(ask: Callable[[str], Answer], question: str, phrase: str) -> None:
    assert phrase in ask(question).readings[0].phrase


def test_code_is_marked_whole(ask: Callable[[str], Answer]) -> None:
    phrase = ask("How do I silence the bell?").readings[0].phrase
    assert "bell = false" in phrase
    assert phrase.count("`") % 2 == 0


def test_an_office_does_not_begin_with_of(ask: Callable[[str], Answer]) -> None:
    assert ask("Who is Siri Berg?").readings[0].phrase == "Librarian General"


@pytest.mark.parametrize(
    "question",
    [
        "Who was arrested?",
        "How old is Nils Hagen?",
        "Who is the mayor of Brekke?",
        "Who is the Chief of Army Staff?",
        "Who repairs the slipway?",
        "What did Olga Nyman say?",
        "Why was Per Lind dismissed?",  # "after his dismissal" is when, and what is asked about
        "Why was Astrid Vik invited?",  # "first to be invited" has no purpose
        "Why did Torvald Lie resign?",
        "What caused the tensions between readers and painters?",
    ],
)
def test_a_near_miss_is_not_shown_as_an_answer(ask: Callable[[str], Answer], question: str) -> None:
    assert ask(question).outcome in ("closest", "not_found")


@pytest.mark.parametrize(
    "question",
    [
        "How many guests attended the opening of the regatta?",
        "What was the population of Brekke in 1901?",
        "Does the café open on Sundays?",
        "When did Brekke join the league?",  # what is denied stands in another part of the sentence
    ],
)
def test_what_is_no_mismatch_is_an_answer(ask: Callable[[str], Answer], question: str) -> None:
    assert ask(question).outcome == "found"


def test_a_headline_does_not_make_its_own_article_doubtful(ask: Callable[[str], Answer]) -> None:
    assert ask("who opened the bridge?").outcome == "found"


def test_a_date_behind_not_before_is_no_denial(ask: Callable[[str], Answer]) -> None:
    assert "October" in ask("When will the inquiry end?").readings[0].phrase


def test_two_spellings_of_a_name_are_two_readings(ask: Callable[[str], Answer]) -> None:
    answer = ask("What is the position of Derek Chollet at the State Department?")
    shown = " ".join(reading.phrase for reading in answer.readings[: answer.shown])
    assert "Counsellor" in shown
    assert "Consul" in shown


def test_next_week_is_the_coming_week() -> None:
    views = Views(Analyzer.default())
    one, other = views.of("She is due next week."), views.of("She is due the coming week.")
    assert said(one, Phrase(11, 20, 0.0)) == said(other, Phrase(11, 26, 0.0))
    assert said(one, Phrase(0, 6, 0.0)) != said(one, Phrase(11, 20, 0.0))
