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
from contextlib import suppress
from multiprocessing.connection import wait

from retrieval.preparing import Batch, Job, Preparer

_WORTH_IT = 4_000_000  # bytes of files; starting processes takes as long as preparing a fifth of it
_BATCH_FILES = 200
_BATCH_BYTES = 2_000_000  # large batches share more words, each counted once
_AHEAD = 2  # batches waiting for each process

_preparer: Preparer | None = None  # of a worker process


def prepared(preparer: Preparer, jobs: Sequence[Job]) -> Iterator[Batch]:
    """Yield the batches of all jobs, prepared in this process, or in one for each core."""
    chunks = deque(_chunks(jobs))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if sum(job.size for job in jobs) >= _WORTH_IT and (cores or 1) > 1:
        with suppress(BrokenProcessPool):  # a process was killed, for want of memory perhaps
            yield from _in_parallel(preparer, chunks, cores or 1)
    for chunk in chunks:
        yield preparer.read(chunk)


def _in_parallel(preparer: Preparer, chunks: deque[list[Job]], cores: int) -> Iterator[Batch]:
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


def _read(jobs: list[Job]) -> Batch:
    assert _preparer is not None  # noqa: S101  # set by _start
    return _preparer.read(jobs)
