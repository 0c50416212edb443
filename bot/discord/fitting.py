"""Text fitted into Discord's limits, measured as it is rendered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from bot.cutting import Cut, cut
from bot.discord.escape import block_quote, emphasise, escape, units, visible
from retrieval.model import Quote, Span

ELLIPSIS = "…"


def clip(text: str, limit: int, mark: Callable[[str], str] = escape) -> str:
    """Return one line of text as ``mark`` renders it, shortened to ``limit`` units.

    ``limit`` is at least 1. Shortened between words where that keeps half of it.
    """
    line = " ".join(visible(text).split())
    if units(mark(line)) <= limit:
        return mark(line)
    room = limit - units(ELLIPSIS)
    fits = bisect_right(range(1, len(line)), room, key=lambda end: units(mark(line[:end])))
    space = line.rfind(" ", 0, fits + 1)
    return mark(line[: space if space > fits // 2 else fits].rstrip()) + ELLIPSIS


def quoted(text: str, highlights: tuple[Span, ...]) -> str:
    """Return the text as a block quote with its highlights bold."""
    return block_quote(emphasise(text, highlights))


def quoted_units(text: str, highlights: tuple[Span, ...]) -> int:
    """Measure ``quoted``."""
    return units(quoted(text, highlights))


def fit(quote: Quote, limit: int) -> Cut:
    """Shorten a quote until it is rendered within ``limit`` units."""
    return cut(quote, limit, quoted_units)


def shares(needs: Sequence[int], room: int) -> list[int]:
    """Divide ``room`` among ``needs``: nobody gets more than needed, the largest get the same."""
    given = [0] * len(needs)
    waiting = sorted(range(len(needs)), key=lambda position: needs[position])
    left = max(room, 0)
    for served, position in enumerate(waiting):
        given[position] = min(needs[position], left // (len(waiting) - served))
        left -= given[position]
    return given
