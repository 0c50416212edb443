"""What the words of a sentence say by themselves of where an answer phrase begins, ends and holds.

Features are strings. Each depends on the answer type and on one word, on how a word looks, or on
two neighbours, so that the sums of their weights can be remembered by these; see ``spans``. Those
that compare the words with the question are in ``span_features``.
"""

from __future__ import annotations

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
    """What a word says of phrases by where they are: their features, or the sums of these."""

    start: T  # of one that starts with the word
    end: T
    inner: T
    left: T  # of one that starts right behind it
    right: T  # of one that ends right before it
    left2: T  # of one that starts two words behind it
    right2: T


def of_word(kind: str, word: str, group: str) -> Word[tuple[str, ...]]:
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


def of_left_look(kind: str, left: str, look: str) -> str:
    """Return what the word before a start says together with the look of the word there."""
    return f"{kind}L{left}/{look}"


def of_two_before(left2: str, left: str) -> str:
    """Return what two words say together of a start right behind them."""
    return f"M{left2} {left}"


def of_two_behind(right: str, right2: str) -> str:
    """Return what two words say together of an end right before them."""
    return f"S{right} {right2}"


def of_start_classes(left: str, own: str) -> str:
    """Return what the classes of the word before a start and of that there say together."""
    return f"LcFc{left}/{own}"


def of_end_classes(own: str, right: str) -> str:
    """Return what the classes of the word at an end and of the one behind it say together."""
    return f"EcRc{own}/{right}"


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
        left2, left, own, right, right2 = range(at - 2, at + 3)
        start.append([
            *says[own].start, *says[left].left, *says[left2].left2, *of_start(kind, begun),
            of_left_look(kind, words[left], begun[0]), of_two_before(words[left2], words[left]),
            of_start_classes(groups[left], groups[own]),
        ])  # fmt: skip
        end.append([
            *says[own].end, *says[right].right, *says[right2].right2, *of_end(kind, ended),
            of_two_behind(words[right], words[right2]), of_end_classes(groups[own], groups[right]),
        ])  # fmt: skip
        inner.append([*says[own].inner, *of_inner(kind, inside)])
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
