"""The answer phrase: every run of words in a sentence is a candidate, scored by a linear model.

The score of a run from word i to word j is a sum: what a start at i says, what an end at j says,
what every word inside says, and the length. So all runs of a sentence are scored at once with
numpy. Features are strings; most depend on the answer type and the sentence alone and their sums
are remembered. The weights are data (``retrieval/data/span.json``), learned by ``retrieval.training``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.candidates import Scene
from retrieval.answering.lexicon import DATA, Lexicon
from retrieval.answering.views import View
from retrieval.questions import Asked

LONGEST = 20  # words in a phrase

_CLAUSE = re.compile(
    r"[;:—]|,\s+(?:and|but|while|whereas|who|which|where|when|with|as)\b|\s(?:while|whereas|but)\s"
)
_BUCKETS = (0, 1, 2, 3, 5, 8, 12)

Marks = list[list[str]]  # the features of each word


def bucket(distance: int) -> int:
    """Return the rough size of a distance in words."""
    return sum(distance > limit for limit in _BUCKETS)


def shape(word: str) -> str:
    """Return the look of a word: digits, capitals, a capital, or plain."""
    if word[:1].isdigit():
        return "9"
    if word.isupper() and len(word) > 1:
        return "AA"
    return "A" if word[:1].isupper() else "a"


@dataclass(frozen=True)
class Static:
    """Features of every word that do not depend on the question's words."""

    start: Marks
    end: Marks
    inner: Marks
    exact: list[tuple[int, int, str]]  # first word, last word, feature


def static(kind: str, view: View, lexicon: Lexicon) -> Static:
    """Return the features of a sentence under an answer type."""
    text, tokens = view.text, view.tokens
    count = len(tokens)
    words = [token.word for token in tokens]
    shapes = [shape(text[token.start : token.end]) for token in tokens]
    classes = [_class(word, lexicon) for word in words]
    gaps = [
        "^",
        *(_gap(text[a.end : b.start]) for a, b in pairwise(tokens)),
        "$",
    ]
    opens, closes, inside = _mention_words(view)
    padded = ["<2", "<1", *words, ">1", ">2"]
    start: Marks = []
    end: Marks = []
    inner: Marks = []
    for i in range(count):
        left, left2, right, right2 = padded[i + 1], padded[i], padded[i + 3], padded[i + 4]
        opened, closed, within = opens.get(i, "-"), closes.get(i, "-"), inside.get(i, "-")
        lefts = classes[i - 1] if i else "^"
        rights = classes[i + 1] if i + 1 < count else "$"
        word, look, group = words[i], shapes[i], classes[i]
        start.append([
            f"{kind}F{word}", f"{kind}Fc{group}", f"{kind}Fs{look}{gaps[i]}", f"{kind}Fm{opened}",
            f"{kind}Fi{within}", f"{kind}L{left}", f"{kind}Lc{lefts}", f"{kind}M{left2}", f"{kind}L{left}/{look}",
            f"F{word}", f"L{left}", f"Fs{look}{gaps[i]}", f"Fm{opened}{within}", f"M{left2} {left}", f"LcFc{lefts}/{group}",
        ])  # fmt: skip
        end.append([
            f"{kind}E{word}", f"{kind}Ec{group}", f"{kind}Es{look}{gaps[i + 1]}", f"{kind}Em{closed}",
            f"{kind}Ei{within}", f"{kind}R{right}", f"{kind}Rc{rights}", f"{kind}S{right2}",
            f"E{word}", f"R{right}", f"Es{look}{gaps[i + 1]}", f"Em{closed}{within}", f"S{right} {right2}", f"EcRc{group}/{rights}",
        ])  # fmt: skip
        stop = "" if tokens[i].term else "0"
        crossing = gaps[i] if i else ""
        inner.append(
            [
                f"{kind}I{look}{stop}",
                f"{kind}Ic{group}",
                f"I{word}",
                f"{kind}X{crossing}",
                f"X{crossing}",
            ]
        )
    exact = [
        (i, j, feature) for i, j, name in _exact(view) for feature in (f"{kind}={name}", f"={name}")
    ]
    return Static(start, end, inner, exact)


def _class(word: str, lexicon: Lexicon) -> str:
    if word[:1].isdigit():
        return f"#{min(len(word), 5)}"
    group = lexicon.cluster.get(word)
    return str(group) if group is not None else f"?{word[-2:]}"


def _gap(between: str) -> str:
    marks = [c for c in between if not c.isspace()]
    return "".join(marks[:2]) if marks else ""


def _mention_words(view: View) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    inside: dict[int, str] = {}
    for first, last, kind in _exact(view):
        opens[first], closes[last] = kind, kind
        for i in range(first + 1, last):
            inside[i] = kind
    return opens, closes, inside


def _exact(view: View) -> list[tuple[int, int, str]]:
    """Return the mentions as first word, last word and kind."""
    found: list[tuple[int, int, str]] = []
    for mention in view.mentions:
        held = [
            i
            for i, t in enumerate(view.tokens)
            if mention.start <= t.start and t.end <= mention.end
        ]
        if held:
            found.append((held[0], held[-1], mention.kind))
    return found


@dataclass(frozen=True)
class Dynamic:
    """Features of every word that depend on what the question says."""

    start: Marks
    end: Marks
    inner: Marks


