"""The REPL: one conversation with the service, a line at a time, and commands about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from bot import wording
from bot.answer_json import to_json
from bot.smalltalk import small_talk
from bot.terminal.inert import inert_json
from bot.terminal.look import Look
from bot.terminal.render import render, render_quote, render_readings
from bot.terminal.trace import render_table, render_trace
from retrieval.errors import QuotedeskError, UsageError
from retrieval.model import Answer, Question, Reading

if TYPE_CHECKING:
    from bot.service import QuestionService

SURFACE = "terminal:repl"
MORE = 3
"""Readings that ``:more`` shows at a time."""
ASK_FIRST = "Ask a question first."
HELP = {
    ":why": "how the last answer was found: terms, passages, scores, features",
    ":more": "the next answers to the last question",
    ":context [N]": "the paragraph around quote N (1 when not given)",
    ":open [N]": "where quote N stands: file, line, address, paragraph",
    ":articles": "the articles, newest first",
    ":sync": "take in what changed in the articles folder",
    ":json": "the last answer as JSON",
    ":help": "this list",
    ":quit": "leave (so does Ctrl-D; Ctrl-C drops a line)",
}
BARE = {"help": ":help", "quit": ":quit", "exit": ":quit"}
"""What people type out of habit, and which command they mean."""
COMMANDS = tuple(usage.split()[0] for usage in HELP)


class Repl:
    """Takes lines, gives text.

    ``articles`` is the folder, for the paths of ``:open``; ``sync`` brings the store up to date
    and says what it did.
    """

    def __init__(
        self,
        service: QuestionService,
        articles: Path,
        write: Callable[[str], object],
        sync: Callable[[], str],
        look: Callable[[], Look] = Look,
    ) -> None:
        self._service = service
        self._articles = articles
        self._write = write
        self._look = look
        self._sync = sync
        self._conversation = f"terminal-{uuid4().hex}"
        self._answer: Answer | None = None
        self._seen = 0

    def handle(self, line: str) -> bool:
        """Answer a question or carry out a command; False when it is time to leave.

        Raises QuotedeskError, after which the REPL can go on.
        """
        text = line.strip()
        text = BARE.get(text.casefold(), text)
        if not text:
            return True
        if small_talk(text) == "thanks":
            self._write(f"{wording.WELCOME}\n")
            return True
        if not text.startswith(":"):
            self._ask(text)
            return True
        name, *rest = text.split()
        if name in {":quit", ":q", ":exit"}:
            return False
        self._command(name, " ".join(rest))
        return True

    def _ask(self, text: str) -> None:
        if self._answer is not None:
            self._write("\n")
        question = Question(text, conversation=self._conversation)
        self._answer = self._service.ask(question, surface=SURFACE)
        self._seen = wording.shown(self._answer)
        self._write(render(self._answer, self._look()))
        rest = len(self._answer.readings) - self._seen
        if rest > 0 and self._look().styled:
            self._write(f"\n{wording.plural(rest, 'further passage')}: :more\n")

    def _command(self, name: str, rest: str) -> None:
        commands: dict[str, Callable[[str], str]] = {
            ":why": lambda _: render_trace(self._last().trace, self._look()),
            ":more": lambda _: self._more(),
            ":context": self._context,
            ":open": self._open,
            ":articles": lambda _: self._list(),
            ":sync": lambda _: f"{self._sync()}\n",
            ":json": lambda _: self._json(),
            ":help": lambda _: render_table(("", ""), list(HELP.items()), self._look()),
        }
        if name not in commands:
            near = get_close_matches(name, commands, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"{name} is no command; {hint}:help lists them.")
        self._write(commands[name](rest))

    def _last(self) -> Answer:
        if self._answer is None:
            raise UsageError(ASK_FIRST)
        return self._answer

    def _more(self) -> str:
        answer = self._last()
        start = self._seen
        readings = answer.readings[start : start + MORE]
        self._seen += len(readings)
        if not readings:
            return f"{wording.NO_MORE}\n"
        return render_readings(readings, start + 1, len(answer.readings), self._look()).lstrip("\n")

    def _reading(self, rest: str) -> tuple[int, Reading]:
        answer = self._last()
        count = len(answer.readings)
        if not count:
            raise UsageError("The last answer has no quote.")
        number = rest or "1"
        if number not in map(str, range(1, count + 1)):
            raise UsageError(f"Give the number of a quote, from 1 to {count}.")
        return int(number) - 1, answer.readings[int(number) - 1]

    def _context(self, rest: str) -> str:
        number, reading = self._reading(rest)
        paragraph = self._service.paragraph(self._last().id, number)
        if paragraph is None:
            return f"{wording.NO_CONTEXT}\n"
        return render_quote(paragraph, reading.citation, self._look())

    def _open(self, rest: str) -> str:
        _, reading = self._reading(rest)
        place = f"{self._articles / reading.citation.article}:{reading.citation.line}\n"
        return place + self._context(rest)

    def _list(self) -> str:
        rows = [
            (info.published.isoformat() if info.published else "-", info.title, info.path)
            for info in self._service.articles()
        ]
        return render_table(("published", "title", "file"), rows, self._look())

    def _json(self) -> str:
        value = to_json(self._last())
        indent = 2 if self._look().styled else None
        text = json.dumps(value, ensure_ascii=not self._look().unicode, indent=indent)
        return inert_json(text) + "\n"


def run_lines(repl: Repl, lines: Callable[[], str | None], complain: Callable[[str], None]) -> None:
    """Feed lines until there are no more (None) or one says to leave."""
    while (line := lines()) is not None:
        try:
            if not repl.handle(line):
                return
        except QuotedeskError as error:
            complain(str(error))
