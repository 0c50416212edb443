"""What is in flight, so that a shutdown can wait for it."""

from __future__ import annotations

import asyncio
from types import TracebackType


class Work:
    """Counts running handlers: ``with work: ...``. ``closing`` tells them to start nothing new."""

    def __init__(self) -> None:
        self.closing = False
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def __enter__(self) -> None:
        self._running += 1
        self._idle.clear()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._running -= 1
        if not self._running:
            self._idle.set()

    async def finish(self, seconds: float) -> bool:
        """Start nothing new and wait for what runs; False when it took longer than that."""
        self.closing = True
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True
