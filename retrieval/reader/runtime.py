"""The network in onnxruntime: the only file that imports it, and only when a network is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from retrieval.errors import ReaderError
from retrieval.reader.pages import Page
from retrieval.reader.sights import Scores

_MULTIPLE = 32  # pages are filled up to lengths that are few, so that memory is used again
_UNUSABLE = (
    "The onnxruntime that is installed cannot run the reader on this machine; install another one,"
    " or set answer.reader to false."
)


def library() -> Any:
    """Return the module ``onnxruntime``; raises ImportError."""
    import onnxruntime

    return onnxruntime


class Network:
    """An ONNX network: ``ids`` and ``types`` of one page in, start and end scores out. Thread safe.

    ``threads`` is how many cores one page is read with.
    """

    def __init__(self, session: Any) -> None:
        self._session = session

    @classmethod
    def open(cls, model: bytes, threads: int = 1) -> Network:
        """Load a network and try it on a small page; raises ImportError or ReaderError."""
        onnxruntime = library()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 4  # what goes wrong is said in our words
        with _said_as(_UNUSABLE):
            network = cls(
                onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            )
        starts, _ = network.read(Page((101, 2040, 102, 2054, 102), 3, (3, 4)))
        if not np.isfinite(starts).all():
            raise ReaderError(_UNUSABLE)
        return network

    def read(self, page: Page) -> tuple[Scores, Scores]:
        """Return the start and end score of every piece of a page; raises ReaderError."""
        length = len(page.ids) + -len(page.ids) % _MULTIPLE
        ids, types, mask = (np.zeros((1, length), np.int64) for _ in range(3))
        ids[0, : len(page.ids)] = page.ids
        types[0, page.before : len(page.ids)] = 1
        mask[0, : len(page.ids)] = 1
        with _said_as(_UNUSABLE):
            scores = self._session.run(None, {"ids": ids, "types": types, "mask": mask})
            starts, ends = (np.asarray(rows[0, : len(page.ids)], np.float32) for rows in scores)
        return starts, ends


@contextmanager
def _said_as(sentence: str) -> Iterator[None]:
    """Raise a ReaderError in place of whatever onnxruntime raises: its errors have no one base."""
    try:
        yield
    except Exception:  # noqa: BLE001  # RuntimeError, ValueError and many of its own
        raise ReaderError(sentence) from None
