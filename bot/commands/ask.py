"""``quotedesk ask``: one question, as text or JSON, or a file of questions."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from bot.commands.session import opened, refresh_if_possible, settings_of
from bot.commands.speech import emit
from retrieval.errors import UsageError
from retrieval.model import Answer, Outcome, Question

ASKER = ""
"""People at their own terminal are not counted and not limited."""
EXIT: dict[Outcome, int] = {"found": 0, "several": 0, "closest": 3, "not_found": 3}


def run(arguments: Namespace) -> int:
    """Answer what was asked and return the exit code."""
    if arguments.batch is not None:
        if arguments.question:
            raise UsageError("Give either a question or --batch, not both.")
        from bot.commands.batch import run_batch

        return run_batch(arguments)
    text = question_text(arguments.question)
    settings = settings_of(arguments)
    with opened(settings) as service:
        refresh_if_possible(service)
        answer = service.ask(Question(text, asker=ASKER), surface="terminal:ask")
    emit(as_json(answer) if arguments.json else as_text(answer))
    return EXIT[answer.outcome]


def question_text(words: list[str]) -> str:
    """Return the question: the words joined, or what a pipe holds when they are ``-``."""
    if not words:
        raise UsageError('Say what to ask: quotedesk ask "QUESTION".')
    if words == ["-"]:
        return sys.stdin.buffer.read().decode("utf-8", "replace").strip()
    return " ".join(words)


def as_text(answer: Answer) -> str:
    """Return an answer as the terminal on stdout shows it."""
    from bot.terminal.look import look_of
    from bot.terminal.render import render

    return render(answer, look_of(sys.stdout))


def as_json(answer: Answer) -> str:
    """Return an answer as one line of JSON, in ASCII where stdout takes nothing else."""
    from bot.answer_json import to_json

    return json_line(to_json(answer))


def json_line(value: object) -> str:
    """Return a value as one line of JSON that any stdout can take."""
    from bot.terminal.inert import inert_json

    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return inert_json(json.dumps(value, ensure_ascii=encoding != "utf8")) + "\n"
