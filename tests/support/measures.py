"""Times of questions, one after another, and the memory that a program takes."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def timed(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Return the milliseconds of each question, sorted."""
    taken = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def peak() -> float:
    """Return the largest resident memory of this program so far, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
