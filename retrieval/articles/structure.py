"""Text -> what each paragraph is: title, heading, body or boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.articles import furniture
from retrieval.articles.blocks import paragraphs
from retrieval.articles.rules import BoilerplateRules, key
from retrieval.articles.shortcodes import hidden, merged
from retrieval.model import Span

Role = Literal["body", "heading", "title", "furniture"]

_WORD = re.compile(r"[^\W_]")
_STOP = re.compile(r"[.!?…。！？।۔؟:;,][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"[.…。।۔;,][\"'”’»)\]]*$")
_MARKER = re.compile(r"#{1,6}\s+|(?:Title|Headline|TITLE|HEADLINE)\s*:\s+")
_BULLET = re.compile(r"[*•·◦‣▪–—+-]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s")
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}|\d{2,}")
_TITLE_LENGTH, _TITLE_WORDS = 160, 25
_HEADING_LENGTH, _HEADING_WORDS = 90, 12
_TAIL = 12


@dataclass(slots=True)
class Block:
    """A paragraph. ``text`` is what is visible of it, white space levelled; ``level`` its key."""

    start: int
    end: int
    text: str
    level: str
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Structure:
    """The paragraphs of a text and what is hidden inside them (sorted, disjoint)."""

    blocks: tuple[Block, ...]
    hidden: tuple[Span, ...]

    def title(self) -> str | None:
        """Return the headline, if the text has one."""
        return next((_unmarked(b.text) for b in self.blocks if b.role == "title"), None)

    def of(self, role: Role) -> Iterator[Block]:
        """Yield the blocks of one role in order."""
        return (block for block in self.blocks if block.role == role)


def structure(text: str, rules: BoilerplateRules) -> Structure:
    """Tell what each paragraph of ``text`` is."""
    spans = hidden(text)
    blocks = list(_blocks(text, spans))
    for block in blocks:
        if furniture.is_furniture(block.text, block.level, rules):
            block.role = "furniture"
    _mark_head(blocks, rules)
    _mark_foot(blocks, rules)
    _mark_link_lists(blocks, rules)
    _mark_headings(blocks)
    return Structure(tuple(blocks), tuple(spans))


def _blocks(text: str, spans: Sequence[Span]) -> Iterator[Block]:
    at = 0
    for paragraph in paragraphs(text):
        while at < len(spans) and spans[at].end <= paragraph.start:
            at += 1
        visible = " ".join(
            " ".join(text[p.start : p.end] for p in pieces(paragraph, spans, at)).split()
        )
        yield Block(paragraph.start, paragraph.end, visible, key(visible))


def pieces(whole: Span, spans: Sequence[Span], first: int = 0) -> Iterator[Span]:
    """Yield what is left of ``whole`` without ``spans`` (sorted) from the ``first`` on."""
    start = whole.start
    for at in range(first, len(spans)):
        span = spans[at]
        if span.start >= whole.end:
            break
        if span.start > start:
            yield Span(start, span.start)
        start = max(start, span.end)
    if start < whole.end:
        yield Span(start, whole.end)


def _mark_head(blocks: list[Block], rules: BoilerplateRules) -> None:
    """Mark the furniture above the first prose, and the title among the rest."""
    head: list[int] = []
    for i, block in enumerate(blocks):
        if block.role == "furniture":
            continue
        if furniture.is_edge_furniture(block.text, block.level, rules):
            dateline = furniture.is_dateline(block.text, rules)
            block.role = "heading" if dateline else "furniture"
        elif head and is_prose(block.text):
            break
        else:
            head.append(i)
    title = _title(blocks, head)
    if title is None:
        return
    blocks[title].role = "title"
    _mark_repeated(blocks, title)
    _mark_teasers(blocks, [i for i in head if i > title and blocks[i].role == "body"], title)


def _title(blocks: list[Block], head: list[int]) -> int | None:
    """Return which block is the headline. ``head``: those above the body, without furniture."""
    likely = [i for i in head if _may_be_title(blocks, i)]
    if not likely:
        return None
    first = likely[0]
    if len(likely) > 1 and len(blocks[first].text.split()) <= 4:
        # the name of the site or section may stand above the headline
        words = _vocabulary(blocks, head[-1])
        for i in likely[1:]:
            if len(blocks[i].text.split()) > 4 and _shared(blocks[i], words) >= 0.5:
                return first if _shared(blocks[first], words) > 0 else i
    return first


def _may_be_title(blocks: list[Block], i: int) -> bool:
    block = blocks[i]
    if _MARKER.match(block.text):
        return True
    if len(block.text) > _TITLE_LENGTH or len(block.text.split()) > _TITLE_WORDS:
        return False
    if _BULLET.match(block.text):
        return False
    others = [b for j, b in enumerate(blocks) if j != i and b.role != "furniture"]
    if not _FULL_STOP.search(block.text):
        return bool(others)
    # with a full stop it looks like any sentence; what stands around it must tell
    after = blocks[i + 1].role if i + 1 < len(blocks) else "body"
    repeated = any(other.level == block.level for other in others)
    return i == 0 and bool(others) and (repeated or after == "furniture")


def _mark_repeated(blocks: list[Block], title: int) -> None:
    headline = blocks[title].level
    for block in blocks[title + 1 :]:
        if block.role == "body" and headline and block.level == headline:
            block.role = "furniture"


def _mark_teasers(blocks: list[Block], below: list[int], title: int) -> None:
    """Mark lines below the title that no word of the body takes up, when furniture precedes them.

    A second headline speaks of what the body says; the headline of another article does not.
    """
    if not below:
        return
    words = _vocabulary(blocks, below[-1])
    for i in below:
        led = any(block.role == "furniture" for block in blocks[title + 1 : i])
        if led and not is_prose(blocks[i].text) and _shared(blocks[i], words) < 0.34:
            blocks[i].role = "furniture"


def _vocabulary(blocks: list[Block], after: int) -> frozenset[str]:
    """Return the first five letters of the words that the body uses."""
    body = (block.level for block in blocks[after + 1 :] if block.role == "body")
    return frozenset(word[:5] for level in body for word in _CONTENT_WORD.findall(level))


def _shared(block: Block, words: frozenset[str]) -> float:
    own = [word[:5] for word in _CONTENT_WORD.findall(block.level)]
    return sum(word in words for word in own) / len(own) if own else 0.0


def _mark_foot(blocks: list[Block], rules: BoilerplateRules) -> None:
    """Mark comments and what follows them, and bylines and the like below the last prose."""
    _mark_after_end(blocks, rules)
    seen = 0
    for block in reversed(blocks):
        if block.role == "furniture":
            continue
        if furniture.is_edge_furniture(block.text, block.level, rules) and block.role == "body":
            block.role = "furniture"
        elif is_prose(block.text) or (seen := seen + 1) > _TAIL:
            break


def _mark_after_end(blocks: list[Block], rules: BoilerplateRules) -> None:
    total = sum(len(block.text) for block in blocks)
    before = 0
    for i, block in enumerate(blocks):
        if before * 2 > total and furniture.is_end(block.level, rules):
            for other in blocks[i:]:
                other.role = "furniture"
            return
        before += len(block.text)


def _mark_link_lists(blocks: list[Block], rules: BoilerplateRules) -> None:
    """Mark the headlines below "Related news" and the like."""
    inside = False
    for block in blocks:
        if block.role == "furniture":
            inside = inside or furniture.is_link_list(block.level, rules)
        elif inside and block.role == "body" and not is_prose(block.text):
            block.role = "furniture"
        else:
            inside = False


def _mark_headings(blocks: list[Block]) -> None:
    """Mark one or two short lines without a full stop above prose."""
    rest = [block for block in blocks if block.role != "furniture"]
    run: list[Block] = []
    for block in rest:
        if block.role == "body" and _may_be_heading(block):
            run.append(block)
            continue
        titled = bool(run) and block.role == "body" and is_prose(block.text)
        for heading in run if titled and len(run) <= 2 else ():
            heading.role = "heading"
        run = []
    for block in rest:
        if block.role == "body" and block.text.startswith("#") and _MARKER.match(block.text):
            block.role = "heading"


def _may_be_heading(block: Block) -> bool:
    text = block.text
    if len(text) > _HEADING_LENGTH or len(text.split()) > _HEADING_WORDS or text[0].islower():
        return False
    if _BULLET.match(text) or (":" in text[:-1] and any(char.isdigit() for char in text)):
        return False
    return not _STOP.search(text) or text.endswith(":")


def is_prose(text: str) -> bool:
    """Tell whether a paragraph is running text rather than a headline, label or list entry."""
    if len(text) >= 100:
        return True
    return _STOP.search(text) is not None and (len(text.split()) >= 6 or not text.isascii())


def _unmarked(text: str) -> str:
    match = _MARKER.match(text)
    return text[match.end() :] if match else text


def boilerplate(text: str, found: Structure) -> tuple[Span, ...]:
    """Return the spans of ``text`` that are never quoted: sorted, disjoint, none empty."""
    spans = list(found.hidden)
    for block in found.blocks:
        if block.role == "furniture":
            spans.append(Span(block.start, block.end))
        elif block.role != "body" and (match := _MARKER.match(text, block.start, block.end)):
            spans.append(Span(*match.span()))
    whole = merged(spans)
    crumbs = [
        piece
        for block in found.blocks
        if block.role != "furniture"
        for piece in pieces(Span(block.start, block.end), found.hidden)
        if not _WORD.search(text, piece.start, piece.end)
    ]
    return tuple(merged([*whole, *crumbs]))


def headings(text: str, found: Structure, marked: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans of the title and the headings, without the ``marked`` boilerplate."""
    return tuple(
        stripped
        for block in found.blocks
        if block.role in ("title", "heading")
        for piece in pieces(Span(block.start, block.end), marked)
        if (stripped := _stripped(text, piece)) is not None
    )


def _stripped(text: str, span: Span) -> Span | None:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return Span(start, end) if start < end else None
