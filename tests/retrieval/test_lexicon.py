"""What a sync remembers of runs gives the same terms and words as the analyzer."""

from __future__ import annotations

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


def terms_of(held: Lexicon, run: str) -> str:
    return held.of([run])[0][run]


@pytest.mark.parametrize("run", RUNS)
def test_a_run_has_the_terms_and_words_of_the_analyzer(run: str) -> None:
    terms, words = Lexicon(ANALYZER).of([run])
    assert terms == {run: join_terms(ANALYZER.run_terms(run))}
    assert words == {token.word for token in ANALYZER.tokens(run)}


@given(st.lists(st.sampled_from(RUNS) | st.text(max_size=8).map(lambda t: "".join(t.split()))))
def test_runs_do_not_disturb_each_other(runs: list[str]) -> None:
    held = Lexicon(ANALYZER)
    terms, words = held.of(runs)
    assert terms == {run: join_terms(ANALYZER.run_terms(run)) for run in runs}
    assert words == {token.word for run in runs for token in ANALYZER.tokens(run)}
    assert held.several == {terms[run] for run in runs if len(ANALYZER.run_terms(run)) > 1}


def test_equal_terms_are_one_string() -> None:
    held = Lexicon(ANALYZER)
    assert terms_of(held, "Talks") is terms_of(held, "talking,")


def test_a_capital_tells_a_country_from_a_pronoun() -> None:
    terms, words = Lexicon(ANALYZER).of(["us", "US"])
    assert terms == {"us": "", "US": join_terms(["usa"])}
    assert words == {"us"}


def test_much_is_forgotten_and_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_REMEMBERED", 2)
    held = Lexicon(ANALYZER)
    first = held.of(["talks", "two-three", "peace"])
    assert held.of(["war"])[1] == {"war"}
    assert list(held) == ["war"]
    assert not held.several
    assert held.of(["talks", "two-three", "peace"]) == first
