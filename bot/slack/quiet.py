"""Keeps what libraries log to themselves.

Their records hold exception texts, whole payloads and socket addresses with tickets. Of those only
the place is written, so that nothing secret and no traceback gets out.
"""

from __future__ import annotations

import logging

LIBRARIES = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio", "uvicorn", "starlette")


class PlaceOnly(logging.Filter):
    """Replaces the text of a library's record by where it comes from."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, a library's without its text and its exception."""
        library = record.name.partition(".")[0]
        if library in LIBRARIES:
            where = f"{record.module}.{record.funcName}"
            record.msg = f"The library reported a problem in {where}."
            record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
        return True


def quieten() -> None:
    """Let libraries report problems only, and only where they are, on all handlers there are."""
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(PlaceOnly())
