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
_UNLIKELY = (  # mainframes, and what is full of NUL where text is Western
    "cp037 cp273 cp424 cp500 cp875 cp1026 cp1140 utf_16 utf_16_le utf_16_be utf_32".split()
)
_FEW = 8  # bytes
_SAMPLE = 64 * 1024  # bytes are enough to tell an encoding
_CONTROL = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_NON_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")


def decode(data: bytes, path: Path) -> str:
    """Return the text of ``data``; line ends and control characters stay as they are.

    UTF-8 with a few broken bytes keeps its text, the broken ones becoming U+FFFD. ``path`` only
    names the file in errors.

    Raises:
        Undecodable: it is binary, or no encoding fits.
    """
    text = _marked(data)
    if text is None and b"\0" in data:
        text = _unmarked_utf_16(data)
    elif text is None:
        text = _utf_8(data) or _western(data) or _detected(data)
    if text is None or _binary(text):
        message = f"{shown(path)} holds no readable text; save it as UTF-8 text or remove it."
        raise Undecodable(message)
    return text


def _marked(data: bytes) -> str | None:
    """Decode by the byte order mark, if there is one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    return None


def _unmarked_utf_16(data: bytes) -> str | None:
    """Decode Western text in UTF-16, where every other byte is NUL."""
    first, second = data[0::2].count(0), data[1::2].count(0)
    if max(first, second) * 4 < len(data) or min(first, second) * 100 > len(data):
        return None
    return data.decode("utf-16-be" if first > second else "utf-16-le", errors="replace")


def _utf_8(data: bytes) -> str | None:
    """Decode UTF-8, or return None when most of what is not ASCII is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    return text if damaged <= sum(1 for _ in _NON_ASCII.finditer(text)) else None


def _western(data: bytes) -> str | None:
    """Decode a few curly quotes or accents as Windows-1252; too few to detect an encoding by."""
    foreign = len(data) - len(data.decode("ascii", errors="ignore"))
    if foreign >= _FEW or foreign * 2 > len(data):
        return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # imported here: 30 ms, and hardly ever needed

    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:  # not in the midst of a character
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    best = from_bytes(sample, cp_exclusion=_UNLIKELY).best()
    if best is None:
        return None
    likely = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    return data.decode(likely, errors="replace")


def _binary(text: str) -> bool:
    """Tell whether ``text`` holds NUL, or much that is no text."""
    if "\0" in text or text.count("\ufffd") > 2 + len(text) // 50:
        return True
    data = text.encode(errors="replace")
    return len(data) - len(data.translate(None, _CONTROL)) > 2 + len(text) // 200
