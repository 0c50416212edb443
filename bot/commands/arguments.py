"""The command line as argparse sees it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from bot import __version__

DESCRIPTION = "Answers a question with a verbatim quote from a folder of articles."
COMMON = ("articles", "database", "engine", "config", "reader")


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence and takes no abbreviated options."""

    def __init__(self, **options: object) -> None:
        super().__init__(allow_abbrev=False, **options)  # type: ignore[arg-type] # passed through

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with exit code 2."""
        sentence = message[:1].upper() + message[1:].rstrip(".")
        self.exit(2, f"{sentence}; see `{self.prog} --help`.\n")


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; leaves with exit code 2 and one sentence when it makes no sense."""
    parser = build()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.error('say what to do, such as `quotedesk ask "QUESTION"`')
    for name in COMMON:
        setattr(arguments, name, getattr(arguments, name, None))
    return arguments


def build() -> Parser:
    """Build the parser of every subcommand; the common options go before or after it."""
    common = _common()
    parser = Parser(prog="quotedesk", description=DESCRIPTION, parents=[common])
    parser.add_argument("--version", action="version", version=f"quotedesk {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for name, text, fill in _COMMANDS:
        command = commands.add_parser(name, help=text, description=text, parents=[common])
        fill(command)
    return parser


def _common() -> Parser:
    parser = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = parser.add_argument_group("common options")
    group.add_argument("--articles", metavar="DIR", help="folder of articles (default: seeds)")
    group.add_argument("--database", metavar="FILE", help="database file")
    group.add_argument("--engine", metavar="NAME", help="auto, memory or disk")
    group.add_argument("--config", metavar="FILE", help="settings file (TOML)")
    group.add_argument(
        "--reader",
        action=argparse.BooleanOptionalAction,
        help="let the neural reader look too (needs quotedesk[reader])",
    )
    return parser


def _ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="*", metavar="QUESTION", help="`-` reads it from a pipe")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--batch",
        metavar="FILE",
        help="JSON Lines in, each with id and question, and out, in order; `-` is a pipe",
    )


def _sync(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--watch", action="store_true", help="go on and take in what changes")
    parser.add_argument(
        "--interval", type=_seconds, default=2.0, metavar="SECONDS", help="pause between two looks"
    )


def _evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gold", metavar="GOLD.jsonl", help="questions with their right answers")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument(
        "--require",
        type=_requirement,
        action="extend",
        nargs="+",
        default=[],
        metavar="NAME=VALUE",
        help="leave with exit code 1 when this figure is lower, such as hit@1=0.8",
    )


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "platform", nargs="?", choices=("slack", "discord"), help="look at this platform too"
    )


def _web(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (default: PORT, or 8000)")


def _nothing(parser: argparse.ArgumentParser) -> None:
    del parser


def _seconds(text: str) -> float:
    value = float(text)
    if not 0.05 <= value <= 86_400:
        raise argparse.ArgumentTypeError("give between 0.05 and 86400 seconds")
    return value


def _requirement(text: str) -> tuple[str, float]:
    name, separator, value = text.partition("=")
    try:
        return name.strip(), float(value if separator and name.strip() else "")
    except ValueError:
        raise argparse.ArgumentTypeError(f"write {text!r} as NAME=VALUE, as in hit@1=0.8") from None


_COMMANDS: tuple[tuple[str, str, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("ask", "Answer one question, or a file of questions.", _ask),
    ("repl", "Ask one question after another.", _nothing),
    ("slack", "Answer in Slack over Socket Mode.", _nothing),
    ("discord", "Answer in Discord.", _nothing),
    ("web", "Answer in Slack over HTTP, and serve /healthz.", _web),
    ("sync", "Bring the store and the index up to date.", _sync),
    ("evaluate", "Measure the answers against a file of gold questions.", _evaluate),
    ("doctor", "Say what is wrong with this set-up, and how to mend it.", _doctor),
)
