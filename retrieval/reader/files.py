"""The files of the reader, held to the hashes that their manifest names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import ReaderError

FOLDER = Path(__file__).resolve().parent / "data"
MODEL, VOCABULARY, WEIGHTS, MANIFEST = (
    "model.onnx",
    "vocabulary.txt",
    "weights.json",
    "manifest.json",
)
_MEND = "install Quotedesk again, or set answer.reader to false."


@dataclass(frozen=True)
class Files:
    """What a reader is made of: the network, the vocabulary and the learned weights around it."""

    model: bytes
    vocabulary: Path
    weights: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Files:
        """Read the files; raises ReaderError when one is missing or is not the one it should be.

        The manifest maps each name to the sha256 of the file.
        """
        manifest = _table(_bytes(folder / MANIFEST))
        held = {name: _bytes(folder / name) for name in (MODEL, VOCABULARY, WEIGHTS)}
        for name, content in held.items():
            if hashlib.sha256(content).hexdigest() != manifest.get(name):
                raise ReaderError(f"The reader's file {name} is damaged or another one; {_MEND}")
        return cls(held[MODEL], folder / VOCABULARY, _table(held[WEIGHTS]))


def write_manifest(folder: Path) -> None:
    """Write the hashes of the files as they are now."""
    table = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in (MODEL, VOCABULARY, WEIGHTS)
    }
    (folder / MANIFEST).write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise ReaderError(f"The reader's file {path.name} is missing; {_MEND}") from None


def _table(content: bytes) -> dict[str, Any]:
    try:
        table = json.loads(content)
    except ValueError:
        table = None
    if not isinstance(table, dict):
        raise ReaderError(f"The reader's file {MANIFEST} is damaged; {_MEND}")
    return table
