"""Blocks drawn as text, much as Slack shows them, for looking at golden files.

``**bold**``, ``_italic_``, quotes behind a bar, small text in grey (``~``), buttons in brackets.
"""

from __future__ import annotations

import textwrap
from typing import Any

WIDTH = 78
Block = dict[str, Any]


def screen_text(blocks: list[Block]) -> str:
    """Return the picture."""
    lines: list[str] = []
    for block in blocks:
        lines += [*DRAW[block["type"]](block), ""]
    return "\n".join(line.rstrip() for line in lines)


def _wrapped(text: str, prefix: str = "") -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        lines += textwrap.wrap(line, WIDTH - len(prefix), break_long_words=False) or [""]
    return [prefix + line for line in lines]


def _rich(block: Block) -> list[str]:
    lines: list[str] = []
    for group in block["elements"]:
        text = "".join(_element(element) for element in group["elements"])
        lines += _wrapped(text, "| " if group["type"] == "rich_text_quote" else "")
    return lines


def _element(element: Block) -> str:
    match element["type"]:
        case "user":
            return f"@{element['user_id']}"
        case "channel":
            return f"#{element['channel_id']}"
        case "link":
            return f"[{element['text']}]({element['url']})"
    text, style = element["text"], element.get("style") or {}
    if style.get("italic"):
        text = f"_{text}_"
    return f"**{text}**" if style.get("bold") else str(text)


def _context(block: Block) -> list[str]:
    return _wrapped("   ".join(element["text"] for element in block["elements"]), "~ ")


def _actions(block: Block) -> list[str]:
    labels = [
        f"[{element['text']['text']}{' ->' if 'url' in element else ''}]"
        for element in block["elements"]
    ]
    return _wrapped("  ".join(labels))


def _feedback(block: Block) -> list[str]:
    sides = ("positive_button", "negative_button")
    return [
        "  ".join(element[side]["text"]["text"] for side in sides for element in block["elements"])
    ]


DRAW = {
    "rich_text": _rich,
    "context": _context,
    "actions": _actions,
    "context_actions": _feedback,
    "header": lambda block: [f"# {block['text']['text']}"],
    "divider": lambda _block: ["-" * WIDTH],
}
