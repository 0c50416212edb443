"""What the question says of where an answer phrase begins and ends in a sentence, and what it holds.

Features are strings. Most depend on the answer type and the sentence alone (see ``span_words``);
these compare the words with the question (``dynamic``, made of what ``compare`` finds).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from retrieval.answering.lexicon import Lexicon
from retrieval.answering.pointing import pointed, sides
from retrieval.answering.span_words import Features, word_class
from retrieval.answering.views import View
from retrieval.questions import Asked

LONGEST = 20  # words in a phrase

_CLAUSE = re.compile(
    r"[;:—]|,\s+(?:and|but|while|whereas|who|which|where|when|with|as)\b|\s(?:while|whereas|but)\s"
)
_BUCKETS = (0, 1, 2, 3, 5, 8, 12)


def bucket(distance: int) -> int:
    """Return the rough size of a distance in words."""
    return sum(distance > limit for limit in _BUCKETS)


# how far back a word is met, met left and here, clause share, side of the verb
StartMark = tuple[str, str, int, str]
EndMark = tuple[str, str]  # how far ahead a word is met, met here and right


class Compared(NamedTuple):
    """What of the question stands at each word of a sentence and around it."""

    start: list[StartMark]
    end: list[EndMark]
    level: list[str]  # how much the word itself weighs in the question, "" when it is not met


def dynamic(
    asked: Asked,
    weight: Mapping[str, float],
    view: View,
    lexicon: Lexicon,
) -> Features:
    """Return the features that compare the words of a sentence with the question."""
    kind = asked.kind
    found = compare(asked, weight, view)
    start = [start_features(kind, mark) for mark in found.start]
    end = [end_features(kind, mark) for mark in found.end]
    if asked.focus:
        near = focus_class(asked, lexicon)
        for i, token in enumerate(view.tokens):
            group, counted = word_class(token.word, lexicon), token.term in asked.focus_terms
            start[i] += focus_start(kind, near, group, counted)
            end[i] += focus_end(kind, near, group, counted)
    exact = [(i, j, f) for i, j, way in pointed(asked, view) for f in way_features(kind, way)]
    return Features(start, end, [inner_features(kind, level) for level in found.level], exact)


def way_features(kind: str, way: str) -> list[str]:
    """Return what it says of a run that the question points at it in this way."""
    return [f"{kind}P{way}", f"P{way}"]


def start_features(kind: str, mark: StartMark) -> list[str]:
    """Return what a start at a word with this mark says."""
    before, met, share, side = mark
    says = [f"{kind}DL{before}", f"DL{before}/{met}", f"{kind}C{share}", f"C{share}", f"{kind}LM{met}"]  # fmt: skip
    return [*says, f"{kind}V{side}", f"V{side}"] if side else says


def end_features(kind: str, mark: EndMark) -> list[str]:
    """Return what an end at a word with this mark says."""
    behind, met = mark
    return [f"{kind}DR{behind}", f"DR{behind}/{met}", f"{kind}RM{met}"]


def inner_features(kind: str, level: str) -> list[str]:
    """Return what a word of this level says inside a phrase."""
    return [f"{kind}IM{level}", f"IM{level}"] if level else []


def focus_class(asked: Asked, lexicon: Lexicon) -> str:
    """Return the class of the noun that the answer counts or is one of."""
    return word_class(asked.focus.split()[-1], lexicon)


def focus_start(kind: str, focus: str, group: str, counted: bool) -> list[str]:
    """Return what a start at a word of this class says, given the class of the focus."""
    return [f"f{focus}F{group}", f"{kind}FF{counted}"]


def focus_end(kind: str, focus: str, group: str, counted: bool) -> list[str]:
    """Return the same of an end."""
    return [f"{kind}FE{counted}", f"f{focus}E{group}"]


def compare(asked: Asked, weight: Mapping[str, float], view: View) -> Compared:
    """Look for the question's words in a sentence."""
    count = len(view.tokens)
    met = {place: w for term, w in weight.items() for place in view.places.get(term, ())}
    level = [""] * count
    lefts, rights = ["--"] * count, ["--"] * count
    for at in met:
        level[at] = _level(met[at])
        lefts[at] = "mm" if at - 1 in met else "-m"
        rights[at] = "mm" if at + 1 in met else "m-"
        if at and at - 1 not in met:
            rights[at - 1] = "-m"
        if at + 1 < count and at + 1 not in met:
            lefts[at + 1] = "m-"
    order = sorted(met)
    before = _distances(count, [(at, level[at]) for at in order])
    behind = _distances(count, [(count - 1 - at, level[at]) for at in order[::-1]])[::-1]
    shares = _clause_shares(view, [(at, met[at]) for at in order])
    return Compared(
        list(zip(before, lefts, shares, sides(asked, view), strict=True)),
        list(zip(behind, rights, strict=True)),
        level,
    )


def _level(weight: float) -> str:
    return "3" if weight > 0.2 else "2" if weight > 0.08 else "1"


def _distances(count: int, met: list[tuple[int, str]]) -> list[str]:
    """Return for each word how far back the nearest met word stands, with its level."""
    out = ["x"] * (met[0][0] + 1 if met else count)
    for (at, level), (until, _) in pairwise([*met, (count - 1, "")]):
        far = _FAR[level]
        out += far[: until - at]
        out += far[-1:] * (until - at - len(far))
    return out


_FAR = {
    level: [f"{bucket(distance)}{level}" for distance in range(1, _BUCKETS[-1] + 2)]
    for level in ("1", "2", "3")
}


def _clause_shares(view: View, met: list[tuple[int, float]]) -> list[int]:
    """Return for each word how much of the met weight stands in its clause (0 to 4)."""
    if not met:
        return [0] * len(view.tokens)
    clause = _clauses(view)
    total, sums = sum([weight for _, weight in met]), [0.0] * (clause[-1] + 1)
    for at, weight in met:
        sums[clause[at]] += weight
    shares = [round(4 * held / total) for held in sums]
    return [shares[number] for number in clause]


@lru_cache(maxsize=8_000)
def _clauses(view: View) -> list[int]:
    """Return the number of the clause of each word."""
    cuts = [m.start() for m in _CLAUSE.finditer(view.text)]
    return [bisect_right(cuts, token.start) for token in view.tokens]


def sizes(kind: str) -> list[str]:
    """Return the length features of one to ``LONGEST`` words."""
    return [f"{kind}#{n if n < 8 else 8 + n // 4}" for n in range(1, LONGEST + 1)]
