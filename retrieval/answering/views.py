"""A sentence as the scorers see it: its words, terms and mentions, made once and remembered."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

from retrieval.analysis import Analyzer, Token
from retrieval.mentions import Mention, mentions

_REMEMBERED = 20_000  # sentences; about 100 MB at the very most


@dataclass(frozen=True, eq=False)
class View:
    """A text with its tokens; ``places[term]`` are the indexes of its tokens, in order."""

    text: str
    tokens: tuple[Token, ...]
    places: dict[str, list[int]]

    def range(self, start: int, end: int) -> range:
        """Return the indexes of the tokens that begin at the characters ``[start, end)``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def within(self, start: int, end: int) -> tuple[Token, ...]:
        """Return these tokens."""
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins."""
        return [token.start for token in self.tokens]

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The typed mentions, found when they are first asked for."""
        return mentions(self.text)


class Views:
    """Makes views and remembers the latest. Thread safe."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.of = lru_cache(maxsize=_REMEMBERED)(self._make)

    def _make(self, text: str) -> View:
        tokens = tuple(self._analyzer.tokens(text))
        places: dict[str, list[int]] = {}
        for index, token in enumerate(tokens):
            if token.term:
                places.setdefault(token.term, []).append(index)
        return View(text, tokens, places)
