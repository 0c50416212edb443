"""The head of an article: its title, and what stands between it and the first paragraph."""

from __future__ import annotations

import re

from retrieval.articles import edges
from retrieval.articles.blocks import Block, shared, vocabulary
from retrieval.articles.phrases import Phrases

LABEL = re.compile(r"#{1,6}\s+|(?:Title|Headline|TITLE|HEADLINE)\s*:\s+")
"""What may stand before a title or heading and is no part of it."""

_FULL_STOP = re.compile(r"[.…。।۔;,][\"'”’»)\]]*$")
_LENGTH, _WORDS = 160, 25  # of a title
_SITE_NAME_WORDS = 4
_LONGEST_HEAD = 30
_UNRELATED = 0.34  # a heading that shares fewer of its words with the body


def mark_head(blocks: list[Block], phrases: Phrases) -> None:
    """Mark the title, and the furniture above the first paragraph of the body."""
    head = _head(blocks, phrases)
    title = _title(blocks, head, phrases)
    if title is None:
        return
    blocks[title].role = "title"
    _mark_repeated(blocks, title)
    _mark_unrelated(blocks, [i for i in head if i > title], title)


def _head(blocks: list[Block], phrases: Phrases) -> list[int]:
    """Return which blocks stand above the body; mark what is furniture in that place."""
    head: list[int] = []
    for i, block in enumerate(blocks):
        if block.role == "furniture":
            continue
        if _at_edge(block, phrases):
            block.role = "heading" if edges.is_dateline(block.text, phrases) else "furniture"
        elif len(head) == _LONGEST_HEAD or (
            block.prose and not _may_be_title(blocks, i, head, phrases)
        ):
            break
        else:
            head.append(i)
    return head


def _may_be_title(blocks: list[Block], i: int, above: list[int], phrases: Phrases) -> bool:
    """Tell whether a block could be the headline, the blocks ``above`` it being none."""
    block = blocks[i]
    if LABEL.match(block.text):
        return True
    if len(block.text) > _LENGTH or block.text.count(" ") >= _WORDS or block.listed:
        return False
    if not _FULL_STOP.search(block.text[-12:]):
        return not above or not block.prose
    # with a full stop it looks like any sentence; what stands around it must tell
    below = blocks[i + 1 : i + _LONGEST_HEAD]
    if above or not below:
        return False
    repeated = any(other.level == block.level for other in below)
    return repeated or below[0].role == "furniture" or _at_edge(below[0], phrases)


def _title(blocks: list[Block], head: list[int], phrases: Phrases) -> int | None:
    """Return which block is the headline: the first, unless that is the name of the site."""
    likely = [i for n, i in enumerate(head) if _may_be_title(blocks, i, head[:n], phrases)]
    if not likely or sum(block.role != "furniture" for block in blocks) < 2:
        return None
    first = likely[0]
    if len(likely) > 1 and blocks[first].text.count(" ") < _SITE_NAME_WORDS:
        words = vocabulary(blocks[head[-1] + 1 :])
        for i in likely[1:] if shared(blocks[first], words) == 0 else ():
            if blocks[i].text.count(" ") >= _SITE_NAME_WORDS and shared(blocks[i], words) >= 0.5:
                return i
    return first


def _at_edge(block: Block, phrases: Phrases) -> bool:
    return edges.is_edge_furniture(block.text, block.level, phrases)


def _mark_repeated(blocks: list[Block], title: int) -> None:
    headline = blocks[title].level
    for block in blocks[title + 1 :]:
        if block.role == "body" and headline and block.level == headline:
            block.role = "furniture"


def _mark_unrelated(blocks: list[Block], below: list[int], title: int) -> None:
    """Mark headlines of other articles that stand among the furniture below the title.

    A second headline speaks of what the body says; that of another article does not.
    """
    if not below:
        return
    words = vocabulary(blocks[below[-1] + 1 :])
    furnished = title
    for i, block in enumerate(blocks[title + 1 : below[-1] + 1], title + 1):
        if block.role == "furniture":
            furnished = i
        elif block.role == "body" and not block.prose and shared(block, words) < _UNRELATED:
            led = furnished > title
            before_furniture = any(other.role == "furniture" for other in blocks[i + 1 : i + 2])
            name = block.text.count(" ") < _SITE_NAME_WORDS and before_furniture
            if led or name:
                block.role = "furniture"
