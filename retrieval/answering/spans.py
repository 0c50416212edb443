"""The answer phrase: every run of words in a sentence is a candidate, scored by a linear model.

The score of a run from word i to word j is a sum: what a start at i says, what an end at j says,
what every word inside says, and the length. So all runs of some sentences are scored at once with
numpy. The sums of features that come up again are remembered, and words of which nothing was
learned are one to the scorer. The weights are data (``retrieval/data/span.json``), learned by
``retrieval.training``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import add
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from retrieval.answering.candidates import Scene
from retrieval.answering.lexicon import DATA, Lexicon
from retrieval.answering.pointing import pointed
from retrieval.answering.span_features import (
    LONGEST,
    EndMark,
    StartMark,
    compare,
    end_features,
    focus_class,
    focus_end,
    focus_start,
    inner_features,
    sizes,
    start_features,
    way_features,
)
from retrieval.answering.span_words import (
    EndLook,
    InnerLook,
    StartLook,
    Word,
    look,
    of_end,
    of_end_classes,
    of_inner,
    of_left_look,
    of_mention,
    of_start,
    of_start_classes,
    of_two_before,
    of_two_behind,
    of_word,
    word_class,
)
from retrieval.answering.tables import cell_ends
from retrieval.answering.views import View

Pair = tuple[float, float]  # of a start and of an end
_MOST_REMEMBERED = 2_500  # words, or looks, of one answer type: at most 2 MB
_MOST_PAIRS = 20_000  # of neighbours: at most 4 MB
_DIGITS = 9  # equal sums are equal, in whatever order they were added up
_UNLISTED = "\n"  # no word is so
_LISTED = re.compile(r"[^A-Z]*[A-Z](.*)", re.DOTALL)  # what stands in a feature behind its type
_Two = tuple[str, str]
_Mark = TypeVar("_Mark")
_Sum = TypeVar("_Sum")


class Fixed(NamedTuple):
    """The sums of the features of a sentence that do not depend on the question's words."""

    start: list[float]
    end: list[float]
    inner: list[float]
    exact: list[tuple[int, int, float]]  # first word, how many more, weight
    groups: list[str]  # the class of each word


class _Remembered(dict[_Mark, _Sum]):
    """What is learned of each word or mark, worked out when it is first met."""

    def __init__(self, sum_of: Callable[[_Mark], _Sum], most: int = _MOST_REMEMBERED) -> None:
        super().__init__()
        self._sum_of = sum_of
        self._most = most

    def __missing__(self, mark: _Mark) -> _Sum:
        if len(self) >= self._most:
            self.clear()
        self[mark] = made = self._sum_of(mark)
        return made


class Moving(NamedTuple):
    """The sums of the features that compare a word with the question, for one answer type."""

    start: _Remembered[StartMark, float]
    end: _Remembered[EndMark, float]
    inner: _Remembered[str, float]


class Known(NamedTuple):
    """A word as the scorer knows it, for one answer type."""

    name: str  # the word; "" where no weight depends on it
    group: str  # its class
    says: Word[float]


class Still(NamedTuple):
    """The sums of what words, their looks and neighbours say, for one answer type."""

    word: _Remembered[str, Known]
    start: _Remembered[StartLook, float]
    end: _Remembered[EndLook, float]
    inner: _Remembered[InnerLook, float]
    left_look: _Remembered[_Two, float]


