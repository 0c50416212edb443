"""Make text safe to print: nothing from an article or a question may steer a terminal.

Every character is replaced by exactly one, so offsets into the text (highlights) stay true.
"""

from __future__ import annotations

import re
import unicodedata

SHOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that cannot be shown: C1 controls, bidi overrides, lone surrogates."""

# Joiners shape scripts and emoji and steer nothing; soft hyphens only say where a word may break.
_KEPT = {"\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}", "\N{SOFT HYPHEN}"}
_SPACES = {"Zl", "Zp", "Zs"}
_SUSPECT = re.compile(r"[^\x20-\x7e]")

# What JSON leaves as it is: C1 controls, bidi and invisible marks, lone surrogates.
_STEERING = re.compile(
    r"[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def inert(text: str) -> str:
    """Return the text with controls made visible and white space made plain spaces."""
    return _SUSPECT.sub(lambda match: _neutral(match.group()), text)


def _neutral(character: str) -> str:
    if character in "\t\n\r\v\f":
        return " "
    if character < " ":
        return chr(0x2400 + ord(character))  # the Unicode pictures of control characters
    category = unicodedata.category(character)
    if character == "\x7f":
        return "\N{SYMBOL FOR DELETE}"
    if category in _SPACES:
        return " "
    if category in {"Cc", "Cf", "Cs"} and character not in _KEPT:
        return SHOWN
    return character


def inert_json(text: str) -> str:
    """Escape in JSON text what steers a terminal; the values stay the same."""
    return _STEERING.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
