"""The words of the design. Nothing of it changes; offsets count characters of ``Article.text``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Outcome = Literal["found", "several", "closest", "not_found"]
OUTCOMES: tuple[Outcome, ...] = ("found", "several", "closest", "not_found")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range ``[start, end)`` of characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A source document. ``text`` is what was decoded or extracted and is never edited.

    ``title`` falls back to the opening words (``title_found`` tells); ``published`` and
    ``publisher`` are None where the text does not give them. ``boilerplate`` is never quoted;
    ``headings`` are quoted only when no sentence of the body answers. Both are sorted and disjoint.
    """

    path: str
    text: str
    sha256: str
    mtime: float
    title: str
    title_found: bool = True
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    boilerplate: tuple[Span, ...] = ()
    headings: tuple[Span, ...] = ()


class Sentence(NamedTuple):
    """A sentence (or a heading) of an article; ``text == article.text[start:end]``.

    ``position`` counts the article's sentences from 0, ``paragraph`` its paragraphs from 0. No
    dataclass like the others, because a hundred are made for every question.
    """

    article: str
    position: int
    start: int
    end: int
    paragraph: int
    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """What an index holds: whole sentences of one article, about 100 words.

    ``key`` is ``PATH#NNNNN`` (position of the passage in its article, five digits). ``terms`` are
    the analysed terms of each sentence, where the store knows them.
    """

    key: str
    article: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    terms: tuple[frozenset[str], ...] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as an index takes it: its key and its analysed terms, repeats included."""

    key: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person typed, where and who. ``asker`` and ``conversation`` are opaque strings."""

    text: str
    asker: str = ""
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """The distinct analysed terms of a question."""

    terms: tuple[str, ...]


class Hit(NamedTuple):
    """A passage found: ``key`` of the passage and its BM25 ``score`` (greater than 0)."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of an article: ``text == article.text[start:end]``.

    ``highlights`` are ranges relative to ``text``: the words that answer.
    """

    article: str
    start: int
    end: int
    text: str
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands.

    ``article`` is the path below the articles folder, ``line`` counts from 1.
    """

    article: str
    title: str
    published: date | None
    publisher: str | None
    line: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer, its quote and every article that supports it.

    ``context`` is a second slice of the same article, needed to understand the first. ``label``
    tells this reading from the others. ``note`` says what is not in the quote, such as the date
    that "this week" stands for. ``support`` starts with ``citation``; ``sources`` counts
    independent articles (copies of one wire story count once). ``confidence`` is a probability.
    """

    phrase: str
    confidence: float
    quote: Quote
    citation: Citation
    context: Quote | None = None
    label: str | None = None
    note: str | None = None
    sources: int = 1
    support: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question that no article holds, and the word it was taken for."""

    typed: str
    taken: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The readings, best first, or a refusal with its ``reason``.

    ``shown`` says how many leading readings the outcome vouches for: 1 when ``found``, 2 or more
    when ``several``, 1 or 2 passages when ``closest``, 0 when ``not_found``. The readings after
    those are what "more answers" gives. ``missing`` are words of the question that no article
    holds. ``understood`` is the question as it was taken when that differs from what was typed
    (a follow-up, a correction). ``confidence`` is that of the best candidate, shown or not.
    ``trace`` says how the answer was found (for ``:why``) and is not kept.
    """

    id: str
    question: str
    outcome: Outcome
    took_ms: float = 0.0
    readings: tuple[Reading, ...] = ()
    shown: int = 0
    reason: str | None = None
    missing: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    understood: str | None = None
    corrections: tuple[Correction, ...] = ()
    confidence: float = 0.0
    trace: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with its answer."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was asked before in the same place, oldest first."""

    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """An article without its text, as lists and citations need it."""

    path: str
    title: str
    published: date | None
    publisher: str | None
    url: str | None
    passages: int
    mtime: float
