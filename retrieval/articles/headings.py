"""The headings inside an article: short lines above prose, and what stands in their place.

The question of a "Q: ... A: ..." pair, the numbered line above a point of the minutes, an
underlined line and the first row of a table say what stands below them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from retrieval.articles.blocks import LINE, Block
from retrieval.articles.head import LABEL

_LENGTH, _WORDS, _RUN = 90, 12, 2
_QUESTION_WORDS = 8
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s+\S")
_ASKED = re.compile(r"\*{0,2}(?:Q|Question)\s?\d{0,3}\s?[:.)]\s")
_RULE = re.compile(r"[=*~_-]{4,}")
_PARTED = re.compile(r"\|?[\s:|-]*-[\s:|-]*")  # the line below the first row of a table
_COLUMNS = 3  # fewer may be no table: "Length  14 km"
_DIGIT = re.compile(r"\d")


def mark_headings(text: str, found: Sequence[Block]) -> None:
    """Mark as headings what says what stands below it; code says nothing so."""
    found = [block for block in found if not block.code]
    _mark_short_lines(found)
    _mark_numbered(found)
    _mark_tables(text, found)
    for block in found:
        if block.role != "body":
            continue
        if block.text[0] in "#Q*" and (LABEL.match(block.text) or _asked(block)):
            block.role = "heading"
    for above, block, below in zip(found, found[1:], found[2:], strict=False):
        underlined = _RULE.fullmatch(below.text) and text.count("\n", block.end, below.start) == 1
        if underlined and block.role == "body" and _may_be_heading(block):
            over = _RULE.fullmatch(above.text) is not None
            block.role = "heading" if over or below.text[0] in "=-~" else block.role


def _mark_short_lines(found: Sequence[Block]) -> None:
    """Mark one or two short lines without a full stop above prose."""
    run: list[Block] = []
    for block in found:
        if block.role in ("furniture", "other"):
            continue
        short = not (block.listed or block.row) and _may_be_heading(block)
        if block.role == "body" and short:
            run.append(block)
            continue
        heads = (block.prose or block.listed) and len(run) <= _RUN
        for heading in run if heads else ():
            heading.role = "heading"
        run = []


def _may_be_heading(block: Block) -> bool:
    text = block.text
    if len(text) > _LENGTH or text.count(" ") >= _WORDS or text[0].islower():
        return False
    _, colon, value = text[:-1].partition(":")
    if colon and (_DIGIT.search(text) or ", " in value):  # "Present: Ada Jones, Ben Shah"
        return False
    asks = text.endswith("?") and text.count(" ") < _QUESTION_WORDS
    return not block.stopped or text.endswith(":") or asks


def _mark_numbered(found: Sequence[Block]) -> None:
    """Mark numbered lines that are no part of a list: prose stands above and below."""
    shown = [block for block in found if block.role not in ("furniture", "other")]
    for i, block in enumerate(shown[1:-1], 1):
        if block.role != "body" or not _NUMBERED.match(block.text) or not _may_be_heading(block):
            continue
        if not shown[i - 1].listed and shown[i + 1].prose and not shown[i + 1].listed:
            block.role = "heading"


def _asked(block: Block) -> bool:
    return len(block.text) <= LINE and _ASKED.match(block.text) is not None


def _mark_tables(text: str, found: Sequence[Block]) -> None:
    """Mark the first row of tables."""
    if "|" in text:
        for row, below in pairwise(found):
            parted = "|" in below.text and _PARTED.fullmatch(below.text)  # not "---"
            if parted and row.role == "body" and "|" in row.text:
                row.role = "heading"
    if "\t" in text:
        columns = [text.count("\t", block.start, block.end) + 1 for block in found]
        for i, (above, count) in enumerate(zip([0, *columns], columns, strict=False)):
            first = count >= _COLUMNS and count != above and columns[i + 1 : i + 2] == [count]
            if first and found[i].role == "body" and not _DIGIT.search(found[i].text):
                found[i].role = "heading"
