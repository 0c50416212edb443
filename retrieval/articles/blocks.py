"""Text -> paragraphs: which line breaks end a paragraph and which only wrap it."""

from __future__ import annotations

import re
from itertools import pairwise

from retrieval.model import Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BULLET = re.compile(r"(?:[*•·◦‣▪–—+>#-]|\(?\d{1,3}[.)])\s")
_NARROWEST, _WIDEST = 45, 160  # widths at which mail, PDF and terminals wrap text
_LEAST_CONTINUED = 30


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of ``text`` in order, stripped of white space.

    A blank line always separates two paragraphs. A single line break does too, as most saved
    pages have one paragraph a line, unless the text is wrapped there: the next line goes on with
    a small letter, or the line is so full that the next word would not have fitted.
    """
    found: list[Span] = []
    block: list[Span] = []
    for line in _lines(text):
        if block and _blank_between(text, block[-1].end, line.start):
            found += _joined(text, block)
            block = []
        block.append(line)
    return found + _joined(text, block)


def _lines(text: str) -> list[Span]:
    """Return the lines that hold something, stripped of white space."""
    lines = []
    for match in _LINE.finditer(text):
        line = match[0]
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            lines.append(Span(start, start + len(stripped)))
    return lines


def _blank_between(text: str, start: int, end: int) -> bool:
    gap = text[start:end].replace("\r\n", "\n")
    return sum(gap.count(mark) for mark in "\n\r\x0b\x0c\x85\u2028") > 1 or "\u2029" in gap


def _joined(text: str, block: list[Span]) -> list[Span]:
    """Join the lines of ``block`` (no blank line among them) that are wrapped."""
    if len(block) < 2:
        return block
    width = max(line.end - line.start for line in block)
    wrapped = _NARROWEST <= width <= _WIDEST and any(
        text[line.start].islower() for line in block[1:]
    )
    found = [block[0]]
    for before, line in pairwise(block):
        if _continues(text, before, line, width if wrapped else None):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(line)
    return found


def _continues(text: str, before: Span, line: Span, width: int | None) -> bool:
    """Tell whether ``line`` goes on with the sentence or paragraph of the line ``before`` it."""
    if _BULLET.match(text, line.start, line.end):
        return False
    length = before.end - before.start
    if text[line.start].islower() and text[before.end - 1] not in ".!?:":
        return length >= _LEAST_CONTINUED
    if width is None:
        return False
    first_word = text[line.start : line.start + width].split(None, 1)[0]
    return length + 1 + len(first_word) > width
