"""The judgements of the questions whose paragraph was taken away."""

from __future__ import annotations

from collections import Counter

from retrieval.training.reader.judged import judged


def test_every_question_of_the_eight_articles_is_judged() -> None:
    marks = judged()
    assert {path: len(still) for path, still in marks.items()} == {
        "0003.txt": 224,
        "0004.txt": 202,
        "0006.txt": 382,
        "0009.txt": 104,
        "0020.txt": 111,
        "0025.txt": 102,
        "0034.txt": 235,
        "0041.txt": 93,
    }
    counts = Counter(still for marks_of_one in marks.values() for still in marks_of_one)
    assert counts == {"no": 951, "yes": 284, "partly": 218}
