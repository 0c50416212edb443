"""How many questions within a minute: a sliding window for each key, in memory."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

WINDOW = 60.0


class SlidingWindow:
    """At most ``limit`` events for each key within ``seconds``; 0 allows any number.

    Safe to share between threads. Keys that fell silent are forgotten.
    """

    def __init__(
        self, limit: int, seconds: float = WINDOW, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._events: dict[str, deque[float]] = {}
        self._swept = clock()

    def wait(self, key: str) -> float:
        """Return the seconds until the key may go on; 0 when it may now. Counts nothing."""
        with self._lock:
            return self._wait(key, self._clock())

    def take(self, key: str) -> float:
        """Count an event when it is allowed and return 0; else return the seconds to wait."""
        if not self._limit or not key:
            return 0.0
        with self._lock:
            now = self._clock()
            self._sweep(now)
            wait = self._wait(key, now)
            if not wait:
                self._events.setdefault(key, deque()).append(now)
            return wait

    def _wait(self, key: str, now: float) -> float:
        events = self._events.get(key)
        while events and events[0] <= now - self._seconds:
            events.popleft()
        if not self._limit or not events or len(events) < self._limit:
            return 0.0
        return events[0] + self._seconds - now

    def _sweep(self, now: float) -> None:
        if now - self._swept < self._seconds:
            return
        self._swept = now
        past = now - self._seconds
        self._events = {key: held for key, held in self._events.items() if held and held[-1] > past}
