"""What the command line says beside its answers: sentences on stderr."""

from __future__ import annotations

import sys


def say(message: str) -> None:
    """Write lines to stderr; when nobody reads them, that is no reason to fail."""
    from bot.terminal.inert import inert

    try:
        for line in message.splitlines():
            print(inert(line), file=sys.stderr, flush=True)  # noqa: T201 - the terminal is the place
    except OSError:
        return


def emit(text: str) -> None:
    """Write to stdout and pass it on at once, so that a pipe gets each answer as it is ready."""
    sys.stdout.write(text)
    sys.stdout.flush()
