"""Learn the weights of answer phrases: softmax over all runs of words of the gold sentence."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from retrieval.analysis import Analyzer
from retrieval.answering.candidates import Scene, weigh
from retrieval.answering.lexicon import Lexicon
from retrieval.answering.span_features import LONGEST, dynamic, sizes
from retrieval.answering.span_words import static
from retrieval.answering.spans import words_of
from retrieval.answering.views import View, Views
from retrieval.questions import understand
from retrieval.tidying import tidy
from retrieval.training.pool import Example, Pool

_RARE = 8  # a feature seen less often is left out


@dataclass
class Case:
    """A gold sentence with the features of its words and the gold runs (first word, last word)."""

    start: list[list[int]]
    end: list[list[int]]
    inner: list[list[int]]
    size: list[int]
    exact: list[tuple[int, int, int]]
    gold: list[tuple[int, int]]


def gold_runs(view: View, answers: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the runs of words that answers (start, end in the sentence) cover."""
    runs = set()
    for start, end in answers:
        held = [i for i, t in enumerate(view.tokens) if t.end > start and t.start < end]
        if held and held[-1] - held[0] < LONGEST:
            runs.add((held[0], held[-1]))
    return sorted(runs)


def bare_scene(question: str, pool: Pool, analyzer: Analyzer, lexicon: Lexicon) -> Scene:
    """Return the scene of a question without searching."""
    return weigh(understand(tidy(question), analyzer), pool, lexicon)


class Learner:
    """Collects cases, learns, and writes the weights."""

    def __init__(self, analyzer: Analyzer, lexicon: Lexicon) -> None:
        self.analyzer, self.lexicon = analyzer, lexicon
        self.views = Views(analyzer)
        self.raw: list[tuple[Case, dict[str, object]]] = []

    def features(
        self, pool: Pool, examples: list[Example]
    ) -> Iterator[tuple[Scene, View, list[tuple[int, int]]]]:
        """Yield each question with its gold sentence."""
        for example in examples:
            by_sentence: dict[int, list[tuple[int, int]]] = {}
            sentences = pool.sentences(example.article, 0, 10**9)
            for text, start in example.answers:
                for s in sentences:
                    if s.start <= start < s.end:
                        by_sentence.setdefault(s.position, []).append(
                            (start - s.start, start - s.start + len(text))
                        )
            if not by_sentence:
                continue
            position = max(by_sentence, key=lambda p: len(by_sentence[p]))
            view = self.views.of(sentences[position].text)
            runs = gold_runs(view, iter(by_sentence[position]))
            if runs:
                yield bare_scene(example.question, pool, self.analyzer, self.lexicon), view, runs


def index_cases(
    learner: Learner,
    data: list[tuple[Scene, View, list[tuple[int, int]]]],
    vocabulary: dict[str, int] | None,
) -> tuple[list[Case], dict[str, int]]:
    """Turn features into numbers; without a vocabulary, make one of the features seen often."""
    marked = []
    counts: Counter[str] = Counter()
    for scene, view, runs in data:
        fixed = static(scene.asked.kind, view, learner.lexicon)
        moving = dynamic(scene.asked, scene.weight, view, learner.lexicon)
        start = [a + b for a, b in zip(fixed.start, moving.start, strict=True)]
        end = [a + b for a, b in zip(fixed.end, moving.end, strict=True)]
        inner = [a + b for a, b in zip(fixed.inner, moving.inner, strict=True)]
        size = sizes(scene.asked.kind)
        exact = [*fixed.exact, *moving.exact]
        marked.append((start, end, inner, size, exact, runs))
        if vocabulary is None:
            for rows in (start, end, inner, [size]):
                for row in rows:
                    counts.update(row)
            counts.update(f for _, _, f in exact)
    if vocabulary is None:
        vocabulary = {
            f: i + 1 for i, f in enumerate(sorted(f for f, c in counts.items() if c >= _RARE))
        }
    get = vocabulary.get

    def ids(rows: list[list[str]]) -> list[list[int]]:
        return [[n for f in row if (n := get(f))] for row in rows]

    return [
        Case(
            ids(s),
            ids(e),
            ids(i),
            [get(f, 0) for f in z],
            [(a, b, n) for a, b, f in x if (n := get(f))],
            g,
        )
        for s, e, i, z, x, g in marked
    ], vocabulary


