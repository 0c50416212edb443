"""Which words are near each other in meaning, and the classes of words.

``data/lexicon.json`` was made once from word vectors (see ``retrieval.training.lexicon``):
``neigh`` maps a term to others and what share of it each is worth where a sentence holds that one
instead, ``cluster`` maps a word to one of 256 classes, ``common`` holds what is left of the weight
of terms that are common in any English text.
``config/synonyms.toml`` adds groups by hand.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from retrieval.analysis import Analyzer
from retrieval.resources import config_folder

DATA = Path(__file__).resolve().parent.parent / "data"
BY_HAND = 0.91  # likeness of words of one group: nearly the word itself


@dataclass(frozen=True)
class Lexicon:
    """``near[term][other]`` is a likeness in (0, 1); ``cluster[word]`` a class number.

    ``common[term]`` is a share in (0, 1).
    """

    near: dict[str, dict[str, float]]
    cluster: dict[str, int]
    common: dict[str, float]

    @classmethod
    def load(cls, analyzer: Analyzer) -> Lexicon:
        """Read the lexicon and the synonym groups."""
        data = json.loads((DATA / "lexicon.json").read_bytes())
        near: dict[str, dict[str, float]] = data["neigh"]
        groups = tomllib.loads((config_folder() / "synonyms.toml").read_text("utf-8"))["groups"]
        for group in groups:
            terms = dict.fromkeys(analyzer.term(word) for word in group.split())
            for term in terms:  # in the order of the file: it chooses among words that are as near
                others = {other: BY_HAND for other in terms if other != term}
                near[term] = {**near.get(term, {}), **others}
        return cls(near, data["cluster"], data["common"])