class SpanScorer:
    """Scores phrases with learned weights."""

    def __init__(
        self, weights: Mapping[str, float], words: Collection[str], lexicon: Lexicon
    ) -> None:
        self.weights = weights
        self._listed = words
        self._lexicon = lexicon
        self._fixed = lru_cache(maxsize=8_000)(self._fixed_sums)
        self._sizes = lru_cache(maxsize=64)(
            lambda kind: np.array([self._sum([feature]) for feature in sizes(kind)])
        )
        self._still = lru_cache(maxsize=64)(self._still_sums)
        self._two_before = self._of_two(of_two_before)
        self._two_behind = self._of_two(of_two_behind)
        self._start_classes = self._of_two(of_start_classes)
        self._end_classes = self._of_two(of_end_classes)
        self._moving = lru_cache(maxsize=64)(self._moving_sums)
        self._focus = lru_cache(maxsize=256)(self._focus_sums)
        self._ways = lru_cache(maxsize=2_000)(lambda kind, way: self._sum(way_features(kind, way)))

    @classmethod
    def load(cls, lexicon: Lexicon, path: Path = DATA / "span.json") -> SpanScorer:
        """Read the learned weights: ``{"words": those of :func:`words_of`, "weights"}``."""
        tables = json.loads(path.read_bytes())
        return cls(tables["weights"], frozenset(tables["words"].split()), lexicon)

    def scores(self, scene: Scene, views: Sequence[View]) -> NDArray[np.float64]:
        """Return the score of every run: ``[v, i, n]`` is the run of n + 1 words from word i.

        Runs past the end of a sentence, or of a cell of a table, are minus infinity.
        """
        width = max([1, *(len(view.tokens) for view in views)])
        start = np.zeros((len(views), width))
        end = np.full((len(views), width + LONGEST - 1), -np.inf)
        inner = np.zeros((len(views), width + LONGEST))
        for row, view in enumerate(views):
            count, (starts, ends, inners) = len(view.tokens), self._words(scene, view)
            start[row, :count], end[row, :count], inner[row, 1 : count + 1] = starts, ends, inners
        out = combine(start, end, inner, self._sizes(scene.asked.kind))
        for row, view in enumerate(views):
            for first, more, weight in self._fixed(scene.asked.kind, view).exact:
                out[row, first, more] += weight
            for first, last, way in pointed(scene.asked, view):
                if last - first < LONGEST:
                    out[row, first, last - first] += self._ways(scene.asked.kind, way)
            for last in cell_ends(view):
                for first in range(max(0, last - LONGEST + 2), last + 1):
                    out[row, first, last - first + 1 :] = -np.inf
        return out

    def _words(self, scene: Scene, view: View) -> tuple[list[float], list[float], list[float]]:
        """Return what the start at, the end at and the passing of each word adds."""
        asked = scene.asked
        fixed, found = self._fixed(asked.kind, view), compare(asked, scene.weight, view)
        of_start, of_end, of_inner = self._moving(asked.kind)
        start = [of_start[mark] for mark in found.start]
        end = [of_end[mark] for mark in found.end]
        inner = [of_inner[level] for level in found.level]
        if asked.focus:
            of_focus = self._focus(asked.kind, focus_class(asked, self._lexicon))
            for i, (group, token) in enumerate(zip(fixed.groups, view.tokens, strict=True)):
                sums = of_focus[group, token.term in asked.focus_terms]
                start[i] += sums[0]
                end[i] += sums[1]
        return (
            list(map(add, fixed.start, start)),
            list(map(add, fixed.end, end)),
            list(map(add, fixed.inner, inner)),
        )

    def _fixed_sums(self, kind: str, view: View) -> Fixed:
        """Return the sums of what ``span_words.static`` gives."""
        seen, still = look(view), self._still(kind)
        known = [still.word[word] for word in seen.words]
        start, end, inner = list[float](), list[float](), list[float]()
        around = zip(known, known[1:], known[2:], known[3:], known[4:], seen.marks, strict=False)
        for left2, left, own, right, right2, (begun, ended, inside) in around:
            start.append(
                own.says.start + left.says.left + left2.says.left2 + still.start[begun]
                + self._start_classes[left.group, own.group]
                + (still.left_look[left.name, begun[0]] if left.name else 0.0)
                + (self._two_before[left2.name, left.name] if left2.name and left.name else 0.0)
            )  # fmt: skip
            end.append(
                own.says.end + right.says.right + right2.says.right2 + still.end[ended]
                + self._end_classes[own.group, right.group]
                + (self._two_behind[right.name, right2.name] if right.name and right2.name else 0.0)
            )  # fmt: skip
            inner.append(own.says.inner + still.inner[inside])
        exact = [
            (i, j - i, weight)
            for i, j, name in seen.mentioned
            for weight in map(self._weight, of_mention(kind, name))
            if j - i < LONGEST and weight
        ]
        return Fixed(start, end, inner, exact, [word.group for word in known[2:-2]])

    def _still_sums(self, kind: str) -> Still:
        def of(name: str, group: str) -> Word[float]:
            return Word(*map(self._sum, of_word(kind, name, group)))

        of_class = _Remembered[str, Word[float]](lambda group: of(_UNLISTED, group))

        def known(word: str) -> Known:
            group = word_class(word, self._lexicon)
            if word in self._listed or " " in word:
                return Known(word, group, of(word, group))
            return Known("", group, of_class[group])

        return Still(
            _Remembered(known),
            _Remembered(lambda mark: self._sum(of_start(kind, mark))),
            _Remembered(lambda mark: self._sum(of_end(kind, mark))),
            _Remembered(lambda mark: self._sum(of_inner(kind, mark))),
            _Remembered(lambda mark: self._weight(of_left_look(kind, *mark))),
        )

    def _of_two(self, feature: Callable[[str, str], str]) -> _Remembered[_Two, float]:
        return _Remembered(lambda two: self._weight(feature(*two)), _MOST_PAIRS)

    def _moving_sums(self, kind: str) -> Moving:
        return Moving(
            _Remembered(lambda mark: self._sum(start_features(kind, mark))),
            _Remembered(lambda mark: self._sum(end_features(kind, mark))),
            _Remembered(lambda level: self._sum(inner_features(kind, level))),
        )

    def _focus_sums(self, kind: str, near: str) -> _Remembered[tuple[str, bool], Pair]:
        return _Remembered(
            lambda mark: (
                self._sum(focus_start(kind, near, *mark)),
                self._sum(focus_end(kind, near, *mark)),
            )
        )

    def _sum(self, features: Iterable[str]) -> float:
        return sum(map(self._weight, features))

    def _weight(self, feature: str) -> float:
        return self.weights.get(feature, 0.0)


def words_of(features: Iterable[str]) -> set[str]:
    """Return the words without a space that features depend on, and some more."""
    said = [found[1] for feature in features if (found := _LISTED.match(feature))]
    return {word for part in said for word in re.split("[ /]", part)} - {""}


def combine(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    inner: NDArray[np.float64],
    size: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Add the parts up for every run of every sentence (see ``SpanScorer.scores``).

    Shorter sentences are filled up: ``start`` with anything, ``end`` with minus infinity to
    ``LONGEST - 1`` words past the longest one; ``inner`` begins with a 0 and is as much longer.
    """
    count = start.shape[1]
    total = np.cumsum(inner, axis=1)
    ends, totals = sliding_window_view(np.stack([end, total[:, 1:]]), LONGEST, axis=2)
    out = start[:, :, None] + ends + totals - total[:, :count, None] + size
    return np.asarray(np.round(out, _DIGITS), dtype=np.float64)
