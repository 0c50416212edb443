"""Runs of words that the grammar of the question points at: the subject of its verb, and so on.

"Who rejected the claims?" points at what stands before "rejected", "what did they discuss?" at what
stands behind it, "what did he blame them for?" at what stands behind "for", "under which
administration?" at what stands before "administration". Rules only, and rough: each way of
pointing is a feature of the phrase scorer, which learns how far to trust it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from retrieval.analysis import Token
from retrieval.answering.views import View
from retrieval.questions import Asked

Run = tuple[int, int, str]  # first word, last word, way of pointing

_ASKING = frozenset("who whom what which".split())
_BESIDE = frozenset("when where why how".split())
_TIMES = frozenset("last next yesterday today tomorrow tonight now then so far".split())
_EXTENT = frozenset(
    "long old often far soon late early tall high deep big large fast much many".split()
)
_DO = frozenset("do does did".split())
_BE = frozenset("is are was were be been being".split())
_AUXILIARY = (
    _BE
    | _DO
    | frozenset("has have had having can could will would may might must shall should".split())
)
_DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your every each no".split()
)
_PREPOSITIONS = frozenset(
    "of in on at by for from to with without into onto over under between among during after before"
    " since until about against through towards toward across within near as upon".split()
)
_RELATIVE = frozenset("who which that whom whose where when".split())
_JOINING = frozenset("and or but nor while whereas because if than though although so".split())
_PRONOUNS = frozenset("he she it they we i you him them there".split())
_STOPS = _AUXILIARY | _PREPOSITIONS | _RELATIVE | _JOINING | _PRONOUNS
_ADVERBS = frozenset(
    "not also then now still already recently later once first finally never soon often only just"
    " even again currently officially originally initially eventually formerly".split()
)
_LONGEST = 8  # words of a short run; twice as many of a long one


_EQUATED = ("equated", "apposed", "behind noun")


def equated(asked: Asked, view: View, start: int, end: int) -> bool:
    """Say whether a sentence calls these characters what is asked for: "X is the mayor"."""
    return any(
        view.tokens[first].start < end and start < view.tokens[last].end
        for first, last, way in pointed(asked, view)
        if way.startswith(_EQUATED)
    )


@dataclass(frozen=True)
class Pointer:
    """What a question points with.

    The answer is the ``role`` of ``verb``: its "subject" or "object", as in an active sentence, or
    something "beside" it, as when and where; it stands behind ``preposition``; it has a noun of
    ``focus``.
    """

    role: str
    verb: str
    preposition: str
    focus: frozenset[str]


def pointed(asked: Asked, view: View) -> list[Run]:
    """Return the runs of a sentence that the question points at; the same run may come twice."""
    pointer = _pointer(asked.text, asked.tokens, asked.focus_terms)
    found: list[Run] = []
    if pointer.role in ("subject", "object"):
        for at in view.places.get(pointer.verb, ()):
            found += _beside_verb(view, at, pointer.role)
    if pointer.preposition:
        verbs = view.places.get(pointer.verb, ())
        for at, token in enumerate(view.tokens):
            if token.word == pointer.preposition:
                close = any(0 < at - verb < _LONGEST for verb in verbs)
                found += _behind(view, at, "behind verb" if close else "behind")
    for term in pointer.focus:
        for at in view.places.get(term, ()):
            found += _around_noun(view, at)
    return found


def matter(asked: Asked) -> frozenset[str]:
    """Return what a question asks about its names: the term of its verb, else of its noun.

    "retir" for "when did Ada Jones retire?", "brand" for "which brand is the boat?"; nothing where
    the noun only says what kind of answer is wanted.
    """
    pointer = _pointer(asked.text, asked.tokens, asked.focus_terms)
    terms = frozenset([pointer.verb]) if pointer.verb else pointer.focus
    return terms.intersection(asked.terms) - asked.asking_terms


def deed_asked(asked: Asked) -> str:
    """Return the term of what "who ousted him" asks the doer of, "" where it asks otherwise."""
    pointer = _pointer(asked.text, asked.tokens, asked.focus_terms)
    return pointer.verb if pointer.role == "subject" else ""


def sides(asked: Asked, view: View) -> list[str]:
    """Return for each word on which side of the verb it stands that the question has, "" without.

    With it goes which part of the sentence is asked for: ``object<`` stands before an active verb
    whose object is asked for, ``object-be<`` before a passive one.
    """
    pointer = _pointer(asked.text, asked.tokens, asked.focus_terms)
    verbs = view.places.get(pointer.verb, ()) if pointer.role else ()
    if not verbs:
        return [""] * len(view.tokens)
    out: list[str] = []
    ends = [(a + b) // 2 for a, b in pairwise(verbs)] + [len(view.tokens) - 1]
    for at, end in zip(verbs, ends, strict=True):
        name = f"{pointer.role}-be" if _passive(view, at) else pointer.role
        out += [f"{name}<" if i < at else f"{name}>" for i in range(len(out), end + 1)]
    return out


@lru_cache(maxsize=256)
def _pointer(text: str, tokens: tuple[Token, ...], focus: frozenset[str]) -> Pointer:
    start = _after(tokens, _ASKING) or _counted(tokens, focus)
    if not start:
        return _pointer_beside(text, tokens, focus)
    before = tokens[start - 2].word if 1 < start < len(tokens) else ""
    if before in _PREPOSITIONS:  # "under which administration"
        verb = next((t.term for t in reversed(tokens) if t.term and not _capital(text, t)), "")
        return Pointer("", verb, before, focus)
    last = tokens[-1].word if start < len(tokens) else ""
    preposition = last if last in _PREPOSITIONS else ""  # "what did he blame them for"
    role, verb = _asked_role(text, tokens, start, focus)
    return Pointer(role, verb, preposition, focus or _predicate(tokens[start:]))


def _after(tokens: tuple[Token, ...], words: frozenset[str]) -> int:
    """Return the place behind the first of these words, 0 where there is none."""
    return next((i + 1 for i, token in enumerate(tokens) if token.word in words), 0)


def _counted(tokens: tuple[Token, ...], focus: frozenset[str]) -> int:
    """Return where "how many large boats" ends, 0 without."""
    for i, (how, many) in enumerate(pairwise(tokens)):
        if how.word == "how" and many.word in ("many", "much"):
            noun = [j for j in range(i + 2, min(i + 7, len(tokens))) if tokens[j].term in focus]
            return noun[-1] + 1 if noun else i + 2
    return 0


def _pointer_beside(text: str, tokens: tuple[Token, ...], focus: frozenset[str]) -> Pointer:
    """Return what "when did the ferry sink" points with: its verb."""
    at = _after(tokens, _BESIDE)
    if at and at < len(tokens) and tokens[at].word in _EXTENT:
        at += 1
    rest = tokens[at:]
    if not at or len(rest) < 2 or rest[0].word not in _AUXILIARY:
        return Pointer("", "", "", focus)
    verb = _turned_verb(text, rest)
    return Pointer("beside" if verb else "", verb, "", focus)


def _predicate(rest: tuple[Token, ...]) -> frozenset[str]:
    """Return the noun of "is the foreign minister of Pakistan", the words behind "who".

    Of "is the name of the ship" it is the second noun.
    """
    if len(rest) < 3 or rest[0].word not in _BE or rest[1].word not in _DETERMINERS:
        return frozenset()
    if [t.word for t in rest[2:4]] == ["name", "of"]:
        rest = rest[3:]
    until = next((i for i, t in enumerate(rest) if i > 1 and t.word in _STOPS), len(rest))
    return frozenset([rest[until - 1].term] if until > 1 and rest[until - 1].term else [])


def _asked_role(
    text: str, tokens: tuple[Token, ...], start: int, focus: frozenset[str]
) -> tuple[str, str]:
    """Return which part of the sentence the answer is, and the term of its verb."""
    while start < len(tokens) and tokens[start].term in focus and focus:
        start += 1
    rest = tokens[start:]
    if not rest:
        return "", ""
    whom = start > 0 and tokens[start - 1].word == "whom"
    turned = rest[0].word in _DO or whom
    if not turned and rest[0].word in _AUXILIARY and len(rest) > 1:
        turned = rest[1].word in _DETERMINERS | _PRONOUNS or _capital(text, rest[1])
    verbs = [t for t in rest if t.term and not _capital(text, t)]
    if not turned:
        at = next((i for i, t in enumerate(rest) if t.word not in _AUXILIARY | _ADVERBS), -1)
        if at < 0 or rest[at] not in verbs:
            return "", ""
        passive = any(t.word in _BE for t in rest[:at]) and not rest[at].word.endswith("ing")
        return ("object" if passive else "subject"), rest[at].term
    if rest[0].word in _BE and not whom:
        return "", ""  # "who is the mayor": no verb to stand beside
    verb = _turned_verb(text, rest)
    return ("object", verb) if verb else ("", "")


def _turned_verb(text: str, rest: tuple[Token, ...]) -> str:
    """Return the verb of "did the old mayor blame | the council": the last before an ending."""
    ends = _PREPOSITIONS | _DETERMINERS | _TIMES
    until = next((i for i, t in enumerate(rest) if i > 1 and t.word in ends), len(rest))
    asked = [t for t in rest[:until] if t.term and not _capital(text, t)]
    if not asked:
        return ""
    named = len(rest) > 1 and _capital(text, rest[1])  # "did Ada Jones blame", the verb is first
    return asked[0 if named else -1].term


def _capital(text: str, token: Token) -> bool:
    return text[token.start : token.start + 1].isupper()


def _beside_verb(view: View, at: int, role: str) -> Iterator[Run]:
    """Yield what stands before a verb and behind it, the agent of a passive included."""
    tokens = view.tokens
    first, passive = _verb_start(view, at), _passive(view, at)
    if role == "subject" and not passive:
        yield from _before(view, first, "subject")
    elif role == "subject":
        ahead = range(at + 1, min(at + 8, len(tokens)))
        agent = next((i for i in ahead if tokens[i].word == "by"), None)
        if agent is not None:
            yield from _behind(view, agent, "agent")
    elif passive:
        yield from _before(view, first, "patient")
    else:
        yield from _behind(view, at, "object")


def _verb_start(view: View, at: int) -> int:
    """Return where the auxiliaries and adverbs before a verb begin."""
    while at > 0 and view.tokens[at - 1].word in _AUXILIARY | _ADVERBS:
        at -= 1
    return at


def _passive(view: View, at: int) -> bool:
    before = view.tokens[_verb_start(view, at) : at]
    return any(t.word in _BE for t in before) and not view.tokens[at].word.endswith("ing")


def _before(view: View, at: int, name: str) -> Iterator[Run]:
    """Yield the noun phrase that ends before word ``at``, what is set off by commas skipped."""
    tokens, last = view.tokens, at - 1
    if last >= 0 and tokens[last].word in _RELATIVE:
        last -= 1
        name = f"{name} which"
    elif last >= 0 and "," in _gap(view, last):
        opening = next((i for i in range(last - 1, -1, -1) if "," in _gap(view, i)), -1)
        if opening >= 0 and last - opening < 2 * _LONGEST + 4:
            last = opening
    if last < 0:
        return
    first = _opening(view, last, _LONGEST)
    yield first, last, name
    yield _name_start(view, first, last), last, f"{name} name"
    yield _clause_start(view, last), last, f"{name} clause"


def _behind(view: View, at: int, name: str) -> Iterator[Run]:
    """Yield the noun phrase that begins behind word ``at``."""
    count, first = len(view.tokens), at + 1
    if first >= count or _gap(view, at).strip("“\"‘'"):
        return
    last = first
    while last + 1 < count and last - first < _LONGEST and not _gap(view, last):
        if view.tokens[last + 1].word in _STOPS:
            break
        last += 1
    yield first, last, name
    while last + 1 < count and last - first < 2 * _LONGEST and not _gap(view, last):
        if view.tokens[last + 1].word in _RELATIVE | _AUXILIARY:
            break
        last += 1
    yield first, last, f"{name} clause"


def _around_noun(view: View, at: int) -> Iterator[Run]:
    """Yield the words before a noun, with it and without, and what the sentence equates with it."""
    tokens = view.tokens
    first = _opening(view, at, 5)
    if first < at:
        yield first, at, "noun"
        if at - 1 > first or tokens[first].word not in _DETERMINERS:
            yield first, at - 1, "before noun"
    if first and tokens[first - 1].word in _BE:  # "she is the mayor"
        yield from _before(view, first - 1, "equated")
    elif first and "," in _gap(view, first - 1):  # "Ada Jones, the mayor"
        last = first - 1
        yield _name_start(view, _opening(view, last, _LONGEST), last), last, "apposed"
    yield from _behind_noun(view, at)


def _behind_noun(view: View, at: int) -> Iterator[Run]:
    """Yield the name right behind a noun, and what it is the noun of."""
    tokens = view.tokens
    end = at  # "the captain of the ferry, Nils Hagen, said"
    if at + 1 < len(tokens) and not _gap(view, at) and tokens[at + 1].word == "of":
        end = _until_gap(view, at)
    if _gap(view, end) == "," and end + 1 < len(tokens):  # "the mayor, Ada Jones, said"
        last = _until_gap(view, end + 1)
        if _gap(view, last).startswith((",", ".")):
            yield end + 1, last, "apposed behind"
    last = at
    bracketed = at > 0 and (_gap(view, at - 1), _gap(view, at)) == ("(", ")")  # "(CGS) Ada Jones"
    until = _until_gap(view, at + 1) if bracketed and at + 1 < len(tokens) else _until_gap(view, at)
    while last < until:
        token = tokens[last + 1]
        if not (_capital(view.text, token) or token.word[:1].isdigit()) or last - at > 5:
            break
        last += 1
    if last > at:
        yield at + 1, last, "behind noun"
    if at + 1 < len(tokens) and tokens[at + 1].word in ("of", "called", "named"):
        yield from _behind(view, at + 1, "of noun")


def _until_gap(view: View, at: int) -> int:
    """Return the last word before the next mark, at most eight words on."""
    last = at
    while last + 1 < len(view.tokens) and last - at < _LONGEST and not _gap(view, last):
        last += 1
    return last


def _opening(view: View, last: int, most: int) -> int:
    """Return where the noun phrase that ends with word ``last`` begins."""
    tokens, first = view.tokens, last
    if tokens[last].word in _STOPS:
        return last
    while first > 0 and last - first < most and not _gap(view, first - 1):
        word = tokens[first - 1].word
        if word in _STOPS and word not in _DETERMINERS:
            break
        first -= 1
        if word in _DETERMINERS:
            break
    return first


def _name_start(view: View, first: int, last: int) -> int:
    """Return where the capitals that end with word ``last`` begin; ``last`` itself without any."""
    at = last
    while at > first and _capital(view.text, view.tokens[at - 1]):
        at -= 1
    return at


def _clause_start(view: View, last: int) -> int:
    at = last
    while at > 0 and last - at < 2 * _LONGEST and not _gap(view, at - 1):
        at -= 1
    return at


_MARKS = re.compile(r"[,;:.!?()“”\"—–]")


def _gap(view: View, at: int) -> str:
    """Return the punctuation between word ``at`` and the next, "" where there is none."""
    return _gaps(view)[at]


@lru_cache(maxsize=2_000)
def _gaps(view: View) -> list[str]:
    ends = [*(t.start for t in view.tokens[1:]), len(view.text)]
    return [
        "".join(_MARKS.findall(view.text[token.end : end]))
        for token, end in zip(view.tokens, ends, strict=True)
    ]
