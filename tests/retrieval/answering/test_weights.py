"""The learned weights fit the features they were learned for, in the same order."""

import json

from retrieval.answering.confidence import SIGNS
from retrieval.answering.features import FEATURES
from retrieval.answering.lexicon import DATA
from retrieval.answering.ranker import SPAN_FEATURES


def test_the_weights_of_sentences_fit_the_features() -> None:
    tables = json.loads((DATA / "sentence.json").read_bytes())
    assert list(tables["light"]) == list(FEATURES)
    assert list(tables["refined"]) == [*FEATURES, *SPAN_FEATURES]


def test_the_weights_of_the_confidence_fit_the_signs() -> None:
    tables = json.loads((DATA / "confidence.json").read_bytes())
    for model in ("answerable", "right", "quote"):
        assert list(tables[model]["signs"]) == list(SIGNS)


def test_every_feature_says_what_it_is_in_a_line() -> None:
    for name, function in FEATURES.items():
        assert function.__doc__, name
        assert "\n" not in function.__doc__.strip(), name
