"""Bytes become the text that was meant."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles.decoding import decode
from retrieval.errors import Undecodable

FILE = Path("a.txt")
ENGLISH = (
    "“Pakistan’s talks will go on,” the café owner said – and paid €5. The minister of the"
    " interior had announced on Monday that the border would be opened again for traders.\n"
)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode(), FILE) == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding(mark: bytes, encoding: str) -> None:
    assert decode(mark + ENGLISH.encode(encoding), FILE) == ENGLISH


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        ("Café", "latin-1"),
        ("He said: “Yes.”", "cp1252"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        ("Привет, мир! Сегодня в Москве состоялись переговоры о торговле.", "cp1251"),
        ("こんにちは世界。今日は東京で会談が行われました。", "shift_jis"),
    ],
)
def test_other_encodings_are_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), FILE) == text


def test_utf_8_with_a_broken_byte_keeps_the_rest() -> None:
    data = ENGLISH.encode()
    cut = data.replace("é".encode(), b"\xc3")
    assert decode(cut, FILE) == ENGLISH.replace("é", "\ufffd")
    assert decode(data + "é".encode()[:1], FILE) == ENGLISH + "\ufffd"


def test_line_ends_and_escape_sequences_stay() -> None:
    assert decode(b"a\r\nb\rc\n\x1b[31mred\x1b[0m\x0c", FILE) == "a\r\nb\rc\n\x1b[31mred\x1b[0m\x0c"


@given(st.binary(max_size=300))
def test_any_bytes_are_text_without_nul_or_refused(data: bytes) -> None:
    try:
        text = decode(data, FILE)
    except Undecodable as refused:
        assert "a.txt" in str(refused)  # noqa: PT017 - either outcome is right
    else:
        assert "\0" not in text
        text.encode()
