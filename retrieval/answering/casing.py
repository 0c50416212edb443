"""Capitals for a question typed in small letters, as the articles write its words.

Names are known by their capitals, and most people leave them out: "did susan lee resign?".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from retrieval.analysis import Token
from retrieval.answering.views import View

_CAPITALISED = re.compile(r"\s\W?[A-Z][a-z]")  # a word behind the first
_OPENS = re.compile(r"[“\"‘'(\[:•*|]\s*$|^\W*$")


def cased(text: str, tokens: Sequence[Token], views: Iterable[View]) -> str:
    """Return a question with the capitals that its words have in sentences.

    A word that some sentence writes small stays small, and so does a question that has a name.
    A word that only opens sentences is a name when the one beside it in the question is.
    """
    if _CAPITALISED.search(text):
        return text
    uses = list(_uses(tokens, views))
    small = {word for word, surface, _ in uses if surface[0].islower()}
    opening = {word: surface for word, surface, opens in uses if opens and word not in small}
    names = {word: surface for word, surface, opens in uses if not opens and word not in small}
    beside = [
        one.word
        for pair in pairwise(tokens)
        for one, other in (pair, pair[::-1])
        if one.word in opening and other.word in names
    ]
    names = {word: opening[word] for word in beside} | names
    for token in reversed(tokens):
        surface = names.get(token.word, "")
        if len(surface) == token.end - token.start:  # "us" is no "U.S."
            text = f"{text[: token.start]}{surface}{text[token.end :]}"
    return text


def _uses(tokens: Sequence[Token], views: Iterable[View]) -> Iterator[tuple[str, str, bool]]:
    """Yield each word of the question as a sentence has it, and whether it opens something."""
    wanted = {token.word: token.term for token in tokens if token.term}
    for view in views:
        for word, term in wanted.items():
            for at in view.places[term] if term in view.terms else ():
                token = view.tokens[at]
                if token.word == word:
                    opens = _OPENS.search(view.text, 0, token.start) is not None
                    yield word, view.text[token.start : token.start + len(word)], opens
