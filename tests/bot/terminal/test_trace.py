from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.terminal.look import Look
from bot.terminal.trace import ROWS, cell, render_table, render_trace


def test_terms_passages_and_features_become_tables() -> None:
    shown = render_trace(
        {
            "terms": ["led", "team"],
            "passages": [{"key": "001#00000", "score": 3.14159}, {"key": "002#00001", "score": 2}],
            "sentences": [
                {"text": "He led.", "total": 1.5, "features": {"overlap": 0.25, "type": 1.25}}
            ],
            "thresholds": {"found": 0.5, "unsure": None, "strict": True},
        }
    )
    lines = [line.split() for line in shown.splitlines()]
    assert ["terms", "led,", "team"] in lines
    assert ["1", "001#00000", "3.142"] in lines
    assert "1. features: overlap 0.25, type 1.25" in shown.splitlines()
    assert ["unsure", "-"] in lines
    assert ["strict", "yes"] in lines


def test_a_long_table_is_cut_and_says_so() -> None:
    shown = render_trace({"passages": [{"key": f"k{n}"} for n in range(ROWS + 5)]})
    assert "... and 5 more" in shown
    assert f"k{ROWS}" not in shown


def test_an_answer_without_a_trace_says_so() -> None:
    assert render_trace({}) == "This answer came without a trace.\n"


def test_numbers_are_short_and_controls_inert() -> None:
    assert cell(0.123456789) == "0.1235"
    assert cell("\x1b[1m") == "␛[1m"
    assert cell([1, 2.5, "x"]) == "1, 2.5, x"


def test_figures_stand_right_aligned() -> None:
    shown = render_table(("kind", "hit@1"), [("factoid", "0.80"), ("all", "1.00")], numbers=True)
    assert shown.splitlines()[1:] == ["factoid   0.80", "all       1.00"]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=9), values, max_size=4), st.integers(20, 100))
def test_any_trace_can_be_shown(trace: dict[str, object], width: int) -> None:
    shown = render_trace(trace, Look(width))
    assert "\x1b" not in shown
    assert shown.endswith("\n")
