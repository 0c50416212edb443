"""``quotedesk evaluate``: quality figures over gold questions, for people and for machines."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from math import isnan
from pathlib import Path

from bot.commands.ask import json_line
from bot.commands.session import opened, refresh, settings_of
from bot.commands.speech import emit, say
from retrieval.errors import UsageError
from retrieval.evaluation import Report, evaluate, load_gold
from retrieval.model import Question

Figures = Mapping[str, float]


def run(arguments: Namespace) -> int:
    """Print the figures; 1 when one is below what ``--require`` asks, else 0."""
    gold = load_gold(Path(arguments.gold))
    settings = settings_of(arguments)
    with opened(settings) as service:
        refresh(service)
        report = evaluate(lambda text: service.ask(Question(text), keep=False), gold)
    required = _known(arguments.require, report.figures)
    emit(as_json(report) if arguments.json else as_text(report))
    return _held_to(required, report.figures)


def as_json(report: Report) -> str:
    """Return all figures as one line of JSON; null where there is nothing to measure."""
    by_kind = {kind: _measured(values) for kind, values in report.by_kind.items()}
    return json_line({"figures": _measured(report.figures), "by_kind": by_kind})


def _measured(figures: Figures) -> dict[str, float | None]:
    return {name: None if isnan(value) else value for name, value in figures.items()}


def as_text(report: Report) -> str:
    """Return all figures as the terminal on stdout shows them."""
    from bot.terminal.figures import render_figures
    from bot.terminal.look import look_of

    return render_figures(report.figures, report.by_kind, look_of(sys.stdout))


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
