"""What the network saw in a sentence: its best spans, and how they compare with "no answer"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.candidates import Phrase
from retrieval.reader.pages import Page
from retrieval.reader.tokens import Pieces

LONGEST_SPAN = 30  # pieces
KEPT = 6  # spans of a sentence
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sight:
    """The spans of one sentence, best first, as phrases with the sum of start and end score.

    ``nothing`` is the score of "no answer" in its window, ``everything`` the log-sum-exp of the
    scores of all spans.
    """

    phrases: tuple[Phrase, ...]
    nothing: float
    everything: float
    pieces: Pieces
    starts: Scores
    ends: Scores

    @property
    def best(self) -> float:
        """The score of the best span."""
        return self.phrases[0].score

    def score(self, start: int, end: int) -> float:
        """Return the score of the span that covers these characters; -30 where none was read."""
        count = len(self.starts)
        held = [
            i for i in range(count) if self.pieces.starts[i] < end and start < self.pieces.ends[i]
        ]
        return float(self.starts[held[0]] + self.ends[held[-1]]) if held else -30.0


def sights(page: Page, parts: Sequence[Pieces], starts: Scores, ends: Scores) -> list[Sight | None]:
    """Return what was seen in each sentence of a page, None where none of its pieces was read."""
    nothing = float(starts[0] + ends[0])
    return [
        _sight(pieces, nothing, starts[low:high], ends[low:high]) if high > low else None
        for pieces, low, high in zip(parts, page.firsts, page.firsts[1:], strict=False)
    ]


def _sight(pieces: Pieces, nothing: float, starts: Scores, ends: Scores) -> Sight:
    count = len(starts)
    table = starts[:, None] + ends[None, :]
    first, last = np.indices((count, count))
    table = np.where((first <= last) & (last < first + LONGEST_SPAN), table, -np.inf)
    flat = table.ravel()
    kept = min(KEPT, count)
    top = np.argpartition(flat, -kept)[-kept:]
    top = top[np.argsort(-flat[top], kind="stable")]
    phrases = tuple(
        Phrase(pieces.starts[i], pieces.ends[j], float(flat[at]))
        for at in top.tolist()
        for i, j in [divmod(at, count)]
        if flat[at] > -np.inf
    )
    high = phrases[0].score
    everything = high + float(np.log(np.exp(flat - high).sum()))
    return Sight(phrases, nothing, everything, pieces, starts, ends)
