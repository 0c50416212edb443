from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from strategies import answers

from bot import wording
from bot.actions import NAMES
from retrieval.errors import EmptyQuestion, LimitReached, StoreError
from retrieval.model import Answer, Citation, Correction, Quote, Reading

CITED = Citation("001.txt", "Defence talks", date(2023, 2, 13), "The News", 7)
BARE = Citation("002.txt", "Opening words of it", None, None, 1)
QUOTE = Quote("001.txt", 0, 9, "Saeed led")
FIRST = Reading("Lt. Gen. Saeed", 0.9, QUOTE, CITED, label="Pakistani side", support=(CITED,))
SECOND = replace(FIRST, phrase="Syed Haider Shah", citation=BARE, label=None)
FOUND = Answer("a", "who led?", "found", readings=(FIRST, SECOND), shown=1)
SEVERAL = replace(FOUND, outcome="several", shown=2)
CLOSEST = replace(FOUND, outcome="closest")
REFUSED = Answer("a", "capital?", "not_found", missing=("france", "paris"), nearest=(CITED,))


def test_each_outcome_says_what_it_is():
    assert wording.outcome_line(FOUND) == "The articles say:"
    assert wording.outcome_line(SEVERAL) == "The articles give 2 answers:"
    assert wording.outcome_line(CLOSEST) == (
        "This may not be the answer. The closest passage in the articles:"
    )
    assert wording.outcome_line(replace(CLOSEST, shown=2)) == (
        "This may not be the answer. The closest passages in the articles:"
    )
    assert wording.outcome_line(replace(CLOSEST, missing=("won", "cup"))) == (
        "This may not be the answer: no article holds “won” or “cup”. The closest passage in the"
        " articles:"
    )
    assert wording.outcome_line(REFUSED) == "The articles do not answer this."


def test_a_refusal_names_the_missing_words():
    assert wording.refusal_lines(REFUSED) == (
        "The articles do not answer this.",
        "No article mentions “france” or “paris”.",
        "The nearest articles:",
    )
    reasoned = replace(REFUSED, reason="The articles speak of two visits.", nearest=())
    assert wording.refusal_lines(reasoned)[1:] == ("The articles speak of two visits.",)
    assert wording.missing_line(FOUND) == ""


def test_a_citation_says_title_publisher_date_file_and_line():
    line = "Defence talks · The News · 13 February 2023 · 001.txt, line 7"
    assert wording.citation_line(CITED) == line
    assert wording.citation_line(BARE) == "Opening words of it · 002.txt, line 1"


def test_independent_articles_are_counted_and_copies_are_called_copies():
    assert wording.sources_line(FIRST) == ""
    two = replace(FIRST, sources=2, support=(CITED, BARE))
    assert wording.sources_line(two) == "2 independent articles say so"
    copies = replace(FIRST, sources=1, support=(CITED, BARE))
    assert wording.sources_line(copies) == "2 articles, copies of one story"


def test_readings_are_told_apart():
    assert wording.reading_label(FIRST, 1, of=1) == ""
    assert wording.reading_label(FIRST, 1, of=2) == "1. Pakistani side"
    assert wording.reading_label(SECOND, 2, of=2) == "2. Opening words of it"


def test_it_says_how_the_question_was_taken():
    taken = replace(FOUND, corrections=(Correction("Chollett", "Chollet"),), understood="Led what?")
    assert wording.understood_lines(taken) == (
        "I took “Chollett” for “Chollet”.",
        "I understood: Led what?",
    )
    assert wording.understood_lines(FOUND) == ()
    mistyped = (Correction("whoo", "who"), Correction("ledd", "led"))
    spelled = replace(FOUND, question="whoo ledd?", corrections=mistyped, understood="who led?")
    assert wording.understood_lines(spelled) == (
        "I took “whoo” for “who”.",
        "I took “ledd” for “led”.",
    )


def test_the_summary_holds_phrase_and_source():
    assert wording.summary(FOUND) == "Lt. Gen. Saeed (Defence talks, The News, 13 February 2023)"
    assert wording.summary(SEVERAL).endswith(" · Syed Haider Shah (Opening words of it)")
    assert wording.summary(CLOSEST).startswith("This may not be the answer: Lt. Gen. Saeed (")
    assert wording.summary(REFUSED) == (
        "The articles do not answer this. No article mentions “france” or “paris”."
    )


@given(answers())
def test_every_answer_has_words(answer):
    assert wording.outcome_line(answer)
    assert wording.summary(answer)
    assert all(wording.refusal_lines(answer))
    assert all(wording.citation_line(reading.citation) for reading in answer.readings)


@pytest.mark.parametrize(
    ("items", "text"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_items_are_listed_as_in_a_sentence(items, text):
    assert wording.listing(items) == text


def test_counts_agree_with_their_nouns():
    assert wording.plural(1, "article") == "1 article"
    assert wording.plural(1234, "article") == "1,234 articles"
    assert wording.plural(2, "copy", "copies") == "2 copies"


def test_every_button_has_a_label_that_fits_everywhere():
    assert set(wording.LABELS) == set(NAMES)
    assert all(0 < len(label) <= 75 for label in wording.LABELS.values())


def test_errors_are_friendly_and_give_nothing_away():
    assert wording.friendly(EmptyQuestion("There is no question.")) == "There is no question."
    assert wording.friendly(LimitReached("Please wait.", 3)) == "Please wait."
    assert wording.friendly(StoreError("/secret/path is broken")) == wording.UNREACHABLE
    assert wording.friendly(ValueError("token xoxb")) == wording.BROKEN


def test_help_is_short():
    lines = wording.help_lines(("Type /ask and a question.",))
    assert lines[0] == wording.WHAT_I_DO
    assert lines[1] == "Type /ask and a question."
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("path", "reason", "line"),
    [
        ("a.txt", "/x/a.txt is empty; fill it.", "a.txt: it is empty; fill it."),
        ("b/a.txt", "/x/b/a.txt is empty.", "b/a.txt: it is empty."),
        ("b", "The folder /x/b cannot be read.", "b: The folder /x/b cannot be read."),
        ("a.txt", "No room.", "a.txt: No room."),
    ],
)
def test_a_skipped_file_is_named_once(path, reason, line):
    assert wording.skipped_line(path, reason) == line
