"""What the command line says beside its answers: sentences on stderr."""

from __future__ import annotations

import sys


def say(sentence: str) -> None:
    """Write one line to stderr; when nobody reads it, that is no reason to fail."""
    from bot.terminal.inert import inert

    try:
        print(inert(sentence), file=sys.stderr, flush=True)  # noqa: T201 - the terminal is the place
    except OSError:
        return
