"""Texts as WordPiece numbers, each with the characters it stands for.

The only file that imports ``tokenizers``, and only when a tokenizer is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

CLS, SEP = 101, 102  # as in the vocabulary of BERT
LONGEST_TEXT = 4000  # characters of one text that are looked at
_REMEMBERED = 8000  # texts; about 20 MB


def library() -> Any:
    """Return the module ``tokenizers``; raises ImportError."""
    import tokenizers

    return tokenizers


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """A text as numbers; piece i stands for the characters ``[starts[i], ends[i])``."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


NOTHING = Pieces((), (), ())


class Tokenizer:
    """Cuts texts into word pieces and remembers the latest. Thread safe."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self.pieces = lru_cache(maxsize=_REMEMBERED)(self._pieces)

    @classmethod
    def load(cls, vocabulary: Path) -> Tokenizer:
        """Read a BERT vocabulary, one piece a line; raises ImportError, OSError or ValueError."""
        parts = library()
        lines = vocabulary.read_text("utf-8").splitlines()
        table = {piece: number for number, piece in enumerate(lines)}
        if table.get("[CLS]") != CLS or table.get("[SEP]") != SEP:
            raise ValueError("no vocabulary of BERT")
        encoder = parts.Tokenizer(parts.models.WordPiece(vocab=table, unk_token="[UNK]"))  # noqa: S106  # no secret
        encoder.normalizer = parts.normalizers.BertNormalizer(lowercase=True)
        encoder.pre_tokenizer = parts.pre_tokenizers.BertPreTokenizer()
        return cls(encoder)

    def _pieces(self, text: str) -> Pieces:
        found = self._encoder.encode(text[:LONGEST_TEXT], add_special_tokens=False)
        starts, ends = zip(*found.offsets, strict=True) if found.ids else ((), ())
        return Pieces(tuple(found.ids), starts, ends)
