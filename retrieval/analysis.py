"""Text to terms: the same steps for articles and for questions.

A word passes through: split at hyphens or fold them (``counter-terrorism`` becomes
``counterterrorism``), normalise (NFKC, no accents, lower case, no possessive, no dots), one
spelling for variants (``config/variants.toml``), stop words, Snowball stemming. Numbers keep
together (``1,700`` becomes ``1700``). Scripts without
spaces become overlapping pairs of characters.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import Stemmer

from retrieval.resources import config_folder

_STEPS_VERSION = "2"  # raise it when a step changes: stored terms are then made anew

STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below
    between both but by can could did do does doing done during each either else ever few for from
    further had has have having he her here hers herself him himself his how however i if in into
    is it its itself just let like many may me might more most much must my myself no nor not of
    off on once one only or other our ours ourselves out over own per please said same she should so
    some such than that the their theirs them themselves then there these they this those through
    thus to too toward under until up upon us very was we were what whatever when where whether
    which while who whom whose why will with within without would yet you your yours yourself
    arent cant couldnt didnt doesnt dont hadnt hasnt havent hes im isnt its ive lets shes shouldnt
    thats theres theyre theyve wasnt werent weve whats wheres whos wont wouldnt youre
    """.split()
)
_KEPT_WHEN_CAPITAL = frozenset({"US", "WHO", "May"})  # not the pronoun, not the verb

_FOLDED_PREFIXES = frozenset(
    "anti co counter cyber de extra hyper inter intra mega micro mid mini mis multi non out over "
    "post pre pro pseudo re semi sub super trans ultra un under".split()
)

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = re.compile(
    r"(?=\w)(?:"  # what no word begins with is passed over quickly
    r"[A-Za-z]+(?=[ ,;:\n]|\.[ \n])|"  # most words, found faster here than by the rules below
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*"  # 1,700 and 1.1 and 10:30
    r"(?:-\d+)*"  # 2023-02-14
    r"(?:st|nd|rd|th|s)?\b"  # 21st
    rf"|[{_CJK}]+"
    rf"|[^\W_{_CJK}]+(?:[-‐‑'’.&][^\W_{_CJK}]+)*)"
)
_ONE_WORD = re.compile(r"\W*([A-Za-z]+)\W*")  # one plain word and marks around it
_HYPHEN = re.compile(r"[-‐‑]")
_CJK_START = re.compile(f"[{_CJK}]")
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
_LETTERS = str.maketrans({**_PLAIN, **{k.upper(): v for k, v in _PLAIN.items() if k != "ı"}})
_MARKS = re.compile("[\u0300-\u036f]")
_REMEMBERED = 100_000  # runs: 40 MB; a hostile corpus must not eat the memory
_LONGEST_RUN = 64  # characters; a longer one is hardly met again


class Token(NamedTuple):
    """A word of a text: ``text[start:end]``, folded as ``word``; ``term`` is "" for a stop word."""

    start: int
    end: int
    word: str
    term: str


_token = tuple.__new__  # half the time of Token(...)


@dataclass(frozen=True)
class Variants:
    """Spellings and names that count as one word, phrases that count as one term."""

    words: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    digest: str = ""

    @classmethod
    @lru_cache(maxsize=4)  # the analyzer, the checks and the mentions read the same file
    def load(cls, path: Path) -> Variants:
        """Read a variants file (see ``config/variants.toml``) once."""
        data = path.read_bytes()
        tables = tomllib.loads(data.decode())
        return cls(
            words={**tables["names"], **tables["spelling"], **tables["verbs"]},
            names=tables["names"],
            phrases=tables["phrases"],
            digest=hashlib.sha256(data).hexdigest()[:12],
        )


def fold(word: str) -> str:
    """Return ``word`` in NFKC, without Latin accents, in lower case, with plain apostrophes."""
    if word.isascii():
        return word.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", word.translate(_LETTERS)))
    return unicodedata.normalize("NFKC", plain).casefold().replace("’", "'")


