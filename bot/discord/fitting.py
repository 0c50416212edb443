"""Text fitted into Discord's limits, measured as it is rendered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from bot.cutting import Cut, cut
from bot.discord.escape import block_quote, emphasise, escape, units, visible
from retrieval.model import Quote, Span

ELLIPSIS = "…"
FAR = 4
"""A quote this many times longer than its room is not looked at as a whole."""


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


def need(quote: Quote, room: int) -> int:
    """Return how many units a quote would take, or ``room`` when it is far longer than that."""
    if len(quote.text) > FAR * room:
        return room
    return min(quoted_units(quote.text, quote.highlights), room)


def fit(quote: Quote, limit: int) -> Cut:
    """Shorten a quote until it is rendered within ``limit`` units.

    Of a quote that is far longer only the part around its first highlight is looked at, so that
    an endless sentence takes no longer than a long one.
    """
    near = _near(quote, FAR * limit)
    shown = cut(near, limit, quoted_units)
    first, last = near.start - quote.start, quote.end - near.end
    if (first and not shown.start) or (last and shown.end == len(near.text)):
        return cut(quote, limit, quoted_units)  # most of it is invisible
    return shown


def _near(quote: Quote, reach: int) -> Quote:
    """Return the quote from ``reach`` characters before its first highlight to as many after."""
    phrase = quote.highlights[0] if quote.highlights else Span(0, 0)
    start = max(0, phrase.start - reach)
    end = min(len(quote.text), phrase.start + reach)
    spans = (
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in quote.highlights
        if span.start < end and span.end > start
    )
    text = quote.text[start:end]
    return Quote(quote.article, quote.start + start, quote.start + end, text, tuple(spans))


def shares(needs: Sequence[int], room: int) -> list[int]:
    """Divide ``room`` among ``needs``: nobody gets more than needed, the largest get the same."""
    given = [0] * len(needs)
    waiting = sorted(range(len(needs)), key=lambda position: needs[position])
    left = max(room, 0)
    for served, position in enumerate(waiting):
        given[position] = min(needs[position], left // (len(waiting) - served))
        left -= given[position]
    return given
