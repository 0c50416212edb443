"""Quality figures over gold questions.

A gold file is JSON Lines: ``question`` and ``answers`` (accepted phrases, empty when the articles
do not answer), and optionally ``id``, ``kind`` and ``gold_sentences`` (verbatim sentences that
answer, each another right reading).

| figure | meaning |
|---|---|
| hit@1, hit@2 | share of answerable questions whose first (two) quotes are right |
| mrr | mean reciprocal rank of the first such quote |
| phrase_f1 | word F1 of the first phrase against the best gold answer (SQuAD's measure) |
| shown | share of answerable questions that get ``found`` or ``several`` |
| shown_right | share of ``found`` answers (to any question) whose quote is right |
| sure_right | the same of the surest that make up 65 % of the answerable questions |
| readings | share of ambiguous and conflict questions with two gold readings among those shown |
| refusal_precision | share of ``not_found`` that are unanswerable |
| refusal_recall | share of unanswerable questions not shown as ``found`` or ``several`` |
| auroc | how well the confidence tells answerable from unanswerable (0.5 is chance) |
"""

from __future__ import annotations

import json
import math
import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import UsageError
from retrieval.model import Answer, Reading

_ARTICLES = frozenset(("a", "an", "the"))
_COVERED = 0.65  # share of the answerable questions that ``sure_right`` is taken at
_PUNCTUATION = str.maketrans("", "", string.punctuation + "“”‘’–—…")


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with what is accepted as its answer; no ``answers`` when there is none."""

    id: str
    question: str
    kind: str
    answers: tuple[str, ...]
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Figures over all questions and by kind; a figure with nothing to measure is NaN or absent."""

    figures: dict[str, float]
    by_kind: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Row:
    """What one question came to."""

    gold: Gold
    rank: int  # of the first right quote, from 1; 0 for none
    f1: float
    outcome: str
    readings: int  # right readings among those shown, with different phrases
    confidence: float
    sure: float = 0.0  # confidence of the first reading


def load_gold(path: Path) -> list[Gold]:
    """Read a gold file.

    Raises:
        UsageError: the file is missing or a line of it is no gold question; it names the line.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The gold file {path} cannot be read; give a file of JSON Lines."
        ) from error
    gold = [_gold(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not gold:
        raise UsageError(f"The gold file {path} holds no question.")
    return gold


def _gold(path: Path, number: int, line: str) -> Gold:
    try:
        row = json.loads(line)
        answers, sentences = row.get("answers", []), row.get("gold_sentences", [])
        if not all(isinstance(x, str) for x in (row["question"], *answers, *sentences)):
            raise TypeError
        kind = row.get("kind") or ("factoid" if answers else "unanswerable")
        return Gold(
            str(row.get("id", number)), row["question"], str(kind), tuple(answers), tuple(sentences)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"Line {number} of {path} is no gold question: give a question and a list of answers."
        ) from error


def evaluate(ask: Callable[[str], Answer], gold: Iterable[Gold]) -> Report:
    """Ask every question and count."""
    rows = [_row(ask(item.question), item) for item in gold]
    kinds = sorted({row.gold.kind for row in rows})
    return Report(
        figures(rows),
        {kind: _measured(figures([r for r in rows if r.gold.kind == kind])) for kind in kinds},
    )


def _measured(values: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if not math.isnan(value)}


def _row(answer: Answer, gold: Gold) -> Row:
    right = [is_right(reading, gold) for reading in answer.readings]
    phrases = {
        normalised(reading.phrase)
        for reading, good in zip(answer.readings[: answer.shown], right, strict=False)
        if good
    }
    first = answer.readings[0].phrase if answer.readings else ""
    return Row(
        gold=gold,
        rank=right.index(True) + 1 if any(right) else 0,
        f1=max((phrase_f1(first, text) for text in gold.answers), default=0.0),
        outcome=answer.outcome,
        readings=len(phrases),
        confidence=answer.confidence,
        sure=answer.readings[0].confidence if answer.readings else 0.0,
    )


def figures(rows: Sequence[Row]) -> dict[str, float]:
    """Return every figure over these rows."""
    asked = [row for row in rows if row.gold.answers]
    unanswerable = [row for row in rows if not row.gold.answers]
    found = [row for row in rows if row.outcome == "found"]
    refused = [row for row in rows if row.outcome == "not_found"]
    torn = [row for row in asked if row.gold.kind in ("ambiguous", "conflict")]
    return {
        "hit@1": mean(row.rank == 1 for row in asked),
        "hit@2": mean(row.rank in (1, 2) for row in asked),
        "mrr": mean(1 / row.rank if row.rank else 0.0 for row in asked),
        "phrase_f1": mean(row.f1 for row in asked),
        "shown": mean(row.outcome in ("found", "several") for row in asked),
        "shown_right": mean(row.rank == 1 for row in found),
        "sure_right": _sure_right(found, round(_COVERED * len(asked))),
        "readings": mean(row.readings >= 2 for row in torn),
        "refusal_precision": mean(not row.gold.answers for row in refused),
        "refusal_recall": mean(row.outcome in ("closest", "not_found") for row in unanswerable),
        "auroc": auroc([row.confidence for row in asked], [row.confidence for row in unanswerable]),
    }


def _sure_right(found: Sequence[Row], count: int) -> float:
    """Return how many of the ``count`` surest answers are right; NaN when fewer were found."""
    if len(found) < count:
        return math.nan
    surest = sorted(found, key=lambda row: -row.sure)[:count]
    return mean(row.rank == 1 for row in surest)


def mean(values: Iterable[float]) -> float:
    """Return the mean; NaN of nothing."""
    held = list(values)
    return sum(held) / len(held) if held else math.nan


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the chance that a positive ranks above a negative, ties half (Mann-Whitney U)."""
    if not positive or not negative:
        return math.nan
    ranked = sorted([(value, 1) for value in positive] + [(value, 0) for value in negative])
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        total += (at + end + 1) / 2 * sum(label for _, label in ranked[at:end])
        at = end
    count = len(positive)
    return (total - count * (count + 1) / 2) / (count * len(negative))


def is_right(reading: Reading, gold: Gold) -> bool:
    """Say whether a reading quotes a gold sentence; without any, whether it holds an answer.

    The slice that explains the quote counts for the answer: both are shown as one quote.
    """
    quoted = normalised(reading.quote.text)
    if gold.sentences:
        wanted = [normalised(sentence) for sentence in gold.sentences]
        return any(quoted in sentence or sentence in quoted for sentence in wanted)
    if reading.context:
        quoted += " " + normalised(reading.context.text)
    return any(normalised(answer) in quoted for answer in gold.answers)


def normalised(text: str) -> str:
    """Return lower case words with single spaces and no punctuation."""
    return " ".join(re.findall(r"\w+", text.lower()))


def words(text: str) -> list[str]:
    """Return words as SQuAD's evaluation does: no punctuation, no articles, lower case."""
    return [w for w in text.lower().translate(_PUNCTUATION).split() if w not in _ARTICLES]


def phrase_f1(phrase: str, gold: str) -> float:
    """Return the harmonic mean of precision and recall of words (Rajpurkar et al. 2016)."""
    one, other = words(phrase), words(gold)
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else 0.0
