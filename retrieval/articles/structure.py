"""Text -> what each paragraph is: title, heading, body or furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.articles import furniture
from retrieval.articles.blocks import LINE, Block, Role, blocks, pieces
from retrieval.articles.foot import mark_foot, signature
from retrieval.articles.head import LABEL, mark_head
from retrieval.articles.headings import mark_headings
from retrieval.articles.hidden import hidden, merged
from retrieval.articles.phrases import Phrases
from retrieval.model import Span

_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Structure:
    """The paragraphs of a text and what is hidden inside them (sorted, disjoint).

    ``signed`` is the agency's name that the last paragraph may end in.
    """

    blocks: tuple[Block, ...]
    hidden: tuple[Span, ...]
    signed: str = ""

    def title(self) -> str | None:
        """Return the headline, if the text has one."""
        return next((LABEL.sub("", b.text, count=1) for b in self.of("title")), None)

    def of(self, role: Role) -> Iterator[Block]:
        """Yield the blocks of one role in order."""
        return (block for block in self.blocks if block.role == role)


def structure_of(text: str, phrases: Phrases) -> Structure:
    """Tell what each paragraph of ``text`` is."""
    spans = hidden(text)
    found = blocks(text, spans)
    _mark_furniture(found, phrases)
    mark_head(found, phrases)
    mark_foot(found, phrases)
    mark_headings(text, found)
    signed = signature(text, found, phrases)
    if signed is None:
        return Structure(tuple(found), tuple(spans))
    name = text[signed.start : signed.end]
    return Structure(tuple(found), tuple(merged([*spans, signed])), name)


def _mark_furniture(found: list[Block], phrases: Phrases) -> None:
    """Mark what is furniture wherever it stands, and the labels beside it."""
    for i, block in enumerate(found):
        if len(block.text) > LINE:
            marked = furniture.is_notice(block.text, phrases)
        else:
            marked = furniture.is_furniture(block.text, block.level, phrases, first=i == 0)
        if marked:
            block.role = "furniture"
    for around in (found, found[::-1]):
        for before, block in pairwise(around):
            beside = before.role == "furniture" or before.level in phrases.labels
            if beside and block.level in phrases.labels:
                block.role = "furniture"


def boilerplate(text: str, found: Structure) -> tuple[Span, ...]:
    """Return the spans of ``text`` that are never quoted: sorted, disjoint, none empty.

    What they leave of a paragraph holds a letter or digit.
    """
    spans = list(found.hidden)
    for block in found.blocks:
        if block.role in ("furniture", "other"):
            spans.append(Span(block.start, block.end))
        elif block.role != "body" and (match := LABEL.match(text, block.start, block.end)):
            spans.append(Span(*match.span()))
    marked = merged(spans)
    crumbs = [
        piece
        for block, piece in _left(found.blocks, marked)
        if not _WORD.search(text, piece.start, piece.end)
    ]
    return tuple(merged([*marked, *crumbs]) if crumbs else marked)


def headings(text: str, found: Structure, marked: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans of the title and the headings, without the ``marked`` boilerplate."""
    titles = [block for block in found.blocks if block.role in ("title", "heading")]
    return tuple(_stripped(text, piece) for _, piece in _left(titles, marked))


def _left(found: Sequence[Block], marked: Sequence[Span]) -> Iterator[tuple[Block, Span]]:
    """Yield what the ``marked`` spans leave of each block."""
    at = 0
    for block in found:
        while at < len(marked) and marked[at].end <= block.start:
            at += 1
        for piece in pieces(Span(block.start, block.end), marked, at):
            yield block, piece


def _stripped(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))
