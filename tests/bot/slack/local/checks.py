"""What Slack refuses in blocks and views, as its reference pages say it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Block = dict[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_CHARACTERS = 13_200
"""All blocks of a message as JSON; undocumented, measured in bolt-js issues 2509 and 2867."""
TEXT_CHARACTERS = 40_000
FALLBACK_CHARACTERS = 4_000
"""What a message's ``text`` may hold before Slack advises against it and may cut it."""
IN_MESSAGES_ONLY = {"context_actions"}


class Refused(Exception):
    """Blocks that Slack answers with an error; the first argument is Slack's error code."""


def check_message(body: dict[str, Any]) -> None:
    """Raise Refused when Slack would not post this message."""
    blocks, text = body.get("blocks") or [], body.get("text") or ""
    if not blocks and not text:
        raise Refused("no_text")
    if len(text) > TEXT_CHARACTERS:
        raise Refused("msg_too_long")
    if len(text) > FALLBACK_CHARACTERS:
        raise Refused("msg_too_long")
    if len(json.dumps(blocks)) > MESSAGE_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    check_blocks(blocks, MESSAGE_BLOCKS)


def check_view(view: dict[str, Any]) -> None:
    """Raise Refused when Slack would not show this view."""
    if view.get("type") not in {"home", "modal"}:
        raise Refused("invalid_arguments", "type")
    if view["type"] == "modal":
        _plain(view.get("title"), 24)
        for name in ("close", "submit"):
            if view.get(name) is not None:
                _plain(view[name], 24)
    if len(json.dumps(view)) > 250_000 or len(view.get("private_metadata") or "") > 3_000:
        raise Refused("view_too_large")
    check_blocks(view.get("blocks") or [], VIEW_BLOCKS)
    if any(block["type"] in IN_MESSAGES_ONLY for block in view["blocks"]):
        raise Refused("invalid_arguments", "a message block in a view")


def check_blocks(blocks: list[Block], most: int) -> None:
    """Raise Refused when there are too many blocks or one is malformed."""
    if len(blocks) > most:
        raise Refused("invalid_blocks", "too many blocks")
    names = [block["block_id"] for block in blocks if "block_id" in block]
    _require(len(names) == len(set(names)), "block_id twice")
    _require(all(0 < len(name) <= 255 for name in names), "block_id length")
    for block in blocks:
        check = _CHECKS.get(block.get("type", ""))
        _require(check is not None, f"unknown block {block.get('type')}")
        check(block)


def _section(block: Block) -> None:
    text = block.get("text")
    _require(text is not None or bool(block.get("fields")), "section without text")
    if text is not None:
        _text(text, 3_000)
    for field in block.get("fields") or []:
        _text(field, 2_000)
    if "accessory" in block:
        _button(block["accessory"])


def _context(block: Block) -> None:
    _require(1 <= len(block["elements"]) <= 10, "context elements")
    for element in block["elements"]:
        _text(element, 3_000)


def _actions(block: Block) -> None:
    _require(1 <= len(block["elements"]) <= 25, "actions elements")
    for element in block["elements"]:
        _button(element)
    names = [element["action_id"] for element in block["elements"]]
    _require(len(names) == len(set(names)), "action_id twice")


def _button(element: Block) -> None:
    _require(element["type"] == "button", "not a button")
    _plain(element["text"], 75)
    _require(len(element.get("value", "")) <= 2_000, "value too long")
    _require(0 < len(element["action_id"]) <= 255, "action_id length")
    _require(len(element.get("url", "")) <= 3_000, "url too long")
    _require(len(element.get("accessibility_label", "")) <= 75, "label too long")
    _require(element.get("style", "primary") in {"primary", "danger"}, "style")


def _context_actions(block: Block) -> None:
    _require(1 <= len(block["elements"]) <= 5, "context_actions elements")
    for element in block["elements"]:
        _require(element["type"] == "feedback_buttons", "unknown context action")
        for side in ("positive_button", "negative_button"):
            _plain(element[side]["text"], 75)
            _require(0 < len(element[side]["value"]) <= 2_000, "feedback value")
            _require(len(element[side].get("accessibility_label", "")) <= 75, "label too long")


def _rich_text(block: Block) -> None:
    _require(bool(block["elements"]), "rich_text without elements")
    for group in block["elements"]:
        _require(group["type"] in {"rich_text_section", "rich_text_quote"}, "rich text group")
        _require(bool(group["elements"]), "empty rich text group")
        for element in group["elements"]:
            _rich_element(element)


def _rich_element(element: Block) -> None:
    kinds = {"text": "text", "link": "url", "user": "user_id", "channel": "channel_id"}
    _require(element["type"] in kinds, "unknown rich text element")
    _require(bool(element[kinds[element["type"]]]), "empty rich text element")
    styles = {"bold", "italic", "strike", "code"}
    _require(set(element.get("style") or {}) <= styles, "unknown style")


def _header(block: Block) -> None:
    _plain(block["text"], 150)


def _text(text: Block, most: int) -> None:
    _require(text["type"] in {"plain_text", "mrkdwn"}, "text type")
    _require(1 <= len(text["text"]) <= most, "text length")


def _plain(text: Block | None, most: int) -> None:
    _require(text is not None and text.get("type") == "plain_text", "plain_text wanted")
    assert text is not None
    _require(1 <= len(text["text"]) <= most, "plain text length")


def _require(true: bool, why: str) -> None:
    if not true:
        raise Refused("invalid_blocks", why)


_CHECKS = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "rich_text": _rich_text,
    "header": _header,
    "divider": lambda _block: None,
}


def texts(value: Any) -> Iterator[str]:
    """Yield every text a person reads in blocks, in order."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for key, item in value.items():
            if key != "text" or not isinstance(item, str):
                yield from texts(item)
