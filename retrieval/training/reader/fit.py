"""Fit what stands around the network: how both scores are combined, and how sure we are.

Both are fitted on the held-out articles. The figures in the log are those of each half under
weights fitted on the other one; the weights that are written are fitted on both.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.answering.answerer import Answerer, AnswerOptions
from retrieval.answering.candidates import Candidate, Scene
from retrieval.answering.confidence import Confidence, signs
from retrieval.answering.ranker import Linear
from retrieval.answering.readings import Judged
from retrieval.evaluation import auroc, phrase_f1
from retrieval.reader.certainty import NAMES, ReaderCertainty
from retrieval.reader.files import WEIGHTS
from retrieval.reader.opening import SENTENCES
from retrieval.reader.scorer import FEATURES, Network, ReaderScorer, Reading
from retrieval.reader.tokens import Tokenizer
from retrieval.training import confidence, sentences
from retrieval.training.__main__ import BLIND, holds, quotes
from retrieval.training.reader.held import Asked, Held

log = logging.getLogger("quotedesk.training.reader")
READING = Reading(budget_ms=1e9)
_DECAY = 15.0  # eight articles are few: held back more than the light confidence, it carries over
_ONE_TOPIC = 0.5  # share that a question counts which is asked of one article or a few clippings
_KEPT = 3  # candidates of a question that are judged


class Unsure:
    """The signs of both scorers, and no opinion yet."""

    names = NAMES

    def signs(self, scene: Scene, found: Sequence[Candidate], c: Candidate) -> list[float]:
        """Return the signs of a candidate."""
        return [*signs(scene, found, c), *c.read]

    def of(self, values: Sequence[float]) -> float:
        """Return 1/2."""
        return 0.5

    quoted = held = of


@dataclass
class Fitting:
    """The stages: gather what both scorers say, combine, then judge how sure that is."""

    held: Held
    work: Path
    tokenizer: Tokenizer
    network: Network
    reading: Reading = READING
    spans: dict[int, Any] = field(default_factory=dict)

    def scorer(self, asked: Asked, combination: Linear | None) -> ReaderScorer:
        """Return the scorer of both for a question, without weights learned from its article."""
        if not self.spans:
            self.spans = {half: self.held.light(self.work, half) for half in (0, 1)}
        light = self.spans[asked.fold]
        return ReaderScorer(light, self.tokenizer, self.network, combination, self.reading)

    def choices(self, questions: Iterable[Asked]) -> list[tuple[int, sentences.Choice]]:
        """Return the features of both scorers for the candidates read of each question."""
        found = []
        for asked in questions:
            scene, candidates = self.held.scene(asked)
            self.scorer(asked, None).score(scene, candidates)
            read = [c for c in candidates if c.read]
            if read:
                right = np.array([holds(c.sentence, asked.example) for c in read])
                choice = sentences.Choice(np.array([c.row for c in read]), right)
                found.append((asked.half, choice))
        return found

    def verdict(self, asked: Asked, combination: Linear) -> Verdict:
        """Return a question with its best candidates."""
        answerer = self.answerer
        answerer.scorer = self.scorer(asked, combination)
        answerer.confidence = Unsure()
        scene = self.held.scene(asked)[0]
        judged = answerer.judge(scene, asked.pool)
        quoted = quotes(answerer, scene, judged, asked.pool, asked.example)
        return Verdict(asked, judged[:_KEPT], quoted)

    @cached_property
    def answerer(self) -> Answerer:
        """An answerer whose scorer and confidence are set as needed."""
        return Answerer(self.held.analyzer, AnswerOptions(sentences=SENTENCES))


def combine(choices: Sequence[sentences.Choice]) -> sentences.Table:
    """Return the weights of the combination."""
    return sentences.learn(choices, list(FEATURES), decay=1.0)


def choice_figures(choices: Sequence[sentences.Choice], table: sentences.Table) -> dict[str, float]:
    """Return how often the first and one of the first two is right, for each scorer and both."""
    model = Linear.of(table)
    ranks: dict[str, Callable[[Any], Any]] = {
        "light": lambda rows: rows[:, 0],
        "reader": lambda rows: rows[:, FEATURES.index("reader_all")],
        "both": lambda rows: ((rows - model.mean) * model.weights).sum(1),
    }
    figures = {}
    for name, rank in ranks.items():
        orders = [np.argsort(-rank(choice.features), kind="stable") for choice in choices]
        pairs = list(zip(orders, choices, strict=True))
        for count in (1, 2):
            hits = [choice.right[order[:count]].any() for order, choice in pairs]
            figures[f"{name}@{count}"] = float(np.mean(hits))
    return figures


def crossed(choices: Sequence[tuple[int, sentences.Choice]]) -> dict[str, float]:
    """Return the figures of each half under the weights of the other one, averaged."""
    parts = []
    for half in (0, 1):
        table = combine([choice for h, choice in choices if h != half])
        parts.append(choice_figures([choice for h, choice in choices if h == half], table))
    return {name: float(np.mean([part[name] for part in parts])) for name in parts[0]}


@dataclass(frozen=True)
class Verdict:
    """A question with the best candidates and the F1 of the first one's phrase."""

    asked: Asked
    judged: list[Judged]
    quoted: bool  # the quote of the first holds a gold answer

    @property
    def samples(self) -> list[confidence.Sample]:
        """What the confidence is learned from: nothing that may be answerable after all."""
        if self.asked.elsewhere:
            return []
        kind, own = self.asked.kind, self.asked.answerable
        return [
            confidence.Sample(
                one.signs,
                own and holds(one.candidate.sentence, self.asked.example),
                kind,
                rank,
                own and self.quoted,
                _ONE_TOPIC if self.asked.where else 1.0,
            )
            for rank, one in enumerate(self.judged[: _KEPT if own else 1])
            if one.candidate.read
        ]

    @property
    def f1(self) -> float:
        """How well the first phrase agrees with the best of the gold ones."""
        phrase = self.judged[0].words if self.judged else ""
        return max((phrase_f1(phrase, text) for text, _ in self.asked.example.answers), default=0.0)


