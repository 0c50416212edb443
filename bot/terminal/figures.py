"""Quality figures as a table: a row for each figure, a column for each kind of question."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan, nan

from bot.terminal.look import Look
from bot.terminal.render import PLAIN
from bot.terminal.trace import render_table

Figures = Mapping[str, float]


def render_figures(figures: Figures, by_kind: Mapping[str, Figures], look: Look = PLAIN) -> str:
    """Return the table; "-" stands where there is nothing to measure."""
    columns = {**by_kind, "all": figures}
    rows = [
        (name, *(_cell(values.get(name, nan)) for values in columns.values())) for name in figures
    ]
    return render_table(("", *columns), rows, look, numbers=True)


def _cell(value: float) -> str:
    return "-" if isnan(value) else f"{value:.3f}"
