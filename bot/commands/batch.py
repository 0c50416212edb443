"""``quotedesk ask --batch``: JSON Lines in, JSON Lines out, in order, one by one."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from bot.answer_json import to_json
from bot.commands.ask import ASKER, json_line
from bot.commands.session import opened, refresh_if_possible, settings_of
from bot.commands.speech import emit
from retrieval.errors import LimitReached, QuestionError, UsageError
from retrieval.model import Question

if TYPE_CHECKING:
    from bot.service import QuestionService


EXAMPLE = '{"id": "1", "question": "..."}'


class BadLine(Exception):
    """A line that holds no question; the text says why."""


def run_batch(arguments: Namespace) -> int:
    """Answer every line; a bad one gives a line with ``error`` and the rest goes on."""
    settings = settings_of(arguments)
    cores = os.cpu_count() or 1  # nobody else asks this process: a reader may use them all
    with _lines(arguments.batch) as lines, opened(settings, threads=cores) as service:
        refresh_if_possible(service)
        for number, line in enumerate(lines, 1):
            if line.strip():
                emit(json_line(answer_line(service, line, number)))
    return 0


@contextmanager
def _lines(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    path = Path(name)
    if path.is_dir() or not os.access(path, os.R_OK):
        raise UsageError(f"The file {name} cannot be read; check its name.")
    with path.open("rb") as file:
        yield file


def answer_line(service: QuestionService, line: bytes, number: int) -> dict[str, Any]:
    """Answer one line: the answer as JSON under the id that was given, or what is wrong with it.

    The answer's own id is ``answer_id``; without a given id it is ``id`` as well.
    """
    given: dict[str, Any] = {}
    try:
        given = _read(line)
        answer = service.ask(Question(_question(given), asker=ASKER), surface="terminal:batch")
    except (BadLine, QuestionError, LimitReached) as error:
        return {"id": given.get("id"), "line": number, "error": str(error)}
    return {**to_json(answer), "id": given.get("id", answer.id), "answer_id": answer.id}


def _read(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadLine(f"This line is no JSON; write {EXAMPLE}.") from None
    if not isinstance(value, dict):
        raise BadLine(f"This line is no JSON object; write {EXAMPLE}.")
    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)  # NaN and Infinity are no JSON


def _question(given: dict[str, Any]) -> str:
    text = given.get("question")
    if not isinstance(text, str):
        raise BadLine(f"This line holds no question; write {EXAMPLE}.")
    return text
