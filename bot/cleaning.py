"""What a person typed, made fit for analysis."""

from __future__ import annotations

import re
import unicodedata

from retrieval.errors import EmptyQuestion, QuestionTooLong

# ECMA-48 sequences (colours, titles, links) as a whole, so that no "[31m" is left behind.
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x9b[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]"
)
_JOINERS = "\u200c\u200d"  # belong to words of some scripts and to emoji


def cleaned(text: str, limit: int) -> str:
    """Return a question in one line without control, format and unpaired surrogate characters.

    Raises EmptyQuestion when nothing is left, QuestionTooLong beyond ``limit`` characters.
    """
    plain = "".join(_plain(character) for character in _SEQUENCE.sub("", text[: 50 * limit]))
    line = " ".join(plain.split())
    if not line.strip(_JOINERS + " "):
        raise EmptyQuestion("There is no question; type one, such as: who led the delegation?")
    if len(line) > limit:
        raise QuestionTooLong(
            f"The question is too long; please ask in at most {limit:,} characters."
        )
    return line


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    if character in _JOINERS or character.isprintable():
        return character
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character
