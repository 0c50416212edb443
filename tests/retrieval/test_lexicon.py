"""What a sync remembers of runs gives the same terms and words as the analyzer."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import lexicon
from retrieval.analysis import Analyzer
from retrieval.joined import join_terms, marked
from retrieval.lexicon import Lexicon, joined

ANALYZER = Analyzer.default()
RUNS = (
    "Talks", "talks,", "the", "US", "us", "WHO", "who", "U.S.", "(AP)", "counter-terrorism",
    "US-led", "state's", "1,700", "2023-02-14", "Müller", "中文字", "—", "", "prime-minister",
)  # fmt: skip


def terms_of(held: Lexicon, *runs: str) -> set[str]:
    return {held.terms[number] for number in held.terms_in(held.of([runs]))}


def words_of(held: Lexicon, *runs: str) -> set[str]:
    return {held.words[number] for number in held.words_in(held.of([runs]))}


@pytest.mark.parametrize("run", RUNS)
def test_a_run_has_the_terms_and_words_of_the_analyzer(run: str) -> None:
    held = Lexicon(ANALYZER)
    assert joined(held[run]) == join_terms(ANALYZER.run_terms(run))
    assert terms_of(held, run) == set(map(marked, ANALYZER.run_terms(run)))
    assert words_of(held, run) == {token.word for token in ANALYZER.tokens(run)}


SENTENCES = st.lists(
    st.lists(st.sampled_from(RUNS) | st.text(max_size=8).map(lambda t: "".join(t.split())))
)


@given(SENTENCES, st.integers(0, 8))
def test_runs_do_not_disturb_each_other_also_when_all_are_forgotten(
    sentences: list[list[str]], forgotten: int
) -> None:
    held = Lexicon(ANALYZER)
    for at, sentence in enumerate(sentences):
        if at == forgotten:
            held.forget()
            assert not held
        (found,) = held.of([sentence])
        assert list(map(joined, found)) == [join_terms(ANALYZER.run_terms(r)) for r in sentence]
    held.forget()
    runs = list(chain.from_iterable(sentences))
    assert terms_of(held, *runs) == {marked(t) for run in runs for t in ANALYZER.run_terms(run)}
    assert words_of(held, *runs) == {t.word for run in runs for t in ANALYZER.tokens(run)}


def test_terms_that_may_open_a_phrase_are_known_by_number() -> None:
    held = Lexicon(ANALYZER)
    opening = next(ANALYZER.phrases)[0]
    for _ in range(2):
        assert held.term(marked(opening)) in held.openings
        assert held.terms_in(held.of([["Geneva"]])).isdisjoint(held.openings)
        held.forget()


def test_room_is_made_when_too_much_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "REMEMBERED", 2)
    held = Lexicon(ANALYZER)
    held.of([["talks", "peace"]])
    held.make_room()
    assert set(held) == {"talks", "peace"}
    held.of([["war"]])
    held.make_room()
    assert not held


def test_equal_terms_are_one_string() -> None:
    ((first, second),) = Lexicon(ANALYZER).of([["Talks", "talking,"]])
    assert joined(first) is joined(second)


def test_a_capital_tells_a_country_from_a_pronoun() -> None:
    held = Lexicon(ANALYZER)
    ((small, large),) = held.of([["us", "US"]])
    assert (joined(small), joined(large)) == ("", join_terms(["usa"]))
    assert words_of(held, "us", "US") == {"us"}
