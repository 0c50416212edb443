"""Paragraphs as they are judged: what is visible of each, and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.articles.paragraphs import FENCE, paragraphs
from retrieval.articles.phrases import key
from retrieval.model import Span

Role = Literal["body", "heading", "title", "furniture", "other"]
"""``furniture`` is of the page, ``other`` is a reader's or of another article: both boilerplate."""

LINE = 200
"""No headline, menu or byline is longer (characters)."""

_STOP = re.compile(r"[.!?…。！？।۔؟:;,][\"'”’»)\]]*$")
_BULLET = re.compile(r"[*•·◦‣▪–—+-]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s")
_WORD = re.compile(r"[^\W\d_]{4,}|\d{2,}")
_GAPS = re.compile(r"[\W_]+")
_PROSE = 100  # characters: a longer paragraph needs no full stop to be one
_TABS = 2  # at least, in a row of a table
_PREFIX = 5  # letters by which words are compared, whatever their endings


@dataclass(slots=True)
class Block:
    """A paragraph. ``text`` is what is visible of it, ``level`` is ``key(text)``.

    Longer than ``LINE`` it is no candidate for most phrases, and to save time its ``text`` keeps
    its white space and its ``level`` is empty. Otherwise ``text`` has single spaces.
    """

    start: int
    end: int
    text: str
    level: str
    role: Role = "body"
    row: bool = False  # of a table
    code: bool = False  # between fences

    @property
    def prose(self) -> bool:
        """Whether this is running text rather than a headline, a label or a list entry."""
        if len(self.text) >= _PROSE:
            return True
        return self.stopped and (self.text.count(" ") > 4 or not self.text.isascii())

    @property
    def stopped(self) -> bool:
        """Whether this ends in a punctuation mark, closing quotes aside."""
        return _STOP.search(self.text[-12:]) is not None

    @property
    def listed(self) -> bool:
        """Whether this begins with a bullet or a number."""
        return _BULLET.match(self.text) is not None


def blocks(text: str, hidden: Sequence[Span]) -> list[Block]:
    """Return the paragraphs of ``text``; what is ``hidden`` (sorted, disjoint) is not visible."""
    found = []
    at = 0
    for whole in paragraphs(text):
        while at < len(hidden) and hidden[at].end <= whole.start:
            at += 1
        visible = " ".join([text[piece.start : piece.end] for piece in pieces(whole, hidden, at)])
        row = visible.startswith("|") or visible.count("\t") >= _TABS
        if len(visible) <= LINE:
            visible = " ".join(visible.split())
            found.append(Block(whole.start, whole.end, visible, key(visible), row=row))
        else:
            found.append(Block(whole.start, whole.end, visible, "", row=row))
    if FENCE in text:
        _mark_code(text, found)
    return found


def _mark_code(text: str, found: Iterable[Block]) -> None:
    code = False
    for block in found:
        if text.startswith(FENCE, block.start):
            code = not code
            block.role = "furniture"
        block.code = code


def pieces(whole: Span, spans: Sequence[Span], first: int = 0) -> list[Span]:
    """Return what is left of ``whole`` without ``spans`` (sorted) from the ``first`` on."""
    if first == len(spans) or spans[first].start >= whole.end:  # nearly always
        return [whole]
    found: list[Span] = []
    start = whole.start
    for at in range(first, len(spans)):
        span = spans[at]
        if span.start >= whole.end:
            break
        if span.start > start:
            found.append(Span(start, span.start))
        start = max(start, span.end)
    if start < whole.end:
        found.append(Span(start, whole.end))
    return found


def said(body: Iterable[Block]) -> str:
    """Return the words of ``body`` in small letters, a space before each."""
    return " " + _GAPS.sub(" ", " ".join(block.text for block in body).casefold())


def shared(block: Block, words: str) -> float:
    """Return which part of the words of ``block`` begin like some of ``words``: 0.0 to 1.0.

    Without words, or in a script that puts no spaces between them, that is 1.0.
    """
    own = [word[:_PREFIX] for word in _WORD.findall(block.level)]
    if not own or (" " not in block.text and not block.text.isascii()):
        return 1.0
    return sum(f" {word}" in words for word in own) / len(own)
