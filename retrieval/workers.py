"""Preparing many files in several processes; the order of the files stays."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing.connection import wait

from retrieval.lexicon import REMEMBERED
from retrieval.preparing import Batch, Job, Preparer

_WORTH_IT = 4_000_000  # bytes of files; starting processes takes as long as preparing a fifth of it
_BATCH_FILES = 200
_BATCH_BYTES = 2_000_000
_HELD = REMEMBERED  # what a process may know before it hands over what it counted
_AHEAD = 2  # batches waiting for each process

_preparer: Preparer | None = None  # of a worker process


def prepared(preparer: Preparer, jobs: Sequence[Job]) -> Iterator[Batch]:
    """Yield the batches of all jobs, prepared in this process, or in one for each core."""
    chunks = deque(_chunks(jobs))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if sum(job.size for job in jobs) >= _WORTH_IT and (cores or 1) > 1:
        yield from _in_parallel(preparer, chunks, cores or 1)
    for chunk in chunks:
        yield preparer.read(chunk, _HELD)
    yield preparer.read([])


class _Worker:
    """A process of its own, which holds what its batches count."""

    def __init__(self, preparer: Preparer) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy threads' locks
        self._pool = ProcessPoolExecutor(1, context, _start, (preparer,))
        self.waiting: deque[Future[Batch]] = deque()
        self.uncounted: list[str] = []

    def send(self, chunk: list[Job], hold: int) -> None:
        self.waiting.append(self._pool.submit(_read, chunk, hold))

    def receive(self) -> Batch:
        """Return the next batch; BrokenProcessPool when the process is gone."""
        batch = self.waiting[0].result()
        self.waiting.popleft()
        if batch.tally:
            self.uncounted.clear()
        else:
            self.uncounted += [made.path for made in batch.articles if made.article is not None]
        return batch

    def busy(self) -> int:
        """Count the chunks that are still to be done."""
        return sum(not future.done() for future in self.waiting)

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _in_parallel(preparer: Preparer, chunks: deque[list[Job]], cores: int) -> Iterator[Batch]:
    """Yield batches and take their chunks off; what is left over is not done."""
    workers = [_Worker(preparer) for _ in range(cores)]
    order: deque[_Worker] = deque()  # which one has each of the first chunks
    try:
        while chunks:
            while len(order) < min(len(chunks), cores * _AHEAD):
                order.append(min(workers, key=_Worker.busy))
                order[-1].send(chunks[len(order) - 1], _HELD)
            batch = order.popleft().receive()
            chunks.popleft()
            yield batch
        for worker in workers:
            worker.send([], 0)
            yield worker.receive()
    except BrokenProcessPool:  # a process was killed, for want of memory perhaps
        lost = chain.from_iterable(worker.uncounted for worker in workers)
        yield Batch([], [], uncounted=tuple(lost))
    finally:
        for worker in workers:
            worker.stop()


def _chunks(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    chunk: list[Job] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += job.size
        if len(chunk) >= _BATCH_FILES or size >= _BATCH_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _start(preparer: Preparer) -> None:
    global _preparer  # how a pool gives its processes something to keep
    _preparer = preparer
    gc.disable()  # a batch is thousands of rows but holds no cycles: looking for them is in vain
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits for us
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # killed: nobody would ever tell us to stop


def _read(jobs: list[Job], hold: int) -> Batch:
    assert _preparer is not None  # noqa: S101  # set by _start
    return _preparer.read(jobs, hold)
