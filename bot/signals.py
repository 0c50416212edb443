"""SIGTERM and SIGINT: the two ways in which a server is told to stop."""

from __future__ import annotations

import asyncio
import signal

STOPPING = (signal.SIGTERM, signal.SIGINT)


def told_to_stop() -> asyncio.Event:
    """Return an event that is set once a signal tells this process to stop, in place of dying."""
    told = asyncio.Event()
    for number in STOPPING:
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    return told
