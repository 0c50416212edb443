"""What a question asks for, and about what.

``understand`` reads the words of a question by rules: the answer type (a person, a date, an
amount, ...), the focus ("soldiers" in "how many soldiers"), names, times and the side asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from retrieval.analysis import Analyzer, Token
from retrieval.answer_types import GENERAL, AnswerType, answer_type
from retrieval.mentions import Mention, mentions
from retrieval.patterns import Kind

_ASKING_WORDS = frozenset(
    "name latest newest recent currently days tell know money besides except apart aside".split()
)
_ASKING_KINDS = frozenset(
    ("date", "place", "person", "organisation", "name", "title", "ordinal", "number", "money")
)
_DOES = re.compile(
    r"\W*what (?:does|did) (?:[\w.'’-]+ ){1,6}do(?: for (?:a living|work))?\W*$", re.I
)


@dataclass(frozen=True)
class Asked:
    """A question as understood: ``text`` is what is asked, ``tokens`` its words in order."""

    text: str
    kind: AnswerType
    focus: str  # the noun that the answer counts or is one of, or ""
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The distinct terms, in order."""
        return tuple(dict.fromkeys(token.term for token in self.tokens if token.term))

    @cached_property
    def name_terms(self) -> frozenset[str]:
        """The terms of proper names (capitals after the first word)."""
        named = {"person", "place", "organisation", "name", "nationality"}
        spans = [
            m
            for m in self.mentions
            if m.kind in named and not (m.initial and " " not in self._of(m))
        ]
        return frozenset(
            token.term
            for token in self.tokens
            if token.term and any(m.start <= token.start < m.end for m in spans)
        )

    @cached_property
    def names(self) -> tuple[frozenset[str], ...]:
        """The terms of each proper name."""
        return self._named(("person", "place", "organisation", "name", "nationality"))

    @cached_property
    def beings(self) -> tuple[frozenset[str], ...]:
        """The terms of each name that may be somebody's."""
        return self._named(("person", "name"))

    @cached_property
    def people(self) -> tuple[tuple[Token, Token], ...]:
        """The first and the last word of each name that may be a person's."""
        held = [
            [t for t in self.tokens if t.term and m.start <= t.start < m.end]
            for m in self.mentions
            if m.kind in ("person", "name")
        ]
        return tuple((words[-2], words[-1]) for words in held if len(words) > 1)

    @cached_property
    def number_terms(self) -> frozenset[str]:
        """The terms with a digit: years, days, amounts."""
        return frozenset(term for term in self.terms if any(c.isdigit() for c in term))

    @cached_property
    def asking_terms(self) -> frozenset[str]:
        """The terms that only say what kind of answer is wanted: "date" in "on what date"."""
        asking = {t.term for t in self.tokens if t.word in _ASKING_WORDS and t.term}
        if self.kind == "quotation":
            asking |= {t.term for t in self.tokens if t.word in ("say", "says") and t.term}
        if self.kind == "definition":
            asking |= {t.term for t in self.tokens if t.word in ("stand", "mean", "short")}
        if self.kind in _ASKING_KINDS and self.focus in GENERAL:
            asking |= self.focus_terms
        return frozenset(asking)

    @cached_property
    def focus_terms(self) -> frozenset[str]:
        """The terms of the focus."""
        at = self.text.lower().find(self.focus) if self.focus else -1
        if at < 0:
            return frozenset()
        return frozenset(
            t.term for t in self.tokens if t.term and at <= t.start < at + len(self.focus)
        )

    def _named(self, kinds: tuple[Kind, ...]) -> tuple[frozenset[str], ...]:
        """Return the terms of each name of these kinds that does not open the question."""
        held = (
            frozenset(t.term for t in self.tokens if t.term and m.start <= t.start < m.end)
            for m in self.mentions
            if m.kind in kinds and not m.initial
        )
        return tuple(terms for terms in held if terms)

    def _of(self, mention: Mention) -> str:
        return self.text[mention.start : mention.end]


def understand(text: str, analyzer: Analyzer) -> Asked:
    """Read a (tidied) question."""
    kind, focus = answer_type(text)
    named = mentions(text)
    does = _DOES.match(text) if kind == "thing" else None
    if does and any(m.kind == "person" or " " in text[m.start : m.end] for m in named):
        kind = "title"  # "what does Ada Jones do?"
    return Asked(text, kind, focus, tuple(analyzer.tokens(text)), named)
