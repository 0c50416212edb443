"""What a sync remembers of runs gives the same terms and words as the analyzer."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import lexicon
from retrieval.analysis import Analyzer
from retrieval.joined import join_terms
from retrieval.lexicon import Lexicon

ANALYZER = Analyzer.default()
RUNS = (
    "Talks", "talks,", "the", "US", "us", "WHO", "who", "U.S.", "(AP)", "counter-terrorism",
    "US-led", "state's", "1,700", "2023-02-14", "Müller", "中文字", "—", "", "prime-minister",
)  # fmt: skip


@pytest.mark.parametrize("run", RUNS)
def test_a_run_has_the_terms_and_words_of_the_analyzer(run: str) -> None:
    terms, words = Lexicon(ANALYZER).of([[run]])
    assert terms == [[join_terms(ANALYZER.run_terms(run))]]
    assert words == {token.word for token in ANALYZER.tokens(run)}


SENTENCES = st.lists(
    st.lists(st.sampled_from(RUNS) | st.text(max_size=8).map(lambda t: "".join(t.split())))
)


@given(SENTENCES)
def test_runs_do_not_disturb_each_other(sentences: list[list[str]]) -> None:
    held = Lexicon(ANALYZER)
    terms, words = held.of(sentences)
    assert terms == [[join_terms(ANALYZER.run_terms(r)) for r in runs] for runs in sentences]
    runs = list(chain.from_iterable(sentences))
    assert words == {token.word for run in runs for token in ANALYZER.tokens(run)}
    several = {join_terms(ANALYZER.run_terms(r)) for r in runs if len(ANALYZER.run_terms(r)) > 1}
    assert held.several == several


def test_equal_terms_are_one_string() -> None:
    ((first, second),), _ = Lexicon(ANALYZER).of([["Talks", "talking,"]])
    assert first is second


def test_a_capital_tells_a_country_from_a_pronoun() -> None:
    terms, words = Lexicon(ANALYZER).of([["us", "US"]])
    assert terms == [["", join_terms(["usa"])]]
    assert words == {"us"}


def test_much_is_forgotten_and_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_REMEMBERED", 2)
    held = Lexicon(ANALYZER)
    first = held.of([["talks", "two-three"], ["peace"]])
    assert held.of([["war"]])[1] == {"war"}
    assert list(held) == ["war"]
    assert not held.several
    assert held.of([["talks", "two-three"], ["peace"]]) == first
