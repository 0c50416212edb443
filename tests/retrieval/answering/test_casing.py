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
    "Ludden Bridge was closed on Monday. The bridge will stay shut.",
    "Foreign Minister Ada Kolm came with Prime Minister Orm.",
    "They lead the way to the new Lead Mining Road.",
    "Paola Girt carried a portrait of René Café.",
)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("was susan pilling jailed?", "was Susan Pilling jailed?"),
        ("who robbed the thornby hospice", "who robbed the Thornby hospice"),
        ("when did the fide congress open", "when did the FIDE congress open"),
        ("when was ludden bridge built", "when was Ludden Bridge built"),
        ("which bridge will stay shut", "which bridge will stay shut"),
        ("who was foreign minister kolm", "who was foreign minister Kolm"),
        ("where is lead mining road", "where is Lead Mining Road"),
        ("who did march?", "who did march?"),  # written small somewhere
        ("did hospice staff walk", "did hospice staff walk"),  # only opens a sentence
        ("hospice thornby", "hospice Thornby"),
        ("did susan rob Gareth?", "did susan rob Gareth?"),  # knows about capitals
        ("what does nobody know", "what does nobody know"),
        ("", ""),
    ],
)
def test_names_get_their_capitals(typed: str, written: str) -> None:
    asked = understand(typed, ANALYZER)
    assert cased(asked.text, asked.tokens, map(VIEWS.of, SENTENCES)) == written
