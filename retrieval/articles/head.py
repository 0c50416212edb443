"""The head of an article: its title, and what stands between it and the first paragraph."""

from __future__ import annotations

import re

from retrieval.articles import edges
from retrieval.articles.blocks import Block, said, shared
from retrieval.articles.phrases import Phrases
from retrieval.splitting import split

LABEL = re.compile(r"#{1,6}\s+|(?:Title|Headline|TITLE|HEADLINE)\s*:\s+")
"""What may stand before a title or heading and is no part of it."""

_FULL_STOP = re.compile(r"[.…。।۔;,][\"'”’»)\]]*$")
_FIELD = re.compile(r"[A-Z][\w’' -]{1,24}:\s+\S")  # "Present: Ada Jones (chair), Ben Shah"
_FIELDS = 2  # or more tell something about a meeting, a recipe, ...
_LENGTH, _WORDS = 160, 25  # of a title
_NAME_WORDS, _TEASER_WORDS = 4, 15
_LONGEST_HEAD = 30
_UNRELATED, _RELATED = 0.34, 0.5  # part of its words that a headline shares with the body


def mark_head(blocks: list[Block], phrases: Phrases) -> None:
    """Mark the title, and the furniture above the first paragraph of the body."""
    head = _head(blocks, phrases)
    title = _title(blocks, head, phrases)
    if title is None:
        return
    blocks[title].role = "title"
    _mark_repeated(blocks, title)
    others = [i for i in head if blocks[i].role == "body"]
    words = _said_below(blocks, head) if others else ""
    _mark_unrelated(blocks, [i for i in others if i > title], title, words)
    fields = [i for i in others if _FIELD.match(blocks[i].text)]
    told = fields if len(fields) >= _FIELDS else []
    for i in others:
        if blocks[i].role == "body" and not blocks[i].stopped and i not in told:
            menu = blocks[i].level in phrases.menu_words or blocks[i].listed
            above = i < title and (menu or shared(blocks[i], words) == 0)
            blocks[i].role = "furniture" if above else "heading"


def _head(blocks: list[Block], phrases: Phrases) -> list[int]:
    """Return which blocks stand above the body; mark what is furniture in that place."""
    head: list[int] = []
    for i, block in enumerate(blocks):
        if block.role == "furniture":
            continue
        if block.row and i + 1 < len(blocks) and blocks[i + 1].row:
            break  # a table is no menu
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
    if not below or not all(_short(blocks[j]) for j in above):
        return False
    if sum(1 for _ in split(block.text)) > 1:
        return False
    repeated = any(other.level == block.level for other in below)
    if below[0].level in phrases.labels:
        return repeated
    return repeated or below[0].role == "furniture" or _at_edge(below[0], phrases)


def _title(blocks: list[Block], head: list[int], phrases: Phrases) -> int | None:
    """Return which block is the headline: the first, unless that is the name of the site."""
    likely = [i for n, i in enumerate(head) if _may_be_title(blocks, i, head[:n], phrases)]
    if not likely or sum(block.role != "furniture" for block in blocks) < 2:
        return None
    first = likely[0]
    words = _said_below(blocks, head) if len(likely) > 1 else ""
    for i in likely[1:]:
        headline = not _short(blocks[i]) and shared(blocks[i], words) >= _RELATED
        if headline and _names_the_site(blocks, first, i, words, phrases):
            return i
    return first


def _names_the_site(
    blocks: list[Block], first: int, other: int, words: str, phrases: Phrases
) -> bool:
    """Tell whether the ``first`` headline names a site or section, above the ``other`` one."""
    related = shared(blocks[first], words)
    if _short(blocks[first]):
        return related == 0 or all(w in phrases.menu_words for w in blocks[first].level.split())
    between = blocks[first + 1 : other]
    return related < _UNRELATED and any(block.role == "furniture" for block in between)


def _short(block: Block) -> bool:
    """Tell whether a block could be a name: of a site, a section, a writer."""
    return block.text.count(" ") < _NAME_WORDS


def _at_edge(block: Block, phrases: Phrases) -> bool:
    return edges.is_edge_furniture(block.text, block.level, phrases)


def _mark_repeated(blocks: list[Block], title: int) -> None:
    headline = blocks[title].level
    for block in blocks[title + 1 :]:
        if block.role == "body" and block.level == headline and " " in headline:
            block.role = "furniture"


def _said_below(blocks: list[Block], head: list[int]) -> str:
    return said(block for block in blocks[head[-1] + 1 :] if block.role == "body")


def _mark_unrelated(blocks: list[Block], below: list[int], title: int, words: str) -> None:
    """Mark headlines of other articles that stand among the furniture below the title.

    A second headline speaks of what the body says; that of another article does not.
    """
    if not below:
        return
    furnished = title
    for i, block in enumerate(blocks[title + 1 : below[-1] + 1], title + 1):
        if block.role == "furniture" and block.level:
            furnished = i
            continue
        if block.role != "body" or block.stopped or LABEL.match(block.text):
            continue
        if block.text.count(" ") >= _TEASER_WORDS:
            continue
        followed = any(other.role == "furniture" for other in blocks[i + 1 : i + 2])
        among = furnished > title or (followed and _short(block))
        if among and shared(block, words) < _UNRELATED:
            block.role = "furniture"
