import logging
import sys

from bot.commands.logs import OneLine
from bot.credentials import Secrets


def record(message: str, *values: object, exc_info: object = None) -> logging.LogRecord:
    return logging.LogRecord("quotedesk.x", logging.ERROR, "f", 1, message, values, exc_info)  # type: ignore[arg-type]


def test_a_record_is_one_line_without_secrets() -> None:
    formatter = OneLine(Secrets(slack_bot_token="xoxb-1234", discord_token="tok"))
    line = formatter.format(record("failed with %s\nand %s", "xoxb-1234", "tok"))
    assert line.endswith("ERROR quotedesk.x: failed with *** and ***")


def test_of_an_exception_only_the_type_is_said() -> None:
    try:
        raise ValueError("inner text")
    except ValueError:
        line = OneLine(Secrets()).format(record("broken", exc_info=sys.exc_info()))
    assert line.endswith("broken (ValueError)")
    assert "inner text" not in line
