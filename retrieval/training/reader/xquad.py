"""The figures on XQuAD, never learned from nor chosen by: light alone, and with the reader.

All paragraphs are one folder, one article a title. A quote is right when it (with its context)
holds a gold answer; AUROC compares the confidence with that after the article was taken away.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.analysis import Analyzer
from retrieval.answering.answerer import Answerer
from retrieval.evaluation import auroc, normalised, phrase_f1
from retrieval.model import Answer, Question, Reading
from retrieval.training.pool import Example, Pool, read_squad


@dataclass
class Tally:
    """What came out, one entry a question."""

    first: list[bool] = field(default_factory=list)
    two: list[bool] = field(default_factory=list)
    f1: list[float] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    unsure: list[float] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)

    def add(self, answer: Answer, without: Answer, example: Example, ms: float) -> None:
        """Take in an answer, and the one without the article."""
        right = [_right(reading, example) for reading in answer.readings[:2]]
        self.first.append(any(right[:1]))
        self.two.append(any(right))
        phrase = answer.readings[0].phrase if answer.readings else ""
        self.f1.append(max(phrase_f1(phrase, text) for text, _ in example.answers))
        self.sure.append(answer.confidence)
        self.unsure.append(without.confidence)
        self.ms.append(ms)

    def figures(self) -> dict[str, float]:
        """Return the figures by name."""
        count, times = len(self.first), sorted(self.ms)
        return {
            "questions": count,
            "S@1": sum(self.first) / count,
            "two quotes": sum(self.two) / count,
            "phrase F1": sum(self.f1) / count,
            "AUROC": auroc(self.sure, self.unsure),
            "p50 ms": times[count // 2],
            "p99 ms": times[int(count * 0.99)],
        }


def measure(answerers: Mapping[str, Answerer], path: Path, step: int) -> dict[str, Tally]:
    """Ask every ``step``-th question of each answerer, with its article and without it."""
    articles, examples = read_squad(path)
    pool = Pool(articles, Analyzer.default())
    tallies = {name: Tally() for name in answerers}
    for example in examples[::step]:
        question = Question(example.question)
        for name, answerer in answerers.items():
            started = time.perf_counter()
            answer = answerer.answer(pool, question)
            ms = 1000 * (time.perf_counter() - started)
            without = answerer.answer(pool.without(example.article), question)
            tallies[name].add(answer, without, example, ms)
    return tallies


def _right(reading: Reading, example: Example) -> bool:
    context = f" {reading.context.text}" if reading.context else ""
    quoted = normalised(reading.quote.text + context)
    return any(normalised(text) in quoted for text, _ in example.answers)
