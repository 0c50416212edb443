"""How fast messages may follow each other: about one a second in a channel, as Slack asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


class Pace:
    """Spaces events of one key by ``interval`` seconds once ``burst`` came at once.

    The virtual scheduling algorithm of ATM Forum's generic cell rate (ITU-T I.371).
    """

    def __init__(
        self, interval: float = 1.0, burst: int = 5, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval = interval
        self._slack = interval * (burst - 1)
        self._clock = clock
        self._due: dict[str, float] = {}

    def delay(self, key: str) -> float:
        """Count an event and return the seconds it should wait."""
        now = self._clock()
        if len(self._due) > 1_000:
            self._due = {other: due for other, due in self._due.items() if due > now}
        due = max(self._due.get(key, now), now)
        self._due[key] = due + self._interval
        return max(0.0, due - self._slack - now)

    async def turn(self, key: str) -> None:
        """Wait until the next event of this key is due."""
        wait = self.delay(key)
        if wait:
            await asyncio.sleep(wait)
