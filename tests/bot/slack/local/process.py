"""The bot as a process of its own, over small fake articles: ``python -m ... slack|web``.

Everything but the articles and the answerer is the real thing. With SIGNAL_WHEN_READY it sends
itself that signal in the very moment in which it says that it runs.
"""

from __future__ import annotations

import importlib
import logging
import os
import signal
import sys
import time
from dataclasses import replace
from datetime import date
from typing import Any

import fakes

from bot.commands.logs import start_logging
from bot.journal import Journal
from bot.settings import load
from retrieval.errors import QuotedeskError, UsageError
from retrieval.model import Answer, Citation

SLOW = "slowly"
"""A question with this word takes a second."""
EXTRA = "everything"
"""A question with this word has further readings behind the button."""

NEAR = Citation("talks.txt", "Talks", date(2023, 2, 13), None, 1)


class ChatAnswerer(fakes.FakeAnswerer):
    """Answers with a link, sometimes slowly, sometimes with more readings than are shown."""

    def answer(self, snapshot: Any, question: Any, conversation: Any) -> Answer:
        if SLOW in question.text:
            time.sleep(1)
        if "break" in question.text:
            raise RuntimeError("xoxb-secret in an exception")
        plain = replace(question, text=question.text.replace(SLOW, "").replace(EXTRA, ""))
        answer = super().answer(snapshot, plain, conversation)
        readings = tuple(
            replace(reading, citation=replace(reading.citation, url="https://example.org/a"))
            for reading in answer.readings
        )
        shown = 1 if EXTRA in question.text else answer.shown
        nearest = () if readings else (Citation("talks.txt", "Talks", date(2023, 2, 13), None, 1),)
        return replace(
            answer, question=question.text, readings=readings, shown=shown, nearest=nearest
        )


def service(settings: Any) -> Any:
    """Return the service over the fake articles and a journal in a file."""
    return fakes.service(
        journal=Journal(settings.database),
        answerer=ChatAnswerer(),
        limits=settings.limits,
        clock=time.monotonic,
    )


class SignalWhenReady(logging.Handler):
    """Raises a signal as soon as the log tells how to stop the bot."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def emit(self, record: logging.LogRecord) -> None:
        if "Stop with Ctrl-C" in record.getMessage():
            signal.raise_signal(self.number)


def main() -> int:
    """Run and say errors as the command line says them."""
    settings = load(dotenv=None)
    start_logging(settings.secrets)
    if number := os.environ.get("SIGNAL_WHEN_READY"):
        logging.getLogger().addHandler(SignalWhenReady(int(number)))
    try:
        code: int = importlib.import_module(f"bot.{sys.argv[1]}.run").main(
            settings, service(settings)
        )
    except QuotedeskError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    return code


if __name__ == "__main__":
    assert os.environ["SLACK_API_BASE_URL"].startswith("http://127.0.0.1:")
    sys.exit(main())
