"""The scorer of light and reader together, in the place of the light one alone.

The light scorer ranks all candidates; the reader looks at the few windows around the best; then
both scores are combined with learned weights, and the phrases are the reader's, held to the same
checks. What the reader cannot do in time, the light scorer does alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from retrieval.answering.candidates import Candidate, Phrase, Scene
from retrieval.answering.ranker import Linear, LinearScorer, penalty
from retrieval.errors import ReaderError
from retrieval.reader.pages import Page, lay_out
from retrieval.reader.sights import Scores, Sight, sights
from retrieval.reader.tokens import Tokenizer
from retrieval.reader.windows import Window, windows

log = logging.getLogger("quotedesk.reader")

SIGNS = {
    "reader_best": "Score of the reader's best span",
    "reader_margin": "How far that is above its score for no answer",
    "reader_all": "Log-sum-exp of the scores of all spans",
    "reader_share": "The same compared with all sentences read (log of the softmax)",
    "reader_agrees": "Its best span shares a word with the phrase of the light scorer",
}
FEATURES = ("light_score", "light_first", *SIGNS)


class Network(Protocol):
    """Reads one page."""

    def read(self, page: Page) -> tuple[Scores, Scores]:
        """Return the start and the end score of every piece; raises ReaderError."""


@dataclass(frozen=True)
class Reading:
    """How much is read: ``windows`` at most, within ``behind`` of the best light score.

    ``budget_ms`` is the time after which the light scorer's answer is taken.
    """

    windows: int = 6
    behind: float = 6.0
    budget_ms: float = 300.0


_STERN = 2.0  # its scores of phrases lie about twice as far apart as the light ones


class ReaderScorer:
    """Light and reader combined; ``combination`` None leaves the light scores as they are."""

    def __init__(
        self,
        light: LinearScorer,
        tokenizer: Tokenizer,
        network: Network,
        combination: Linear | None,
        reading: Reading = Reading(),  # frozen
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.light, self.tokenizer, self.network = light, tokenizer, network
        self.combination, self.reading, self._clock = combination, reading, clock

    def score(self, scene: Scene, found: Sequence[Candidate]) -> None:
        """Fill in the candidates: those read by both scores, else the best few by the light one."""
        self.light.look(scene, found)
        started = self._clock()
        seen, count, why = self._read(scene, found, started)
        scene.notes["reader"] = {
            "used": not why,
            "windows": count,
            "ms": round(1000 * (self._clock() - started), 1),
            **({"why": why} if why else {}),
        }
        if why:
            log.warning("The light answer is used: %s.", why)
            self.light.weigh_best(scene, found)
        elif seen:
            self._combine(scene, seen)

    def _read(
        self, scene: Scene, found: Sequence[Candidate], started: float
    ) -> tuple[list[tuple[Candidate, Sight]], int, str]:
        """Return what was seen of which candidates, the windows read, and why not all were."""
        seen: list[tuple[Candidate, Sight]] = []
        chosen = windows(found, self.reading.windows, self.reading.behind)
        for count, window in enumerate(chosen):
            if 1000 * (self._clock() - started) > self.reading.budget_ms:
                why = f"the reader took more than {self.reading.budget_ms:.0f} ms"
                return [], count, why
            try:
                seen += self._look(scene, window)
            except ReaderError:
                return [], count, "the reader failed"
        return seen, len(chosen), ""

    def _look(self, scene: Scene, window: Window) -> list[tuple[Candidate, Sight]]:
        of = self.tokenizer.pieces
        parts = [of(text) for text in window.sentences]
        context = of(f"{window.title}. {window.earlier}")
        page = lay_out(of(scene.asked.text), context, parts)
        saw = sights(page, parts, *self.network.read(page))
        pairs = [(candidate, saw[place]) for place, candidate in window.candidates]
        return [(candidate, sight) for candidate, sight in pairs if sight is not None]

    def _combine(self, scene: Scene, seen: Sequence[tuple[Candidate, Sight]]) -> None:
        self.light.weigh(scene, [c for c, _ in seen])
        high = max(sight.everything for _, sight in seen)
        total = high + float(np.log(sum(np.exp(s.everything - high) for _, s in seen)))
        for c, sight in seen:
            agrees = bool(c.phrases) and _overlap(c.phrases[0], sight.phrases[0])
            c.read = (
                sight.best,
                sight.best - sight.nothing,
                sight.everything,
                sight.everything - total,
                float(agrees),
            )
            light = c.total + penalty(c.against)
            c.row = [light, c.light, *c.read]
            phrases = (*sight.phrases, *_rescored(c.phrases, sight))
            self.light.choose(scene, c, phrases, _STERN)
            if self.combination is not None:
                c.total = float(self.combination.contributions(c.row).sum()) - penalty(c.against)

    def explain(self, candidate: Candidate) -> dict[str, float]:
        """Return what each feature contributed to a candidate's score; the light ones in one."""
        if not candidate.read or self.combination is None:
            return self.light.explain(candidate)
        added = self.combination.contributions(candidate.row)
        return dict(zip(self.combination.names, (float(x) for x in added), strict=True))


def _overlap(one: Phrase, other: Phrase) -> bool:
    return one.start < other.end and other.start < one.end


def _rescored(phrases: Sequence[Phrase], sight: Sight) -> list[Phrase]:
    """Return the light scorer's phrases with the reader's scores, but for those it has itself."""
    known = {(p.start, p.end) for p in sight.phrases}
    return [
        Phrase(p.start, p.end, sight.score(p.start, p.end))
        for p in phrases
        if (p.start, p.end) not in known
    ]
