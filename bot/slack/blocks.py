"""Block Kit pieces as plain dictionaries, and Slack's limits on them.

Everything from an article or a person goes into ``rich_text`` text elements or ``plain_text``:
neither reads mrkdwn, mentions or emoji codes. Reference: https://docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.wording import GAP
from retrieval.model import Span

Block = dict[str, Any]

MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 13_000
"""All blocks of one message as JSON. Slack says ``msg_blocks_too_long`` at about 13,200 and does
not say how it counts (bolt-js issues 2509 and 2867): the longest form, with escapes, is safe."""
TEXT_CHARACTERS = 3_000
LABEL_CHARACTERS = 75
VALUE_CHARACTERS = 2_000
FALLBACK_CHARACTERS = 4_000
TITLE_CHARACTERS = 24
URL_CHARACTERS = 3_000

# Controls and direction overrides would let an article rearrange the words around its quote.
_UNRULY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the text that notifications and screen readers use.

    ``text`` is escaped for Slack already.
    """

    text: str
    blocks: tuple[Block, ...]


def inert(text: str) -> str:
    """Return the text with controls and direction overrides made visible, one for one."""
    return _UNRULY.sub("\N{REPLACEMENT CHARACTER}", text)


def escape(text: str) -> str:
    """Return the text as Slack's ``text`` fields need it: nothing in it is a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fallback(text: str) -> str:
    """Return an escaped, inert ``text`` of at most 4,000 characters."""
    text = inert(text)
    if len(escape(text)) <= FALLBACK_CHARACTERS:
        return escape(text)
    room = FALLBACK_CHARACTERS - len(GAP) - 1
    kept = text[:room]
    while len(escape(kept)) > room:
        kept = kept[: len(kept) - max(1, (len(escape(kept)) - room) // 5)]
    return f"{escape(kept)} {GAP}"


def clip(text: str, limit: int) -> str:
    """Return an inert text of 1 to ``limit`` characters, shortened between words with a mark."""
    text = " ".join(inert(text).split()) or "-"
    if len(text) <= limit:
        return text
    mark = f" {GAP}" if limit > 2 * len(GAP) else ""
    kept = text[: limit - len(mark)]
    at_space = kept.rfind(" ")
    return (kept[:at_space] if at_space > len(kept) // 2 else kept) + mark


def size(value: object) -> int:
    """Measure blocks, or lists of them, as the body of a request holds them."""
    return len(json.dumps(value))


def words(text: str, **style: bool) -> Block:
    """Return a rich text element; ``style``: bold, italic."""
    element: Block = {"type": "text", "text": inert(text) or "-"}
    chosen = {name: True for name, wanted in style.items() if wanted}
    return {**element, "style": chosen} if chosen else element


def marked(text: str, highlights: Iterable[Span]) -> list[Block]:
    """Return rich text elements with the highlights bold."""
    elements: list[Block] = []
    at = 0
    for span in sorted(highlights):
        start, end = max(span.start, at), min(span.end, len(text))
        if start >= end:
            continue
        if at < start:
            elements.append(words(text[at:start]))
        elements.append(words(text[start:end], bold=True))
        at = end
    if at < len(text):
        elements.append(words(text[at:]))
    return elements


def section(*elements: Block) -> Block:
    """Return a line of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quote(elements: Sequence[Block]) -> Block:
    """Return a quote of rich text."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def rich(*groups: Block) -> Block:
    """Return a block of rich text lines and quotes."""
    return {"type": "rich_text", "elements": list(groups)}


def paragraph(text: str, **style: bool) -> Block:
    """Return a block with one text, at most 3,000 characters."""
    return rich(section(words(clip(text, TEXT_CHARACTERS), **style)))


def paragraph_lines(lines: Sequence[str]) -> Block:
    """Return a block with one text a line."""
    each = TEXT_CHARACTERS // max(1, len(lines))
    return rich(*(section(words(clip(line, each))) for line in lines))


def small(*lines: str, limit: int = 600) -> Block:
    """Return a block of small grey lines, at most 3,000 characters in all."""
    each = min(limit, TEXT_CHARACTERS // max(1, len(lines)) - 1)
    text = "\n".join(clip(line, each) for line in lines)
    return {"type": "context", "elements": [plain(text)]}


def plain(text: str) -> Block:
    """Return a plain text object; codes such as ``:smile:`` stay as they are."""
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> Block:
    """Return a title block."""
    return {"type": "header", "text": plain(clip(text, 150))}


def button(label: str, value: str, *, url: str = "", style: str = "") -> Block:
    """Return a button; its value names it within its block as well."""
    element: Block = {
        "type": "button",
        "text": plain(clip(label, LABEL_CHARACTERS)),
        "action_id": value[:255],
        "value": value[:VALUE_CHARACTERS],
    }
    return element | ({"url": url} if url else {}) | ({"style": style} if style else {})


def buttons(*elements: Block) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def modal(title: str, blocks: Sequence[Block]) -> Block:
    """Return a modal view with a Close button."""
    return {
        "type": "modal",
        "title": plain(title[:TITLE_CHARACTERS]),
        "close": plain("Close"),
        "blocks": list(blocks),
    }


def plainer(message: Message) -> Message | None:
    """Return a message with less to object to: plain buttons for feedback, then text alone."""
    blocks = tuple(_plain_feedback(block) for block in message.blocks)
    if blocks != message.blocks:
        return Message(message.text, blocks)
    return Message(message.text, ()) if blocks else None


def _plain_feedback(block: Block) -> Block:
    if block["type"] != "context_actions":
        return block
    sides = ("positive_button", "negative_button")
    given = [element[side] for element in block["elements"] for side in sides]
    return buttons(*(button(side["text"]["text"], side["value"]) for side in given))
