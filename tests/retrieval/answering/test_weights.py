"""The learned weights fit the features they were learned for, in the same order."""

import json
import subprocess
import sys

from retrieval.answering.confidence import SIGNS
from retrieval.answering.features import FEATURES
from retrieval.answering.lexicon import DATA
from retrieval.answering.ranker import SPAN_FEATURES
from retrieval.answering.spans import words_of


def test_the_weights_of_sentences_fit_the_features() -> None:
    tables = json.loads((DATA / "sentence.json").read_bytes())
    assert list(tables["light"]) == list(FEATURES)
    assert list(tables["refined"]) == [*FEATURES, *SPAN_FEATURES]


def test_the_weights_of_the_confidence_fit_the_signs() -> None:
    tables = json.loads((DATA / "confidence.json").read_bytes())
    for model in ("answerable", "right", "quote"):
        assert list(tables[model]["signs"]) == list(SIGNS)


def test_the_words_listed_beside_the_weights_of_phrases_are_theirs() -> None:
    tables = json.loads((DATA / "span.json").read_bytes())
    assert set(tables["words"].split()) == words_of(tables["weights"])


def test_every_feature_says_what_it_is_in_a_line() -> None:
    for name, function in FEATURES.items():
        assert function.__doc__, name
        assert "\n" not in function.__doc__.strip(), name


NEAR = """
import hashlib
from retrieval.analysis import Analyzer
from retrieval.answering.lexicon import Lexicon
near = Lexicon.load(Analyzer.default()).near
print(hashlib.sha256(repr([(term, list(others.items())) for term, others in near.items()]).encode())
      .hexdigest())
"""


def test_near_words_stand_in_the_same_order_in_every_process() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", NEAR], env={"PYTHONHASHSEED": seed},
            capture_output=True, text=True, timeout=60, check=True,
        )
        for seed in ("1", "2", "3")
    ]  # fmt: skip
    assert len({run.stdout for run in runs}) == 1
