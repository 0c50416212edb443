"""What the words of a sentence say by themselves of where an answer phrase begins, ends and holds.

Features are strings. Each depends on the answer type and on one word, on how a word looks, or on
two neighbours, so that the sums of their weights can be remembered by these; see ``spans``. Those
that compare the words with the question are in ``span_features``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from retrieval.answering.lexicon import Lexicon
from retrieval.answering.views import View

T = TypeVar("T")
Marks = list[list[str]]  # the features of each word
StartLook = tuple[str, str, str, str]  # shape, marks before it, mention it opens, mention around
EndLook = tuple[str, str, str, str]  # shape, marks behind it, mention it closes, mention around
InnerLook = tuple[str, str, str]  # shape, "0" for a stop word, marks before it
_EDGES = {"<2": "^", "<1": "^", ">1": "$", ">2": "$"}  # what stands around a sentence, its class


def shape(word: str) -> str:
    """Return the look of a word: digits, capitals, a capital, or plain."""
    if word[:1].isdigit():
        return "9"
    if word.isupper() and len(word) > 1:
        return "AA"
    return "A" if word[:1].isupper() else "a"


def word_class(word: str, lexicon: Lexicon) -> str:
    """Return the class of a word, or its ending where it has none."""
    if word[:1].isdigit():
        return f"#{min(len(word), 5)}"
    group = lexicon.cluster.get(word)
    return str(group) if group is not None else _EDGES.get(word) or f"?{word[-2:]}"


class Looked(NamedTuple):
    """The words of a sentence and how they look; ``words`` has two more at either end."""

    words: list[str]
    marks: list[tuple[StartLook, EndLook, InnerLook]]
    mentioned: list[tuple[int, int, str]]  # first word, last word, kind


def look(view: View) -> Looked:
    """Look at the words of a sentence."""
    text, tokens = view.text, view.tokens
    shapes = [shape(text[token.start : token.end]) for token in tokens]
    gaps = ["^", *[_gap(text[a.end : b.start]) for a, b in pairwise(tokens)], "$"]
    mentioned = _mentioned(view)
    opens, closes, inside = ["-"] * len(tokens), ["-"] * len(tokens), ["-"] * len(tokens)
    for first, last, kind in mentioned:
        opens[first] = closes[last] = kind
        inside[first + 1 : last] = [kind] * (last - first - 1)
    stops = ["" if token.term else "0" for token in tokens]
    start = zip(shapes, gaps, opens, inside, strict=False)
    end = zip(shapes, gaps[1:], closes, inside, strict=False)
    inner = zip(shapes, stops, ["", *gaps[1:]], strict=False)
    words = ["<2", "<1", *[token.word for token in tokens], ">1", ">2"]
    return Looked(words, list(zip(start, end, inner, strict=True)), mentioned)


class Word(NamedTuple, Generic[T]):
    """What a word says of phrases by where they are: their features, or the weights of these."""

    start: Sequence[T]  # of one that starts with the word
    end: Sequence[T]
    inner: Sequence[T]
    left: Sequence[T]  # of one that starts right behind it
    right: Sequence[T]  # of one that ends right before it
    left2: Sequence[T]  # of one that starts two words behind it
    right2: Sequence[T]


def of_word(kind: str, word: str, group: str) -> Word[str]:
    """Return what a word of this class says."""
    return Word(
        start=(f"{kind}F{word}", f"{kind}Fc{group}", f"F{word}"),
        end=(f"{kind}E{word}", f"{kind}Ec{group}", f"E{word}"),
        inner=(f"{kind}Ic{group}", f"I{word}"),
        left=(f"{kind}L{word}", f"{kind}Lc{group}", f"L{word}"),
        right=(f"{kind}R{word}", f"{kind}Rc{group}", f"R{word}"),
        left2=(f"{kind}M{word}",),
        right2=(f"{kind}S{word}",),
    )


def of_start(kind: str, mark: StartLook) -> tuple[str, ...]:
    """Return what a start at a word that looks so says."""
    look, gap, opened, within = mark
    shown = f"Fs{look}{gap}"
    return f"{kind}{shown}", f"{kind}Fm{opened}", f"{kind}Fi{within}", shown, f"Fm{opened}{within}"


def of_end(kind: str, mark: EndLook) -> tuple[str, ...]:
    """Return what an end at a word that looks so says."""
    look, gap, closed, within = mark
    shown = f"Es{look}{gap}"
    return f"{kind}{shown}", f"{kind}Em{closed}", f"{kind}Ei{within}", shown, f"Em{closed}{within}"


def of_inner(kind: str, mark: InnerLook) -> tuple[str, ...]:
    """Return what a word that looks so says inside a phrase."""
    look, stop, crossing = mark
    return f"{kind}I{look}{stop}", f"{kind}X{crossing}", f"X{crossing}"


def of_pairs_before(
    kind: str, words: list[str], groups: list[str], at: int, look: str
) -> tuple[str, str, str]:
    """Return what a word and those before it say together of a start there."""
    one, two = words[at - 1], words[at - 2]
    return f"{kind}L{one}/{look}", f"M{two} {one}", f"LcFc{groups[at - 1]}/{groups[at]}"


def of_pairs_behind(words: list[str], groups: list[str], at: int) -> tuple[str, str]:
    """Return what a word and those behind it say together of an end there."""
    return f"S{words[at + 1]} {words[at + 2]}", f"EcRc{groups[at]}/{groups[at + 1]}"


def start_row(
    says: Sequence[Word[T]], at: int, look: Sequence[T], pairs: Sequence[T]
) -> tuple[T, ...]:
    """Return all that is said of a start at a word; in this order weights are added up."""
    own, own_class, plain = says[at].start
    left, left_class, plain_left = says[at - 1].left
    (left2,) = says[at - 2].left2
    shown, opened, within, plain_shown, plain_mention = look
    left_look, lefts, classes = pairs
    return (
        own, own_class, shown, opened, within, left, left_class, left2, left_look,
        plain, plain_left, plain_shown, plain_mention, lefts, classes,
    )  # fmt: skip


def end_row(
    says: Sequence[Word[T]], at: int, look: Sequence[T], pairs: Sequence[T]
) -> tuple[T, ...]:
    """Return all that is said of an end at a word."""
    own, own_class, plain = says[at].end
    right, right_class, plain_right = says[at + 1].right
    (right2,) = says[at + 2].right2
    shown, closed, within, plain_shown, plain_mention = look
    rights, classes = pairs
    return (
        own, own_class, shown, closed, within, right, right_class, right2,
        plain, plain_right, plain_shown, plain_mention, rights, classes,
    )  # fmt: skip


def inner_row(says: Sequence[Word[T]], at: int, look: Sequence[T]) -> tuple[T, ...]:
    """Return all that is said of a phrase that holds a word."""
    own_class, plain = says[at].inner
    shown, crossing, plain_crossing = look
    return shown, own_class, plain, crossing, plain_crossing


def of_mention(kind: str, name: str) -> tuple[str, str]:
    """Return what it says that a phrase is a mention of this kind."""
    return f"{kind}={name}", f"={name}"


@dataclass(frozen=True)
class Features:
    """What is said of every word as a start, an end or inside a phrase, and of a few whole runs."""

    start: Marks
    end: Marks
    inner: Marks
    exact: list[tuple[int, int, str]]  # first word, last word, feature


def static(kind: str, view: View, lexicon: Lexicon) -> Features:
    """Return the features of a sentence that do not depend on the question's words."""
    seen = look(view)
    words, groups = seen.words, [word_class(word, lexicon) for word in seen.words]
    says = [of_word(kind, word, group) for word, group in zip(words, groups, strict=True)]
    start, end, inner = Marks(), Marks(), Marks()
    for at, (begun, ended, inside) in enumerate(seen.marks, 2):
        before = of_pairs_before(kind, words, groups, at, begun[0])
        start.append([*start_row(says, at, of_start(kind, begun), before)])
        behind = of_pairs_behind(words, groups, at)
        end.append([*end_row(says, at, of_end(kind, ended), behind)])
        inner.append([*inner_row(says, at, of_inner(kind, inside))])
    exact = [(i, j, feature) for i, j, name in seen.mentioned for feature in of_mention(kind, name)]
    return Features(start, end, inner, exact)


def _gap(between: str) -> str:
    if between == " ":
        return ""
    return "".join([c for c in between if not c.isspace()][:2])


def _mentioned(view: View) -> list[tuple[int, int, str]]:
    """Return the mentions as first word, last word and kind."""
    found: list[tuple[int, int, str]] = []
    for mention in view.mentions:
        held = [
            i for i in view.range(mention.start, mention.end) if view.tokens[i].end <= mention.end
        ]
        if held:
            found.append((held[0], held[-1], mention.kind))
    return found
