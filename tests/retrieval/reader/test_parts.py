"""The parts of reading: pieces with their characters, pages, sights."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.reader.pages import LONGEST, lay_out
from retrieval.reader.sights import LONGEST_SPAN, sights
from retrieval.reader.tokens import NOTHING, Pieces, Tokenizer


@pytest.fixture
def tokenizer(tiny: Path) -> Tokenizer:
    return Tokenizer.load(tiny / "vocabulary.txt")


def pieces(count: int) -> Pieces:
    return Pieces((7,) * count, tuple(range(0, 2 * count, 2)), tuple(range(1, 2 * count, 2)))


def test_pieces_stand_for_their_characters(tokenizer: Tokenizer) -> None:
    text = "More than 80 people"
    found = tokenizer.pieces(text)
    words = [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)]
    assert "80" in words
    assert "".join(words) == text.replace(" ", "")


@given(st.text(max_size=60))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pieces_of_any_text_lie_in_it_in_order(tokenizer: Tokenizer, text: str) -> None:
    found = tokenizer.pieces(text)
    assert all(0 <= a <= b <= len(text) for a, b in zip(found.starts, found.ends, strict=True))
    assert list(found.starts) == sorted(found.starts)


def test_a_page_opens_with_the_question_and_keeps_sentences_apart() -> None:
    page = lay_out(pieces(3), pieces(2), [pieces(4), pieces(5)])
    assert page.before == 5
    assert page.firsts == (7, 11, 16)
    assert len(page.ids) == 17


@pytest.mark.parametrize("counts", [(500,), (100, 100, 100), (0, 0), ()])
def test_a_page_is_never_longer_than_the_network_reads(counts: tuple[int, ...]) -> None:
    page = lay_out(pieces(400), pieces(400), [pieces(count) for count in counts])
    assert len(page.ids) <= LONGEST
    assert page.ids[-1] == 102
    assert list(page.firsts) == sorted(page.firsts)
    assert page.firsts[-1] <= len(page.ids) - 1


def test_a_sight_holds_the_best_spans_of_its_sentence_alone() -> None:
    parts = [pieces(3), pieces(4)]
    page = lay_out(pieces(1), NOTHING, parts)
    starts = np.full(len(page.ids), -9.0, np.float32)
    ends = starts.copy()
    starts[0] = ends[0] = 1.0
    starts[page.firsts[1] + 1] = 5.0
    ends[page.firsts[1] + 2] = 4.0
    ends[page.firsts[1]] = 8.0  # before the start: no span
    _, seen = sights(page, parts, starts, ends)
    assert seen is not None
    assert (seen.phrases[0].start, seen.phrases[0].end) == (2, 5)
    assert seen.best == 9.0
    assert seen.nothing == 2.0
    assert seen.everything == pytest.approx(9.0, abs=0.01)
    assert seen.score(2, 5) == 9.0
    assert seen.score(100, 101) == -30.0


def test_spans_are_no_longer_than_allowed_and_unread_sentences_give_nothing() -> None:
    parts = [pieces(60), pieces(200), pieces(5)]
    page = lay_out(pieces(1), NOTHING, parts)
    starts = np.zeros(len(page.ids), np.float32)
    seen = sights(page, parts, starts, starts)
    assert seen[2] is None
    assert seen[0] is not None
    assert all(p.end - p.start <= 2 * LONGEST_SPAN for p in seen[0].phrases)