def plain_form(raw: str) -> str:
    """Return the word that a run of nothing but ASCII letters is, or the run if capitals count."""
    return raw if raw in _KEPT_WHEN_CAPITAL else raw.lower()


_Run = tuple[tuple[Token, ...], tuple[str, ...]]  # its tokens, placed relative to it; its terms
_terms_of = itemgetter(1)


class _Runs(dict[str, _Run]):
    """Remembers the words of each run between spaces, for no word crosses a space.

    A look-up never leaves the interpreter's own code.
    """

    def __init__(self, make: Callable[[str], _Run]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, run: str) -> _Run:
        made = self._make(run)
        if len(self) > _REMEMBERED:
            self.clear()
        if len(run) <= _LONGEST_RUN:
            self[run] = made
        return made


class Analyzer:
    """Turns text into terms. Thread safe; remembers the words it has seen."""

    def __init__(self, variants: Variants) -> None:
        self.version = f"{_STEPS_VERSION}-{variants.digest}-{Stemmer.version()}"
        self._variants = variants
        self._stem: Callable[[str], str] = Stemmer.Stemmer("english", 0).stemWord
        self._runs = _Runs(self._cut_run)

    @classmethod
    def default(cls) -> Analyzer:
        """Return an analyzer with the variants of the config folder."""
        return cls(Variants.load(config_folder() / "variants.toml"))

    def __reduce__(self) -> tuple[type[Analyzer], tuple[Variants]]:
        return type(self), (self._variants,)  # for other processes: a stemmer cannot be sent

    def terms(self, text: str) -> list[str]:
        """Return the terms of ``text`` in order, stop words dropped."""
        found = map(_terms_of, map(self._runs.__getitem__, text.split()))
        return self.merged(list(chain.from_iterable(found)))

    def run_terms(self, run: str) -> tuple[str, ...]:
        """Return the terms of a run of characters without white space, no phrases made one."""
        return self._runs[run][1]

    def merges(self, terms: Iterable[str]) -> bool:
        """Say whether any of ``terms`` may begin a phrase that counts as one term."""
        return not self._phrases.keys().isdisjoint(terms)

    def merged(self, terms: list[str]) -> list[str]:
        """Return the terms of a text with phrases made one; ``terms`` does so itself."""
        if not self.merges(terms):
            return terms
        out: list[str] = []
        at = 0
        while at < len(terms):
            size, term = self._phrase_at(terms, at)
            out.append(term)
            at += size
        return out

    def tokens(self, text: str) -> list[Token]:
        """Return every word of ``text`` with its place; a merged phrase is one token."""
        out: list[Token] = []
        runs, at = self._runs, 0
        for run in text.split():
            at = text.index(run, at)
            for start, end, word, term in runs[run][0]:
                out.append(_token(Token, (at + start, at + end, word, term)))
            at += len(run)
        return self._merge_tokens(out)

    def term(self, word: str) -> str:
        """Return the term of one folded word (never empty: stop words are stemmed too)."""
        return self._stem(self._variants.words.get(word, word))

    def plain(self, raw: str) -> tuple[str, str]:
        """Return word and term ("" for a stop word) of a run of nothing but ASCII letters."""
        word = raw.lower()
        stop = word in STOP_WORDS and raw not in _KEPT_WHEN_CAPITAL
        return word, "" if stop else self.term(word)

    def is_variant(self, word: str) -> bool:
        """Say whether a folded word stands in the list of variants, on either side."""
        return word in self._variants.words or word in self._variant_targets

    @property
    def phrases(self) -> Iterator[tuple[str, ...]]:
        """The terms of each phrase that counts as one term."""
        return (terms for options in self._phrases.values() for terms, _ in options)

    @cached_property
    def _variant_targets(self) -> frozenset[str]:
        return frozenset(self._variants.words.values())

    def _cut_run(self, run: str) -> _Run:
        if run.isalpha() and run.isascii():  # most runs
            word, term = self.plain(run)
            return (_token(Token, (0, len(run), word, term)),), (term,) if term else ()
        plain = _ONE_WORD.fullmatch(run)
        if plain:
            word, term = self.plain(plain[1])
            return (Token(*plain.span(1), word, term),), (term,) if term else ()
        tokens = [
            Token(match.start() + start, match.start() + end, word, term)
            for match in _WORD.finditer(run)
            for start, end, word, term in self._cut(match.group())
        ]
        return tuple(tokens), tuple([token.term for token in tokens if token.term])

    def _cut(self, raw: str) -> Iterator[Token]:
        """Yield the pieces of one raw word, placed relative to it."""
        if raw.isascii() and raw.isalpha():  # most words: nothing to part, nothing to look for
            yield Token(0, len(raw), *self.plain(raw))
            return
        if _CJK_START.match(raw):
            for at in range(max(len(raw) - 1, 1)):
                pair = raw[at : at + 2]
                yield Token(at, at + len(pair), pair, pair)
            return
        start = 0
        parts = [raw] if raw[0].isdigit() and _is_date(raw) else _HYPHEN.split(raw)
        while parts:
            size = 1
            if len(parts) > 1 and _folds(parts[0], parts[1]):
                size = 2
            end = start + sum(map(len, parts[:size])) + size - 1
            piece = self._piece(start, end, "".join(parts[:size]))
            if piece:
                yield piece
            start, parts = end + 1, parts[size:]

    def _piece(self, start: int, end: int, surface: str) -> Token | None:
        word = fold(surface)
        for ending in ("'s", "'"):
            word = word.removesuffix(ending)
        if word[:1].isdigit():
            word = word.replace(",", "")
            return Token(start, end, word, word.removesuffix("s"))
        if "." in word and max(map(len, word.split("."))) == 1:  # u.s. but not ph.d
            word = word.replace(".", "")
        word = word.replace("'", "")
        if not word:
            return None
        if word in STOP_WORDS and surface not in _KEPT_WHEN_CAPITAL and "." not in surface:
            return Token(start, end, word, "")
        return Token(start, end, word, self._stem(self._variants.words.get(word, word)))

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        """First term -> (all terms, what they count as), longest first."""
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, one in self._variants.phrases.items():
            terms = tuple(self._stem(word) for word in phrase.split() if word not in STOP_WORDS)
            table.setdefault(terms[0], []).append((terms, self._stem(one)))
        for options in table.values():
            options.sort(key=lambda option: -len(option[0]))
        return table

    def _merge_tokens(self, tokens: list[Token]) -> list[Token]:
        if not self.merges([token.term for token in tokens]):
            return tokens
        filled = [token for token in tokens if token.term]
        terms = [token.term for token in filled]
        merged: dict[int, Token] = {}  # start -> the token that stands for a phrase
        gone: set[int] = set()
        at = 0
        while at < len(terms):
            size, term = self._phrase_at(terms, at)
            if size > 1:
                first, last = filled[at], filled[at + size - 1]
                word = " ".join(token.word for token in filled[at : at + size])
                merged[first.start] = Token(first.start, last.end, word, term)
                gone.update(range(first.start + 1, last.end))
            at += size
        return [merged.get(token.start, token) for token in tokens if token.start not in gone]

    def _phrase_at(self, terms: list[str], at: int) -> tuple[int, str]:
        for phrase, one in self._phrases.get(terms[at], ()):
            if tuple(terms[at : at + len(phrase)]) == phrase:
                return len(phrase), one
        return 1, terms[at]


def _is_date(raw: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", raw) is not None


def _folds(first: str, second: str) -> bool:
    """Say whether a hyphen between these parts is dropped: a prefix, or one letter and digits."""
    if not first or not second:
        return False
    if second[0].isdigit():
        return len(first) == 1
    return first.lower() in _FOLDED_PREFIXES
