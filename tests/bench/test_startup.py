"""How long a question takes from the shell, beside a peer: Python with the libraries imported.

Wall time in seconds, the best of several runs. Only ratios are asserted: machines differ.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNS = 7
QUESTION = "who led the Pakistani delegation?"
PEERS = {
    "python alone": ["-c", "pass"],
    "python, numpy and sqlite_utils imported": ["-c", "import numpy, sqlite_utils"],
}
OURS = {
    "quotedesk --version": ["-m", "bot", "--version"],
    "quotedesk ask": ["-m", "bot", "ask", QUESTION],
    "quotedesk ask --json": ["-m", "bot", "ask", "--json", QUESTION],
}
MOST = 3.5
"""``quotedesk ask`` takes at most so many times what importing its libraries takes."""


def best(arguments: list[str], home: Path) -> float:
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env={"HOME": str(home), "PATH": os.defpath},
            check=False, capture_output=True, timeout=60,
        )  # fmt: skip
        times.append(time.perf_counter() - started)
    return min(times)


@pytest.mark.bench
def test_a_question_from_the_shell_starts_and_is_answered_quickly(tmp_path: Path) -> None:
    best(OURS["quotedesk ask"], tmp_path)  # the first one reads the articles
    seconds = {name: best(line, tmp_path) for name, line in {**PEERS, **OURS}.items()}
    peer = seconds["python, numpy and sqlite_utils imported"]
    for name, taken in seconds.items():
        print(f"{name:<42} {taken * 1000:7.0f} ms {taken / peer:6.2f} x")
    assert seconds["quotedesk ask"] < MOST * peer
    assert seconds["quotedesk --version"] < peer
