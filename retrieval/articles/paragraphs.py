"""Text -> paragraphs: which line breaks end a paragraph and which only wrap it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from retrieval.model import Span

_STARTS_ANEW = re.compile(r"(?:[*•·◦‣▪–—+>#-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s|https?:|www\.|[@#]\w")
FENCE = "```"  # around code, in Markdown
_NARROWEST, _WIDEST = 45, 160  # widths at which mail, PDF and terminals wrap text
_LEAST_CONTINUED = 30
_FULL = 0.75  # of the width: a line wrapped by hand


@lru_cache(maxsize=1)  # asked for twice of each article
def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of ``text`` in order, stripped of white space.

    A blank line always separates two paragraphs. A single line break does too, as most saved
    pages have one paragraph a line, unless the text is wrapped there: the next line goes on with
    a small letter, or the line is so full that the next word would hardly have fitted.
    """
    found: list[Span] = []
    for lines in _groups(text):
        found += _joined(text, lines) if len(lines) > 1 else lines
    return tuple(found)


def _groups(text: str) -> Iterator[list[Span]]:
    """Yield the lines, stripped, that stand together without a blank line between them."""
    lines: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = at + len(line) - len(line.lstrip())
            lines.append(Span(start, start + len(stripped)))
        elif lines:
            yield lines
            lines = []
        at += len(line)
    yield lines


def _joined(text: str, lines: list[Span]) -> list[Span]:
    """Join the lines that are wrapped."""
    width = max(line.end - line.start for line in lines)
    wrapped = _NARROWEST <= width <= _WIDEST and any(
        text[line.start].islower() for line in lines[1:]
    )
    found = [lines[0]]
    code = text.startswith(FENCE, lines[0].start)
    for before, line in pairwise(lines):
        fence = text.startswith(FENCE, line.start)
        code = code != fence  # from one fence to the next
        if not (fence or code) and _continues(text, before, line, width if wrapped else None):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(line)
    return found


def _continues(text: str, before: Span, line: Span, width: int | None) -> bool:
    """Tell whether ``line`` goes on with the paragraph of the line ``before`` it.

    ``width`` is that of the widest line where text seems to be wrapped.
    """
    if _STARTS_ANEW.match(text, line.start, line.end):
        return False
    length = before.end - before.start
    if text[line.start].islower() and text[before.end - 1] not in ".!?:":
        return length >= _LEAST_CONTINUED
    if width is None:
        return False
    if text[before.end - 1] not in ".!?:" and length > _FULL * width:
        return True
    first_word = text[line.start : line.start + width].split(None, 1)[0]
    return length + 1 + len(first_word) > width
