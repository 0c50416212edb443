"""How the near words are learned: the parts that need no network."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.analysis import Analyzer
from retrieval.answering.candidates import WORD
from retrieval.answering.lexicon import BY_HAND, Lexicon
from retrieval.model import Article
from retrieval.training.embedding import centred, unit
from retrieval.training.lexicon import wordnet
from retrieval.training.likeness import Kinship, likeness, neighbours, questions
from retrieval.training.pool import Example

WEIGHTS = np.array([4.0, 3.0, 0.0, -2.0], np.float32)


def kinship(vectors: dict[str, list[float]], unused: tuple[str, ...] = ()) -> Kinship:
    alone = unit(np.array(list(vectors.values()), np.float32))
    told = alone * np.array([[word not in unused] for word in vectors])
    return Kinship(list(vectors), alone, told.astype(np.float32))


FEW = {
    "doctor": [1, 0.1, 0],
    "physician": [1, 0.2, 0],
    "nurs": [0.9, 0.9, 0],
    "boat": [0, 0, 1],
}


def test_nearer_words_are_liker_and_come_first() -> None:
    near = neighbours(kinship(FEW), WEIGHTS, most=5, least=0.1)
    assert list(near["doctor"]) == ["physician", "nurs"]
    assert near["doctor"]["physician"] > near["doctor"]["nurs"] > 0.1
    assert "boat" not in near


def test_no_more_neighbours_than_asked_for_and_none_less_like() -> None:
    first = neighbours(kinship(FEW), WEIGHTS, most=1, least=0.1)
    assert {term: list(others) for term, others in first.items()}["doctor"] == ["physician"]
    assert not neighbours(kinship(FEW), WEIGHTS, most=5, least=0.999)


def test_a_word_that_no_text_uses_is_judged_by_itself_alone() -> None:
    rows = np.array([0]), np.array([1])
    both, one = (kinship(FEW, unused).signs(*rows)[0] for unused in ((), ("physician",)))
    assert both[1] > 0.9
    assert both[2] == 1
    assert (one[1], one[2]) == (0, 0)
    assert one[0] == both[0]


def test_words_of_which_the_vectors_say_nothing_are_not_alike() -> None:
    signs = np.array([[0.1, 0.1, 1, 1], [0.6, 0.1, 1, 1]], np.float32)
    assert list(likeness(signs, WEIGHTS) > 0) == [False, True]


def test_the_vector_of_a_term_is_that_of_its_words_by_their_use() -> None:
    words, counts = ["boat", "boats", "lake"], [9, 1, 5]
    vectors = np.eye(3, dtype=np.float32)
    kin = Kinship.of(words, counts, vectors, vectors, Analyzer.default())
    assert list(kin.terms) == ["boat", "lake"]
    assert kin.signs(np.array([0]), np.array([0]))[0][0] == pytest.approx(1)


def test_what_is_nothing_stays_nothing() -> None:
    vectors = np.array([[1, 2], [3, 4], [0, 0]], np.float32)
    assert not centred(vectors)[2].any()
    assert np.allclose(centred(vectors)[:2].mean(0), 0)
    assert not unit(vectors)[2].any()


def test_wordnet_gives_counted_words_and_what_it_says_of_their_senses(tmp_path: Path) -> None:
    files = {
        "cntlist.rev": "heap%1:14:00:: 1 5\npile_up%2:30:00:: 1 2\n",
        "data.noun": "  1 the licence\n00001 14 n 02 pile 0 heap 2 000 | a pile of objects \n"
        "00002 14 n 01 huff 0 000 | a state of anger\n",
        "data.verb": "",
        "data.adj": "",
        "data.adv": "",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert wordnet(tmp_path) == ({"heap"}, ["pile heap: a pile of objects"])


def test_a_question_knows_its_sentences_and_what_they_hold_instead() -> None:
    text = "The physician saw nobody. A doctor came by boat on Monday. The boat sank."
    one = Article("a.txt", text, "", 0.0, "Boats", title_found=False)
    example = Example("When did the doctor come?", one.path, (("Monday", text.index("Monday")),))
    kin = kinship(FEW)
    (asked,) = questions([one], [example], kin, {}, Analyzer.default())
    assert asked.right == [False, True, False]
    assert asked.held[1] > asked.held[0] == asked.held[2] == 0
    pairs = {(asked.places[place][0], kin.terms[other]) for place, _, other in asked.pairs}
    assert pairs == {(0, "physician"), (2, "boat")}


def test_only_groups_made_by_hand_count_as_the_word_itself() -> None:
    near = Lexicon.load(Analyzer.default()).near
    shares = [share for others in near.values() for share in others.values()]
    assert all(0 < share <= BY_HAND for share in shares)
    assert not [share for share in shares if WORD <= share < BY_HAND]