def dynamic(
    asked: Asked,
    weight: Mapping[str, float],
    view: View,
    lexicon: Lexicon,
) -> Dynamic:
    """Return the features that compare the words of a sentence with the question."""
    kind = asked.kind
    tokens = view.tokens
    count = len(tokens)
    met = [weight.get(token.term, 0.0) if token.term else 0.0 for token in tokens]
    before = _distances(met)
    behind = _distances(met[::-1])[::-1]
    clause_share = _clause_shares(view, met)
    focus_class = _class(asked.focus.split()[-1], lexicon) if asked.focus else ""
    start: Marks = []
    end: Marks = []
    inner: Marks = []
    for i in range(count):
        left = "m" if i and met[i - 1] else "-"
        right = "m" if i + 1 < count and met[i + 1] else "-"
        here = "m" if met[i] else "-"
        start.append([
            f"{kind}DL{before[i]}", f"DL{before[i]}/{left}{here}", f"{kind}C{clause_share[i]}", f"C{clause_share[i]}", f"{kind}LM{left}{here}",
        ])  # fmt: skip
        ending = [f"{kind}DR{behind[i]}", f"DR{behind[i]}/{here}{right}", f"{kind}RM{here}{right}"]
        if asked.focus:
            group = _class(tokens[i].word, lexicon)
            is_focus = tokens[i].term and tokens[i].term in asked.focus_terms
            ending += [f"{kind}FE{is_focus is True or bool(is_focus)}", f"f{focus_class}E{group}"]
            start[-1] += [f"f{focus_class}F{group}", f"{kind}FF{bool(is_focus)}"]
        end.append(ending)
        inner.append([f"{kind}IM{_level(met[i])}", f"IM{_level(met[i])}"] if met[i] else [])
    return Dynamic(start, end, inner)


def _level(weight: float) -> str:
    return "3" if weight > 0.2 else "2" if weight > 0.08 else "1"


def _distances(met: list[float]) -> list[str]:
    """Return for each word how far back the nearest met word stands, with its level."""
    out: list[str] = []
    last, level = -1, ""
    for i, weight in enumerate(met):
        out.append("x" if last < 0 else f"{bucket(i - last)}{level}")
        if weight:
            last, level = i, _level(weight)
    return out


def _clause_shares(view: View, met: list[float]) -> list[int]:
    """Return for each word how much of the met weight stands in its clause (0 to 4)."""
    total = sum(met)
    if not total:
        return [0] * len(met)
    cuts = [m.start() for m in _CLAUSE.finditer(view.text)]
    clause = []
    at = 0
    for token in view.tokens:
        while at < len(cuts) and cuts[at] <= token.start:
            at += 1
        clause.append(at)
    sums: dict[int, float] = {}
    for number, weight in zip(clause, met, strict=True):
        sums[number] = sums.get(number, 0.0) + weight
    return [round(4 * sums[number] / total) for number in clause]


def sizes(kind: str) -> list[str]:
    """Return the length features of one to ``LONGEST`` words."""
    return [f"{kind}#{n if n < 8 else 8 + n // 4}" for n in range(1, LONGEST + 1)]


class SpanScorer:
    """Scores phrases with learned weights."""

    def __init__(self, weights: Mapping[str, float], lexicon: Lexicon) -> None:
        self._weights = weights
        self._lexicon = lexicon
        self._static = lru_cache(maxsize=8_000)(self._static_sums)
        self._sizes = lru_cache(maxsize=64)(lambda kind: self._sums([[f] for f in sizes(kind)]))

    @classmethod
    def load(cls, lexicon: Lexicon) -> SpanScorer:
        """Read the learned weights."""
        return cls(json.loads((DATA / "span.json").read_bytes()), lexicon)

    def scores(self, scene: Scene, view: View) -> NDArray[np.float64]:
        """Return the score of every run: row i, column n is the run of n + 1 words from word i.

        Runs past the end of the sentence are minus infinity.
        """
        kind = scene.asked.kind
        start, end, inner, exact = self._static(kind, view)
        moving = dynamic(scene.asked, scene.weight, view, self._lexicon)
        start = start + self._sums(moving.start)
        end = end + self._sums(moving.end)
        inner = inner + self._sums(moving.inner)
        return combine(start, end, inner, self._sizes(kind), exact)

    def _static_sums(
        self, kind: str, view: View
    ) -> tuple[
        NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], list[tuple[int, int, float]]
    ]:
        fixed = static(kind, view, self._lexicon)
        exact = [(i, j, self._weights.get(f, 0.0)) for i, j, f in fixed.exact]
        return self._sums(fixed.start), self._sums(fixed.end), self._sums(fixed.inner), exact

    def _sums(self, marks: Iterable[list[str]]) -> NDArray[np.float64]:
        get = self._weights.get
        return np.array([sum([get(f, 0.0) for f in features]) for features in marks])


def combine(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    inner: NDArray[np.float64],
    size: NDArray[np.float64],
    exact: Iterable[tuple[int, int, float]],
) -> NDArray[np.float64]:
    """Add the parts up for every run (see ``SpanScorer.scores``)."""
    count = len(start)
    longest = min(LONGEST, count)
    total = np.concatenate([[0.0], np.cumsum(inner)])
    rows = np.arange(count)[:, None]
    last = rows + np.arange(longest)[None, :]
    inside = last < count
    last = np.minimum(last, count - 1)
    out = start[:, None] + end[last] + total[last + 1] - total[rows] + size[None, :longest]
    for i, j, weight in exact:
        if j - i < longest:
            out[i, j - i] += weight
    out[~inside] = -np.inf
    return np.asarray(out, dtype=np.float64)
