"""Figures of a run as a table, a plot and JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.scale import Figures, agreement

RATE = "questions/s, 1 threads"
COLUMNS = (
    "p50 ms", "p95 ms", "p99 ms", "again p50 ms", RATE,
    "questions/s, 2 threads", "cold start s", "peak MB",
)  # fmt: skip
EXACT = "quotedesk memory"
BASE = "quotedesk disk, one snapshot"


def write(folder: Path, every: dict[int, dict[str, Figures]]) -> None:
    """Write ``scale.json``, ``scale.md`` and ``scale.svg``."""
    (folder / "scale.json").write_text(json.dumps(every, indent=1))
    (folder / "scale.md").write_text("\n".join(line for s in every for line in table(s, every[s])))
    plot(folder / "scale.svg", every)
    print((folder / "scale.md").read_text())


def table(size: int, figures: dict[str, Figures]) -> list[str]:
    """Return a Markdown table of one size.

    ``once`` is how much longer than ours the median search takes, each question asked once in a
    fresh process; ``in use`` how many times as many of the same questions ours answers in a second
    that keeps being asked; ``again`` the median of the same questions a second time; ``top ten``
    how many of the exact best ten are found (bare tantivy names passages by number: nothing to
    compare).
    """
    built = ", ".join(f"{name} {value:,.0f}" for name, value in figures["build"].items())
    lines = [f"## {size:,} passages", "", f"Built: {built}", ""]
    lines.append("| engine | once | in use | top ten | " + " | ".join(COLUMNS) + " |")
    lines.append("|---" * (len(COLUMNS) + 4) + "|")
    exact = figures.get(EXACT, {}).get("top ten", [])
    for name, row in figures.items():
        if name != "build":
            once = row["p50 ms"] / figures[BASE]["p50 ms"]
            in_use = figures[BASE][RATE] / row[RATE]
            same = agreement(row["top ten"], exact) if exact and any(row["top ten"]) else None
            shown = "" if same is None else f"{same:.1%}"
            cells = [f"{row[column]:,.3g}" for column in COLUMNS]
            lines.append(
                f"| {name} | {once:,.1f} | {in_use:,.1f} | {shown} | " + " | ".join(cells) + " |"
            )
    return [*lines, ""]


def plot(path: Path, every: dict[int, dict[str, Figures]]) -> None:
    """Draw the median time of a question against the number of passages."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 5))
    names = [name for name in next(iter(every.values())) if name != "build"]
    for name in names:
        points = [(s, rows[name]["p50 ms"]) for s, rows in every.items() if name in rows]
        axes.plot(*zip(*points, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="median time, ms")
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize="small")
    figure.savefig(path)
    plt.close(figure)
