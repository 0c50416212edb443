"""Capitals for questions typed in small letters."""

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering.casing import cased
from retrieval.answering.views import Views
from retrieval.questions import understand

ANALYZER = Analyzer.default()
VIEWS = Views(ANALYZER)
SENTENCES = (
    "Susan Pilling walked free, the judge said.",
    "His wife was tried beside Gareth Pilling for taking money of the hospice in Thornby.",
    "The FIDE congress opened in March.",
    "Hospice staff march to the town hall. The will was read.",
    "Paola Girt carried a portrait of René Café.",
)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("was susan pilling jailed?", "was Susan Pilling jailed?"),
        ("who robbed the thornby hospice", "who robbed the Thornby hospice"),
        ("when did the fide congress open", "when did the FIDE congress open"),
        ("who did march?", "who did march?"),  # written small somewhere
        ("did hospice staff walk", "did hospice staff walk"),  # only opens a sentence
        ("did susan rob Gareth?", "did susan rob Gareth?"),  # knows about capitals
        ("what does nobody know", "what does nobody know"),
        ("", ""),
    ],
)
def test_names_get_their_capitals(typed: str, written: str) -> None:
    asked = understand(typed, ANALYZER)
    assert cased(asked.text, asked.tokens, map(VIEWS.of, SENTENCES)) == written
