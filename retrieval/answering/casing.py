"""Capitals for a question typed in small letters, as the articles write its words.

Names are known by their capitals, and most people leave them out: "did susan lee resign?".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from retrieval.analysis import Token
from retrieval.answer_types import type_of_noun
from retrieval.answering.views import View
from retrieval.mentions import is_country

_CAPITALISED = re.compile(r"\s\W?[A-Z][a-z]")  # a word behind the first
_OFFICES = frozenset(
    "foreign prime deputy chief vice acting former general assistant senior interior finance home"
    " defence defense secretary lord sir".split()
)
_OPENS = re.compile(r"[“\"‘'(\[:•*|]\s*$|^\W*$")


class _Use(NamedTuple):
    """How a sentence writes a word: ``opens`` something, or is ``joined`` to its neighbour."""

    word: str
    surface: str
    opens: bool
    joined: bool  # both capitals, side by side here and in the question: "Ludden Bridge"


def cased(text: str, tokens: Sequence[Token], views: Iterable[View]) -> str:
    """Return a question with the capitals that its words have in sentences.

    A word that some sentence writes small stays small, and so does one that only opens sentences,
    unless both are part of a name; and so does a question that has a name. Countries have a capital
    though no article holds them.
    """
    if _CAPITALISED.search(text):
        return text
    uses = list(_uses(tokens, views))
    small = {use.word for use in uses if use.surface[0].islower()}
    names = {
        use.word: use.surface for use in uses if use.joined or not (use.opens or use.word in small)
    }
    for token in tokens:
        if token.word not in small and is_country(token.word):
            names.setdefault(token.word, token.word.capitalize())
    for token in reversed(tokens):
        surface = names.get(token.word, "")
        if len(surface) == token.end - token.start:  # "us" is no "U.S."
            text = f"{text[: token.start]}{surface}{text[token.end :]}"
    return text


def _uses(tokens: Sequence[Token], views: Iterable[View]) -> Iterator[_Use]:
    """Yield each word of the question as the sentences have it."""
    wanted = {t.word: t.term for t in tokens if t.term and not _of_office(t.word)}
    pairs = {(one.word, other.word) for one, other in pairwise(tokens)}
    for view in views:
        for word, term in wanted.items():
            for at in view.places[term] if term in view.terms else ():
                token = view.tokens[at]
                if token.word == word:
                    surface = view.text[token.start : token.start + len(word)]
                    opens = _OPENS.search(view.text, 0, token.start) is not None
                    yield _Use(word, surface, opens, _joined(view, at, pairs))


def _of_office(word: str) -> bool:
    """Say whether a word has its capital from the name behind it: "Foreign Minister Ada Lee"."""
    return word in _OFFICES or type_of_noun(word) == "person"


def _joined(view: View, at: int, pairs: Set[tuple[str, str]]) -> bool:
    return any(
        (one.word, other.word) in pairs
        and view.text[one.start].isupper()
        and view.text[other.start].isupper()
        for one, other in pairwise(view.tokens[max(0, at - 1) : at + 2])
    )
