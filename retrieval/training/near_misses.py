"""Near misses made by machine: questions with something exchanged, which nothing answers.

A name, side, date or number, or the verb or noun that the question turns on. Some are answerable
after all.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.analysis import Analyzer, Token
from retrieval.answering.lexicon import Lexicon
from retrieval.answering.pointing import matter
from retrieval.answering.views import Views
from retrieval.questions import Asked, understand
from retrieval.tidying import tidy
from retrieval.training.pool import Example

SWAPPED = frozenset(
    ("person", "place", "organisation", "name", "nationality", "date", "number", "ordinal")
)


def swapped(
    example: Example, texts: Sequence[str], views: Views, analyzer: Analyzer, rng: random.Random
) -> Example | None:
    """Return the question with a name, date or number of another sentence: a near miss."""
    asked = understand(tidy(example.question), analyzer)
    own = [m for m in asked.mentions if m.kind in SWAPPED and not m.initial]
    if not own:
        return None
    gone = rng.choice(own)
    for _ in range(20):
        text = rng.choice(texts)
        others = [m for m in views.of(text).mentions if m.kind == gone.kind and not m.initial]
        if others:
            other = rng.choice(others)
            new = text[other.start : other.end]
            if new.lower() != asked.text[gone.start : gone.end].lower():
                question = asked.text[: gone.start] + new + asked.text[gone.end :]
                return replace(example, question=question)
    return None


class Matters:
    """The verbs and nouns that questions turn on, to be exchanged for each other."""

    def __init__(self, examples: Iterable[Example], analyzer: Analyzer, lexicon: Lexicon) -> None:
        self._analyzer, self._near = analyzer, lexicon.near
        self._words: dict[tuple[str, str], list[Token]] = {}
        for example in examples:
            asked = understand(tidy(example.question), analyzer)
            for token in _turning_on(asked):
                self._words.setdefault((asked.kind, _form(token)), []).append(token)

    def reworded(self, example: Example, rng: random.Random) -> Example | None:
        """Return the question with another verb or noun: a near miss ("retire" for "arrive")."""
        asked = understand(tidy(example.question), self._analyzer)
        for gone in _turning_on(asked):
            others = self._words.get((asked.kind, _form(gone)), [])
            for _ in range(20 if others else 0):
                new = rng.choice(others)
                near = self._near.get(gone.term, {}).keys() | self._near.get(new.term, {}).keys()
                if new.term not in asked.terms and near.isdisjoint((new.term, gone.term)):
                    question = asked.text[: gone.start] + new.word + asked.text[gone.end :]
                    return replace(example, question=question)
        return None


def _turning_on(asked: Asked) -> list[Token]:
    terms = matter(asked)
    return [token for token in asked.tokens if token.term in terms]


def _form(token: Token) -> str:
    return next((end for end in ("ing", "ed", "s") if token.word.endswith(end)), "")
