"""Questions in other words than the articles: near words, headings above, the words that answer."""

import pytest

RULES = (
    "Rules of the allotment\n\n"
    "Watering is forbidden between eleven and five. Sheds must stay below two metres. Every holder"
    " owes ten hours of work.\n\n"
    "The taps are shut in November. The compost heap stands behind the shed.\n\n"
    "The chair, Ada Brook, keeps the list. The clubhouse was renovated in 2019.\n"
)
FAQ = (
    "# Questions\n\n## Guests\n\nEach member may bring two people at a time. They sign the book at"
    " the entrance.\n\n## Dogs\n\nThey are welcome on a lead.\n\n## Bicycles\n\nThey are welcome in"
    " the yard, as long as the gate is free.\n"
)
BOATS = (
    "Boats on the lake\n\n"
    "The lake is served by the old steam boats Vega and Lyra. The service ended after Karl Munk,"
    " who was fired through a vote, accused the crew of theft.\n"
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("when was the refurbishment of the clubhouse?", "2019"),
        ("where is the pile?", "heap"),  # no synonym by hand
    ],
)
def test_passages_in_near_words_are_found(asking, question: str, words: str) -> None:
    assert words in asking(RULES)(question).readings[0].quote.text


def test_the_heading_above_says_what_a_sentence_is_about(asking, tmp_path) -> None:
    (tmp_path / "faq.md").write_text(FAQ)
    ask = asking(folder=tmp_path)
    assert "lead" in ask("Are dogs welcome?").readings[0].quote.text
    assert "yard" in ask("Are bicycles welcome?").readings[0].quote.text


def test_who_was_declared_the_winner_won(asking) -> None:
    ask = asking(
        "Votes were counted in Brod all night.\n\nAfter the recount, Elena Stanko was declared the"
        " winner. Her rival, Radomir Velic, went home without a word.\n"
    )
    assert "Elena Stanko" in ask("Who won in Brod?").readings[0].phrase


def test_the_names_behind_the_noun_answer_which(asking) -> None:
    answer = asking(BOATS)("Which boats serve the lake?")
    assert answer.readings[0].phrase == "Vega and Lyra"


def test_a_reason_goes_on_behind_what_is_set_off_by_commas(asking) -> None:
    answer = asking(BOATS)("Why did the service end?")
    assert answer.readings[0].phrase.endswith("accused the crew of theft")
