"""``quotedesk evaluate``: quality figures over gold questions, for people and for machines."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

from bot.commands.ask import json_line
from bot.commands.session import opened, refresh, settings_of
from bot.commands.speech import emit, say
from retrieval.errors import UsageError
from retrieval.model import Question

Figures = Mapping[str, float]


def run(arguments: Namespace) -> int:
    """Print the figures; 1 when one is below what ``--require`` asks, else 0."""
    evaluation = import_module("retrieval.evaluation")
    gold = evaluation.load_gold(Path(arguments.gold))
    settings = settings_of(arguments)
    with opened(settings) as service:
        refresh(service)
        report = evaluation.evaluate(lambda text: service.ask(Question(text), keep=False), gold)
    required = _known(arguments.require, report.figures)
    emit(
        json_line({"figures": dict(report.figures), "by_kind": report.by_kind})
        if arguments.json
        else as_table(report.figures, report.by_kind)
    )
    return _held_to(required, report.figures)


def as_table(figures: Figures, by_kind: Mapping[str, Figures]) -> str:
    """Return one row for each kind of question and one for all; "-" where nothing is measured."""
    from bot.terminal.look import look_of
    from bot.terminal.trace import render_table

    names = list(figures)
    rows = [(kind, *_cells(values, names)) for kind, values in by_kind.items()]
    rows.append(("all", *_cells(figures, names)))
    return render_table(("kind", *names), rows, look_of(sys.stdout), numbers=True)


def _cells(values: Figures, names: Iterable[str]) -> list[str]:
    return ["-" if name not in values else f"{values[name]:.3g}" for name in names]


def _known(required: list[tuple[str, float]], figures: Figures) -> dict[str, float]:
    for name, _ in required:
        if name not in figures:
            raise UsageError(f"There is no figure {name}; there are {', '.join(figures)}.")
    return dict(required)


def _held_to(required: Figures, figures: Figures) -> int:
    """Name every figure that is too low; NaN, nothing measured, is too low as well."""
    low = {name: least for name, least in required.items() if not figures[name] >= least}
    for name, least in low.items():
        say(f"{name} is {figures[name]:.4g}, below the {least:g} required.")
    return int(bool(low))
