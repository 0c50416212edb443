import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terminal.inert import SHOWN, inert, inert_json


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("a\x00b\x07c\x7fd", "a␀b␇c␡d"),
        ("csi \x9b31m", f"csi {SHOWN}31m"),
        ("\u202eevil\u2066x\u200f", f"{SHOWN}evil{SHOWN}x{SHOWN}"),
        ("zero\u200bwidth\ufeff", f"zero{SHOWN}width{SHOWN}"),
        ("a\tb\r\nc\u00a0d\u2028e", "a b  c d e"),
        ("lone \ud800 surrogate", f"lone {SHOWN} surrogate"),
        ("“Naïve” — 数 👩\u200d🚀 नमस्ते", "“Naïve” — 数 👩\u200d🚀 नमस्ते"),
    ],
)
def test_controls_become_visible_and_words_stay(given_text: str, shown: str) -> None:
    assert inert(given_text) == shown


@given(st.text())
def test_nothing_is_left_that_steers_a_terminal_and_offsets_stay(text: str) -> None:
    shown = inert(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl"} for character in shown)
    shown.encode("utf-8")


@given(st.text())
def test_json_keeps_its_values_and_steers_nothing(text: str) -> None:
    shown = inert_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(shown) == {"text": text}
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl"} for character in shown)


def test_json_escapes_what_turns_text_around() -> None:
    assert inert_json('"\u202eevil\x9b"') == '"\\u202eevil\\u009b"'
