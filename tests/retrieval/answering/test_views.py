"""A sentence as the scorers see it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analyzer
from retrieval.answering.views import Views
from retrieval.model import Passage, Sentence

VIEWS = Views(Analyzer.default())
TEXT = "Lt. Gen. Ada Jones led the U.S. team in the counter-terrorism talks of 13 February 2023."


@given(st.integers(-5, 100), st.integers(-5, 100))
def test_the_words_that_begin_within_a_range(start: int, end: int) -> None:
    view = VIEWS.of(TEXT)
    assert view.within(start, end) == tuple(t for t in view.tokens if start <= t.start < end)


def test_the_terms_of_a_passage_are_taken_where_they_are_known() -> None:
    texts = ["Talks of its own.", "More talks of its own."]
    sentences = tuple(Sentence("a.txt", at, 0, 9, 0, text) for at, text in enumerate(texts))
    passage = Passage("a.txt#00000", "a.txt", 0, 9, sentences)
    known = (frozenset({"known"}), frozenset({"other"}))
    views = Views(VIEWS.of("").analyzer)
    taken = views.of_sentences(replace(passage, terms=known))
    assert [(view.text, view.terms) for view in taken] == list(zip(texts, known, strict=True))
    analysed = VIEWS.of_sentences(passage)
    assert [view.terms for view in analysed] == [{"talk"}, {"talk"}]
    assert [VIEWS.of(text) for text in texts] == analysed


def test_the_places_of_a_term() -> None:
    view = VIEWS.of("The talks about talks ended.")
    assert view.places == {"talk": [1, 3], "end": [4]}


@given(st.text(alphabet="The talks U.S. ended-北京大 23,’") | st.just(TEXT))
def test_the_terms_are_those_of_the_words(text: str) -> None:
    view = VIEWS.of(text)
    assert view.terms == view.places.keys() == {t.term for t in view.tokens if t.term}
