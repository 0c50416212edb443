"""Bytes -> text: UTF-8, UTF-16 and UTF-32 with a byte order mark, or a detected encoding."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from retrieval.articles.files import shown
from retrieval.errors import Undecodable

_MARKS = (  # the longer ones first: UTF-32 little endian begins as UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024  # bytes are enough to tell an encoding
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NON_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")


def decode(data: bytes, path: Path) -> str:
    """Return the text of ``data``; line ends and control characters stay as they are.

    UTF-8 with a few broken bytes keeps its text, the broken ones becoming U+FFFD. ``path`` only
    names the file in errors.

    Raises:
        Undecodable: it is binary, or no encoding fits.
    """
    text = _marked(data, path) or _utf_8(data) or _detected(data, path)
    if _binary(text):
        raise Undecodable(_no_text(path))
    return text


def _marked(data: bytes, path: Path) -> str | None:
    """Decode by the byte order mark, if there is one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            if text.count("\ufffd") > max(1, len(text) // 100):
                raise Undecodable(_no_text(path))
            return text
    return None


def _utf_8(data: bytes) -> str | None:
    """Decode UTF-8, or return None when most of what is not ASCII is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    return text if damaged <= sum(1 for _ in _NON_ASCII.finditer(text)) else None


def _detected(data: bytes, path: Path) -> str:
    if not data:
        return ""
    from charset_normalizer import from_bytes  # imported here: 30 ms, and hardly ever needed

    wide = [] if b"\0" in data else ["utf_16", "utf_16_le", "utf_16_be", "utf_32"]
    best = from_bytes(data[:_SAMPLE], cp_exclusion=wide).best()
    if best is None:
        raise Undecodable(_no_text(path))
    likely = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    text = data.decode(likely, errors="replace")
    if text.count("\ufffd") > len(text) // 100:
        raise Undecodable(_no_text(path))
    return text


def _binary(text: str) -> bool:
    """Tell whether ``text`` holds NUL or more than a few other control characters."""
    return "\0" in text or sum(1 for _ in _CONTROL.finditer(text)) > 2 + len(text) // 200


def _no_text(path: Path) -> str:
    return f"{shown(path)} holds no readable text; save it as UTF-8 text or remove it."
