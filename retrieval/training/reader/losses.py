"""What the reader is told: where answers start and end, in which sentence, what teachers say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor

from retrieval.training.reader.material import Drill

Scores = tuple[Tensor, Tensor]
_HEAT = 2.0  # of the distillation


def span_loss(scores: Scores, drills: Sequence[Drill]) -> Tensor:
    """Return the mean cross-entropy of start and end; [CLS] where nothing answers."""
    total = torch.zeros(())
    for side, logits in enumerate(scores):
        wanted = torch.zeros_like(logits)
        for row, drill in enumerate(drills):
            for *place, share in drill.gold:
                wanted[row, int(place[side])] += share
            if not drill.gold:
                wanted[row, 0] = 1.0
        total = total - (wanted * logits.log_softmax(-1)).sum()
    return total / (2 * len(drills))


def sentence_loss(scores: Scores, drills: Sequence[Drill]) -> Tensor:
    """Return the cross-entropy of the right sentence among those of both pages of a question.

    A sentence scores the log-sum-exp of its starts plus that of its ends.
    """
    starts, ends = scores
    parts: dict[int, list[tuple[Tensor, bool]]] = {}
    for row, drill in enumerate(drills):
        firsts = drill.page.firsts
        for low, high in pairwise(firsts):
            if high > low:
                right = any(low <= first < high for first, _, _ in drill.gold)
                score = starts[row, low:high].logsumexp(0) + ends[row, low:high].logsumexp(0)
                parts.setdefault(drill.group, []).append((score, right))
    losses = []
    for found in parts.values():
        rights = [score for score, right in found if right]
        if rights and len(rights) < len(found):
            everything = torch.stack([score for score, _ in found]).logsumexp(0)
            losses.append(everything - torch.stack(rights).logsumexp(0))
    return torch.stack(losses).mean() if losses else torch.zeros(())


def taught_loss(scores: Scores, taught: Sequence[Scores]) -> Tensor:
    """Return how far the scores are from the mean of the teachers' probabilities."""
    total = torch.zeros(())
    for side, logits in enumerate(scores):
        wanted = torch.stack([(t[side] / _HEAT).softmax(-1) for t in taught]).mean(0)
        total = total - (wanted * (logits / _HEAT).log_softmax(-1)).sum(-1).mean()
    return total * _HEAT**2 / 2