def learned(verdicts: Iterable[Verdict]) -> dict[str, dict[str, object]]:
    """Return the models of the confidence."""
    rows = [sample for verdict in verdicts for sample in verdict.samples]
    return confidence.learn(rows, list(NAMES), _DECAY)  # type: ignore[return-value]


def sureness_figures(answerer: Answerer, verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Return the AUROC of each kind of folder and the phrase F1 (half by half, as above)."""
    sure: dict[str, list[float]] = {}
    for half in (0, 1):
        models = learned(v for v in verdicts if v.asked.half != half)
        both = Confidence.of_tables(models, NAMES)
        answerer.confidence = ReaderCertainty(BLIND, both)
        for verdict in verdicts:
            if verdict.asked.half == half:
                name = f"{verdict.asked.kind}{verdict.asked.where}"
                probability = answerer.answerable(verdict.judged)
                sure.setdefault(name, []).append(probability)
                if not verdict.asked.elsewhere:
                    sure.setdefault(f"{name} clean", []).append(probability)
                if verdict.asked.still:
                    sure.setdefault(f"{name} {verdict.asked.still}", []).append(probability)
    pairs = {"mixed": ("own", "gone"), "topic": ("own topic", "hole topic")}
    pairs |= {"small": ("own small", "gone small"), "short": ("short small", "short gone small")}
    pairs |= {"topic clean": ("own topic clean", "hole topic clean")}
    sure["hole topic not quite"] = sure.get("hole topic no", []) + sure.get("hole topic partly", [])
    pairs |= {"topic unanswered": ("own topic", "hole topic no")}
    pairs |= {"topic not quite answered": ("own topic", "hole topic not quite")}
    pairs |= {
        "near misses": ("own", "swapped"),
        "near misses topic": ("own topic", "swapped topic"),
        "reworded": ("own", "reworded"),
        "reworded topic": ("own topic", "reworded topic"),
    }
    figures = {f"AUROC {k}": auroc(sure.get(a, []), sure.get(b, [])) for k, (a, b) in pairs.items()}
    for name, where in (("mixed", ""), ("topic", " topic"), ("small", " small")):
        own = [v for v in verdicts if v.asked.kind == "own" and v.asked.where == where]
        figures[f"phrase F1 {name}"] = float(np.mean([v.f1 for v in own])) if own else 0.0
        first = [
            bool(v.judged) and holds(v.judged[0].candidate.sentence, v.asked.example) for v in own
        ]
        figures[f"S@1 {name}"] = float(np.mean(first)) if own else 0.0
    return figures


def write(
    folder: Path, combination: sentences.Table, models: Mapping[str, object], reading: Reading
) -> None:
    """Write the learned weights."""
    table = {
        "reading": {"windows": reading.windows, "behind": reading.behind},
        "combination": combination,
        **models,
    }
    (folder / WEIGHTS).write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def fit(fitting: Fitting, folder: Path) -> dict[str, float]:
    """Fit everything, write it, and return the figures (each half by the other one's weights)."""
    held = fitting.held
    small = list(held.small())
    asked = [*held.own(), *held.own_topic(), *(one for one in small if one.kind == "own")]
    choices = fitting.choices(asked)
    figures = crossed(choices)
    log.info("%d questions combined", len(choices))
    tables = [Linear.of(combine([c for h, c in choices if h != half])) for half in (0, 1)]
    asked += [*held.gone(len(held.examples) // 2), *held.hole(), *held.swapped()]
    asked += held.reworded()
    asked += [one for one in small if one.kind != "own"]
    verdicts = [fitting.verdict(one, tables[one.half]) for one in asked]
    log.info("%d questions judged", len(verdicts))
    figures |= sureness_figures(fitting.answerer, verdicts)
    write(folder, combine([c for _, c in choices]), learned(verdicts), fitting.reading)
    return figures


def compare(fitting: Fitting, questions: int) -> dict[str, float]:
    """Return the figures of a network on some of the held-out questions; nothing is written."""
    held = fitting.held
    choices = fitting.choices(held.own(questions))
    figures = crossed(choices)
    tables = [Linear.of(combine([c for h, c in choices if h != half])) for half in (0, 1)]
    asked = [
        *held.own(questions),
        *held.gone(questions // 2),
        *list(held.swapped())[: questions // 2],
    ]
    verdicts = [fitting.verdict(one, tables[one.half]) for one in asked]
    return figures | sureness_figures(fitting.answerer, verdicts)
