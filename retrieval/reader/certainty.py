"""How sure we are of a candidate that both scorers looked at: weights of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answering.candidates import Candidate, Scene
from retrieval.answering.confidence import SIGNS as LIGHT_SIGNS
from retrieval.answering.confidence import Certainty, Confidence
from retrieval.reader.scorer import SIGNS

NAMES = (*LIGHT_SIGNS, *SIGNS)


@dataclass(frozen=True)
class ReaderCertainty:
    """``light`` for what the reader did not read, ``both`` for the rest."""

    light: Certainty
    both: Confidence
    names: tuple[str, ...] = NAMES

    def signs(self, scene: Scene, found: Sequence[Candidate], c: Candidate) -> list[float]:
        """Return the signs of the light confidence and those of the reader, if it read this."""
        return [*self.light.signs(scene, found, c), *c.read]

    def of(self, values: Sequence[float]) -> float:
        """Return the probability that the candidate with these signs is right."""
        return self._model(values).of(values)

    def quoted(self, values: Sequence[float]) -> float:
        """Return the probability that this candidate is right or what is quoted with it."""
        return self._model(values).quoted(values)

    def held(self, values: Sequence[float]) -> float:
        """Return the probability that the articles hold the answer, by this candidate's signs."""
        return self._model(values).held(values)

    def _model(self, values: Sequence[float]) -> Certainty:
        return self.both if len(values) == len(self.names) else self.light
