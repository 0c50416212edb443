"""Logs of the commands that stay up: one line a record, no traceback, no secret."""

from __future__ import annotations

import logging
from dataclasses import fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.credentials import Secrets

HIDDEN = "***"


class OneLine(logging.Formatter):
    """Formats a record as one line; of an exception only its type, of a secret nothing."""

    def __init__(self, secrets: Secrets) -> None:
        super().__init__()
        values = (getattr(secrets, item.name) for item in fields(secrets))
        self._secrets = sorted(filter(None, values), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        kind = record.exc_info[0] if record.exc_info else None
        text = f"{self.formatTime(record)} {record.levelname} {record.name}: {record.getMessage()}"
        if kind is not None:
            text += f" ({kind.__name__})"
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text.replace("\r", " ").replace("\n", " ")


def start_logging(secrets: Secrets) -> None:
    """Send records of level INFO and above to stderr, for this process."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
