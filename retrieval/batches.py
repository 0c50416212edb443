"""Cutting the files of a sync into batches, prepared here or in several processes."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress

from retrieval.preparing import Batch, Job, Preparer

_WORTH_IT = 4_000_000  # bytes of files; starting processes takes as long as preparing a fifth of it
_BATCH_FILES = 100
_BATCH_BYTES = 1_000_000


def prepared(preparer: Preparer, jobs: Sequence[Job]) -> Iterator[Batch]:
    """Yield the batches of all jobs, prepared in this process, or in one for each core."""
    chunks = deque(_chunks(jobs))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if sum(job.size for job in jobs) >= _WORTH_IT and (cores or 1) > 1:
        from concurrent.futures.process import BrokenProcessPool

        from retrieval.workers import in_parallel  # costs a fiftieth of a second

        with suppress(BrokenProcessPool):  # a process was killed, for want of memory perhaps
            yield from in_parallel(preparer, chunks, cores or 1)
    for chunk in chunks:
        yield preparer.read(chunk)


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
