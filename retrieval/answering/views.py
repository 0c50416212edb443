"""A sentence as the scorers see it: its terms, words and mentions, made once and remembered."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from retrieval.analysis import Analyzer, Token
from retrieval.mentions import Mention, unnamed, with_names
from retrieval.model import Passage
from retrieval.remembering import keep

_REMEMBERED = 20_000  # sentences; about 100 MB at the very most


@dataclass(eq=False)  # never changed, but frozen it would take three times as long to make
class View:
    """A text with its terms; its words and mentions are found when they are first asked for.

    Most sentences are only looked at for the terms that they hold.
    """

    text: str
    terms: frozenset[str]
    analyzer: Analyzer = field(repr=False)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words with their places in the text."""
        return tuple(self.analyzer.tokens(self.text))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The indexes of the tokens of each term, in order."""
        places: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            if token.term:
                places.setdefault(token.term, []).append(index)
        return places

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
    def unnamed(self) -> tuple[Mention, ...]:
        """The mentions that are no names, by kind."""
        return unnamed(self.text)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All typed mentions, in order."""
        return with_names(self.text, self.unnamed)


class Views:
    """Makes views and remembers the latest. Thread safe."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._made: dict[str, View] = {}

    def of(self, text: str) -> View:
        """Return the view of a text."""
        return self._made.get(text) or self._make(text, frozenset(self._analyzer.terms(text)))

    def of_sentences(self, passage: Passage) -> list[View]:
        """Return the views of the sentences of a passage; known terms are not analysed again."""
        made, sentences = self._made, passage.sentences
        if passage.terms is None:
            return [self.of(sentence.text) for sentence in sentences]
        return [
            made.get(sentence.text) or self._make(sentence.text, terms)
            for sentence, terms in zip(sentences, passage.terms, strict=True)
        ]

    def _make(self, text: str, terms: frozenset[str]) -> View:
        view = View(text, terms, self._analyzer)
        keep(self._made, text, view, _REMEMBERED)
        return view
