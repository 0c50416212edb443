"""Learn the network: seeded, resumable from its last checkpoint, with a log."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from retrieval.reader.pages import Page
from retrieval.reader.sights import Scores
from retrieval.training.reader.losses import sentence_loss, span_loss, taught_loss
from retrieval.training.reader.material import Drill
from retrieval.training.reader.network import Network, base_folder, batch_of, read

log = logging.getLogger("quotedesk.training.reader")
_GROUPS = 12  # questions in a batch
_BUCKET = 40  # batches whose questions are sorted by length together


@dataclass(frozen=True)
class Plan:
    """How to learn; ``teachers`` and ``start`` are finished networks."""

    rate: float = 1e-4
    head_rate: float = 1e-3
    sentence_share: float = 0.5
    taught_share: float = 0.5
    averaging: float = 0.998  # of the weights over the steps
    seed: int = 1
    save_every: int = 200
    teachers: tuple[Path, ...] = ()
    start: Path | None = None


def batches(drills: Sequence[Drill], rng: random.Random) -> Iterator[list[Drill]]:
    """Yield the pages in batches of like length; pages of one question stay together."""
    groups: dict[int, list[Drill]] = {}
    for drill in drills:
        groups.setdefault(abs(drill.group + (drill.group < 0)), []).append(drill)
    asked = list(groups.values())
    out = []
    for at in range(0, len(asked), _GROUPS * _BUCKET):
        part = sorted(
            asked[at : at + _GROUPS * _BUCKET], key=lambda g: max(len(d.page.ids) for d in g)
        )
        out += [
            [d for group in part[k : k + _GROUPS] for d in group]
            for k in range(0, len(part), _GROUPS)
        ]
    rng.shuffle(out)
    yield from out


class Learner:
    """A network on its way, with all that a checkpoint keeps."""

    def __init__(self, plan: Plan, steps: int) -> None:
        torch.manual_seed(plan.seed)
        self.plan = plan
        self.network = load_network(plan.start) if plan.start else Network(base_folder())
        body = [p for p in self.network.body.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": body, "lr": plan.rate},
                {"params": self.network.head.parameters(), "lr": plan.head_rate},
            ],
            weight_decay=0.01,
            fused=True,
        )
        warm = max(1, steps // 16)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, lambda n: min((n + 1) / warm, max(0.0, (steps - n) / (steps - warm)))
        )
        self.mean = {name: p.detach().clone() for name, p in self.network.named_parameters()}
        self.teachers = [load_network(path) for path in plan.teachers]
        self.step = 0

    def learn(self, drills: Sequence[Drill]) -> float:
        """Take one step; return the loss."""
        plan = self.plan
        batch = batch_of([d.page for d in drills])
        scores = read(self.network, batch)
        loss = span_loss(scores, drills)
        if plan.sentence_share:
            loss = loss + plan.sentence_share * sentence_loss(scores, drills)
        if self.teachers:
            with torch.no_grad():
                taught = [read(teacher, batch) for teacher in self.teachers]
            loss = loss + plan.taught_share * taught_loss(scores, taught)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.step += 1
        self._average()
        return float(loss.detach())

    def _average(self) -> None:
        keep = min(self.plan.averaging, self.step / (self.step + 10))
        with torch.no_grad():
            for name, value in self.network.named_parameters():
                if value.requires_grad:
                    self.mean[name].lerp_(value, 1 - keep)

    def state(self) -> dict[str, Any]:
        """Return what a checkpoint keeps."""
        return {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "mean": self.mean,
            "step": self.step,
            "random": torch.get_rng_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint."""
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.mean, self.step = state["mean"], state["step"]
        torch.set_rng_state(state["random"])


def run(plan: Plan, epochs: Sequence[Sequence[Drill]], out: Path) -> None:
    """Learn all epochs and write ``out`` (the averaged weights); goes on where it was stopped."""
    order = [
        batch
        for number, drills in enumerate(epochs)
        for batch in batches(drills, random.Random(plan.seed + number))  # noqa: S311  # no secret
    ]
    learner = Learner(plan, len(order))
    checkpoint = out.with_suffix(".checkpoint")
    if checkpoint.exists():
        learner.restore(torch.load(checkpoint, weights_only=False))
        log.info("%s: on from step %d", out.stem, learner.step)
    learner.network.train()
    started, seen, losses = time.monotonic(), 0, list[float]()
    for batch in order[learner.step :]:
        losses.append(learner.learn(batch))
        seen += len(batch)
        if learner.step % 50 == 0:
            pace = 1000 * (time.monotonic() - started) / seen
            mean = sum(losses[-50:]) / len(losses[-50:])
            log.info(
                "%s: step %d of %d, loss %.3f, %.0f ms a page",
                *(out.stem, learner.step, len(order), mean, pace),
            )
        if learner.step % plan.save_every == 0:
            _save(learner.state(), checkpoint)
    _save(learner.network.state_dict() | learner.mean, out)
    _save(learner.network.state_dict(), out.with_suffix(".last"))
    checkpoint.unlink(missing_ok=True)


def _save(state: dict[str, Any], path: Path) -> None:
    fresh = path.with_suffix(path.suffix + ".new")
    torch.save(state, fresh)
    fresh.replace(path)


class Learned:
    """A finished network that reads as ``retrieval.reader.runtime.Network`` does."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def read(self, page: Page) -> tuple[Scores, Scores]:
        """Return the start and the end score of every piece."""
        with torch.no_grad():
            starts, ends = read(self._network, batch_of([page]))
        count = len(page.ids)
        return starts[0, :count].numpy(), ends[0, :count].numpy()


def load_network(path: Path) -> Network:
    """Return a finished network, ready to read."""
    network = Network(base_folder())
    state: dict[str, Tensor] = torch.load(path, weights_only=True)
    network.load_state_dict(state)
    network.eval()
    return network