def learn(
    cases: list[Case], size: int, epochs: int = 6, seed: int = 1, decay: float = 1.5e-4
) -> torch.Tensor:
    """Return the weights (``size`` + 1 numbers; number 0 is always 0)."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # the sums are small: more threads only wait for one another
    rng = random.Random(seed)  # noqa: S311 (no secret)
    table = torch.nn.EmbeddingBag(size + 1, 1, mode="sum", padding_idx=0)
    torch.nn.init.zeros_(table.weight)
    optimiser = torch.optim.Adam(table.parameters(), lr=0.02)
    steps = epochs * ((len(cases) + 31) // 32)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: max(0.02, 1 - n / steps))
    for epoch in range(epochs):
        rng.shuffle(cases)
        total = 0.0
        for at in range(0, len(cases), 32):
            batch = cases[at : at + 32]
            loss = batch_loss(table, batch) + decay * (table.weight**2).sum() * len(batch)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch}: loss {total / len(cases):.3f}", flush=True)  # noqa: T201 (a log)
    return table.weight.detach()[:, 0]


def batch_loss(table: torch.nn.EmbeddingBag, batch: list[Case]) -> torch.Tensor:
    """Return the summed negative log likelihood of the gold runs."""
    flat: list[int] = []
    offsets: list[int] = []
    for case in batch:
        for rows in (
            case.start,
            case.end,
            case.inner,
            [[n] for n in case.size],
            [[n] for _, _, n in case.exact],
        ):
            for row in rows:
                offsets.append(len(flat))
                flat.extend(row or [0])
    sums = table(torch.tensor(flat), torch.tensor(offsets))[:, 0]
    at = 0
    losses = []
    for case in batch:
        n = len(case.start)
        start, end, inner = (
            sums[at : at + n],
            sums[at + n : at + 2 * n],
            sums[at + 2 * n : at + 3 * n],
        )
        at += 3 * n
        size = sums[at : at + LONGEST]
        at += LONGEST
        bonus = sums[at : at + len(case.exact)]
        at += len(case.exact)
        losses.append(-log_likelihood(start, end, inner, size, bonus, case))
    return torch.stack(losses).sum()


def log_likelihood(
    start: torch.Tensor,
    end: torch.Tensor,
    inner: torch.Tensor,
    size: torch.Tensor,
    bonus: torch.Tensor,
    case: Case,
) -> torch.Tensor:
    """Return the log probability of the gold runs under a softmax over all runs."""
    n = len(start)
    longest = min(LONGEST, n)
    total = torch.cat([torch.zeros(1), torch.cumsum(inner, 0)])
    rows = torch.arange(n)[:, None]
    last = rows + torch.arange(longest)[None, :]
    inside = last < n
    last = last.clamp(max=n - 1)
    scores = start[:, None] + end[last] + total[last + 1] - total[rows] + size[None, :longest]
    pairs = [(k, i, j) for k, (i, j, _) in enumerate(case.exact) if j - i < longest]
    if pairs:
        ks, firsts, lasts = (torch.tensor(column) for column in zip(*pairs, strict=True))
        scores = scores.index_put((firsts, lasts - firsts), bonus[ks], accumulate=True)
    scores = scores.masked_fill(~inside, -1e9)
    gold = torch.stack([scores[i, j - i] for i, j in case.gold])
    return torch.logsumexp(gold, 0) - torch.logsumexp(scores.flatten(), 0)


def write(
    path: Path, vocabulary: dict[str, int], weights: torch.Tensor, least: float = 0.02
) -> int:
    """Write the weights worth keeping; return how many."""
    kept = {
        f: round(float(weights[n]), 2)
        for f, n in vocabulary.items()
        if abs(float(weights[n])) >= least
    }
    tables = {"words": " ".join(sorted(words_of(kept))), "weights": kept}
    path.write_text(json.dumps(tables, separators=(",", ":"), ensure_ascii=False), "utf-8")
    return len(kept)
