"""The foot of an article: comments, bylines below the text, and lists of other articles."""

from __future__ import annotations

import re

from retrieval.articles import edges, furniture
from retrieval.articles.blocks import Block
from retrieval.articles.phrases import Phrases, key
from retrieval.model import Span

_SIGNATURE = re.compile(r"(?<=[.!?”\"])\s+[(—–-]([^()—–.-]{2,40})\)?\Z")
_SIGNED = 40  # a paragraph that an agency signs is longer (characters)
_FOOT = 12  # lines below the last prose


def mark_foot(blocks: list[Block], phrases: Phrases) -> None:
    """Mark comments, lists of other articles, and bylines and the like below the last prose."""
    _mark_after_end(blocks, phrases)
    _mark_link_lists(blocks, phrases)
    lines = 0
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if block.role != "body":
            continue
        beside = [*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]
        if block.row and any(other.row for other in beside):
            break  # a table is no menu
        if edges.is_edge_furniture(block.text, block.level, phrases):
            block.role = "furniture"
        elif block.prose or (lines := lines + 1) > _FOOT:
            break


def _mark_after_end(blocks: list[Block], phrases: Phrases) -> None:
    """Mark everything from the comments on, unless more than half of the text follows."""
    total = sum(len(block.text) for block in blocks)
    before = 0
    for i, block in enumerate(blocks):
        if before * 2 > total and furniture.is_end(block.level, phrases):
            for other in blocks[i:]:
                if other.role != "furniture":
                    other.role = "other"
            return
        before += len(block.text)


def _mark_link_lists(blocks: list[Block], phrases: Phrases) -> None:
    """Mark the headlines below "Related news" and the like, and what stands among them."""
    inside = False
    for block in blocks:
        if block.level in phrases.link_lists and block.role == "furniture":
            inside = True
        elif inside and block.role == "body" and not block.prose:
            block.role = "other"
        elif block.role != "furniture":
            inside = False


def signature(text: str, blocks: list[Block], phrases: Phrases) -> Span | None:
    """Return where the last paragraph ends in the agency's name: "... until June 6. (ANI)"."""
    last = next((b for b in reversed(blocks) if b.role == "body" and len(b.text) > _SIGNED), None)
    match = _SIGNATURE.search(text, max(last.start, last.end - 60), last.end) if last else None
    if match is None or key(match[1]) not in phrases.publishers:
        return None
    return Span(match.start(1) - 1, match.end())
