"""Notices a socket that stays dead, so that the process can leave and be started again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


async def watch(
    alive: Callable[[], Awaitable[bool]], patience: float, interval: float = 1.0
) -> None:
    """Return once ``alive`` has been false for ``patience`` seconds without a break."""
    last = time.monotonic()
    while True:
        await asyncio.sleep(min(interval, patience))
        if await alive():
            last = time.monotonic()
        elif time.monotonic() - last >= patience:
            return
