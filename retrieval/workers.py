"""Preparing many files in several processes; the order of the files stays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait

from retrieval.preparing import Batch, Job, Preparer

_AHEAD = 2  # batches waiting for each process

_preparer: Preparer | None = None  # of a worker process


def in_parallel(preparer: Preparer, chunks: deque[list[Job]], cores: int) -> Iterator[Batch]:
    """Yield batches and take their chunks off; what is left over is not done."""
    context = multiprocessing.get_context("spawn")  # a fork would copy threads' locks
    pool = ProcessPoolExecutor(cores, context, _start, (preparer,))
    waiting: deque[Future[Batch]] = deque()
    try:
        submitted = 0
        while chunks:
            while submitted < len(chunks) and submitted < cores * _AHEAD:
                waiting.append(pool.submit(_read, chunks[submitted]))
                submitted += 1
            batch = waiting.popleft().result()
            chunks.popleft()
            submitted -= 1
            yield batch
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _start(preparer: Preparer) -> None:
    global _preparer  # how a pool gives its processes something to keep
    _preparer = preparer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits for us
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # killed: nobody would ever tell us to stop


def _read(jobs: list[Job]) -> Batch:
    assert _preparer is not None  # noqa: S101  # set by _start
    return _preparer.read(jobs)
