"""Shorten a quote to a limit, visibly, and keep the words that answer.

Cuts fall between sentences; between words when a whole sentence is too long; inside a word only
when that word alone is too long. What is left is one slice of the quote, with ``[...]`` where
something is missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.wording import GAP
from retrieval.model import Quote, Span
from retrieval.splitting import split

Measure = Callable[[str, tuple[Span, ...]], int]
"""Rendered length of a text with its highlights."""

_LINE = re.compile(r"[^\n]+")
_WORD_END = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Cut:
    """A quote, shortened or whole.

    ``text`` is ``quote.text[start:end]`` between the marks of what is missing; ``highlights`` are
    relative to ``text``; ``cut`` says whether anything is missing.
    """

    text: str
    highlights: tuple[Span, ...]
    cut: bool
    start: int
    end: int


def plain_length(text: str, highlights: tuple[Span, ...]) -> int:  # noqa: ARG001 - a Measure
    """Measure a text that is shown as it is."""
    return len(text)


def cut(quote: Quote, limit: int, measure: Measure = plain_length) -> Cut:
    """Shorten a quote until it measures at most ``limit``.

    The first highlight is kept whole when it fits at all, with as much around it as fits, from
    the quote's start where that is within reach. A limit too small for the marks and a character
    gives an empty text.
    """
    if measure(quote.text, quote.highlights) <= limit:
        return Cut(quote.text, quote.highlights, cut=False, start=0, end=len(quote.text))
    phrase = quote.highlights[0] if quote.highlights else Span(0, min(1, len(quote.text)))
    opening = Span(phrase.start, min(phrase.start + 1, phrase.end))
    sentences, words = _sentence_edges(quote.text), _word_edges(quote.text)
    characters = range(len(quote.text) + 1)
    tries: tuple[tuple[Sequence[int], Span], ...] = (
        (sentences, phrase),
        (words, phrase),
        (characters, phrase),
        (words, opening),
        (characters, opening),
    )
    for edges, kept in tries:
        widest = _Grower(quote, edges, limit, measure).widest(kept)
        if widest is not None:
            return widest
    return Cut("", (), cut=True, start=0, end=0)


def _sentence_edges(text: str) -> list[int]:
    lines = _LINE.finditer(text)
    starts = (start for line in lines for start, _ in split(text, line.start(), line.end()))
    return sorted({0, *starts, len(text)})


def _word_edges(text: str) -> list[int]:
    return sorted({0, *(match.end() for match in _WORD_END.finditer(text)), len(text)})


def _window(quote: Quote, start: int, end: int) -> Cut:
    """Return the slice without outer white space, with a mark where words are missing.

    Where nothing else is in the slice the text is empty.
    """
    part = quote.text[start:end]
    start, end = start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
    before = f"{GAP} " if quote.text[:start].strip() else ""
    after = f" {GAP}" if quote.text[end:].strip() else ""
    shift = len(before) - start
    highlights = tuple(
        Span(max(span.start, start) + shift, min(span.end, end) + shift)
        for span in quote.highlights
        if span.start < end and span.end > start
    )
    text = before + quote.text[start:end] + after if start < end else ""
    return Cut(text, highlights, cut=bool(before or after), start=start, end=end)


@dataclass(frozen=True, slots=True)
class _Grower:
    """Widens a window from edge to edge while it fits."""

    quote: Quote
    edges: Sequence[int]
    limit: int
    measure: Measure

    def widest(self, kept: Span) -> Cut | None:
        """Return the widest window found around ``kept``; None when not even that fits."""
        low = bisect_left(self.edges, kept.start + 1) - 1
        high = bisect_left(self.edges, max(kept.end, kept.start + 1))
        if low < 0 or high >= len(self.edges) or not self.fits(low, high, self.limit):
            return None
        if self.fits(0, high, self.limit):
            low = 0
        else:
            half = (self.limit + self.size(low, high)) // 2
            low -= _most(low, lambda steps: self.fits(low - steps, high, half))
        rest = len(self.edges) - 1 - high
        high += _most(rest, lambda steps: self.fits(low, high + steps, self.limit))
        low -= _most(low, lambda steps: self.fits(low - steps, high, self.limit))
        return _window(self.quote, self.edges[low], self.edges[high])

    def size(self, low: int, high: int) -> int:
        """Measure the window between two edges."""
        window = _window(self.quote, self.edges[low], self.edges[high])
        return self.measure(window.text, window.highlights)

    def fits(self, low: int, high: int, limit: int) -> bool:
        """Tell whether the window between two edges measures at most ``limit``."""
        return self.size(low, high) <= limit


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """Return the most steps of ``count`` that fit; 0 fits always."""
    if fits(count):
        return count
    return max(0, bisect_left(range(count), True, key=lambda steps: not fits(steps)) - 1)
