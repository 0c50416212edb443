"""``quotedesk repl``: questions and answers in a terminal, or from a pipe."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.commands.session import opened, refresh, refresh_if_possible, settings_of
from bot.commands.speech import emit, say
from bot.commands.sync import summary

if TYPE_CHECKING:
    from bot.service import QuestionService


def run(arguments: Namespace) -> int:
    """Answer lines until there are no more."""
    from bot.terminal.look import look_of
    from bot.terminal.repl import Repl, run_lines

    settings = settings_of(arguments)
    with opened(settings) as service:
        refresh_if_possible(service)
        repl = Repl(
            service,
            settings.articles,
            write=emit,
            sync=lambda: summary(refresh(service)),
            look=lambda: look_of(sys.stdout),
        )
        run_lines(repl, _lines(service), say)
    return 0


def _lines(service: QuestionService) -> Callable[[], str | None]:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _piped_line
    from bot.terminal.prompt import Lines

    overview = service.overview()
    emit(f"{overview.articles:,} articles. Ask a question, or :help; Ctrl-D leaves.\n")
    return Lines(lambda: (info.title for info in service.articles()))


def _piped_line() -> str | None:
    line = sys.stdin.buffer.readline()
    return line.decode("utf-8", "replace") if line else None
