"""The foot of an article: comments, bylines below the text, and lists of other articles."""

from __future__ import annotations

from retrieval.articles import edges, furniture
from retrieval.articles.blocks import Block
from retrieval.articles.phrases import Phrases

_FOOT = 12  # lines below the last prose


def mark_foot(blocks: list[Block], phrases: Phrases) -> None:
    """Mark comments and what follows them, and bylines and the like below the last prose."""
    _mark_after_end(blocks, phrases)
    lines = 0
    for block in reversed(blocks):
        if block.role != "body":
            continue
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
                other.role = "furniture"
            return
        before += len(block.text)


def mark_link_lists(blocks: list[Block], phrases: Phrases) -> None:
    """Mark the headlines below "Related news" and the like."""
    inside = False
    for block in blocks:
        if block.role == "furniture":
            inside = inside or block.level in phrases.link_lists
        elif inside and block.role == "body" and not block.prose:
            block.role = "furniture"
        else:
            inside = False
