from __future__ import annotations

import io

from bot.terminal.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_sync_draws_a_bar_on_a_terminal() -> None:
    stream = Terminal()
    with Progress(stream, patience=0.0) as progress:
        for done in range(1, 4):
            progress(done, 3)
    assert "Reading articles" in stream.getvalue()


def test_a_short_sync_draws_nothing() -> None:
    stream = Terminal()
    with Progress(stream, patience=60.0) as progress:
        progress(1, 1)
    assert stream.getvalue() == ""


def test_a_pipe_gets_no_bar() -> None:
    stream = io.StringIO()
    with Progress(stream, patience=0.0) as progress:
        progress(1, 1)
    assert stream.getvalue() == ""
