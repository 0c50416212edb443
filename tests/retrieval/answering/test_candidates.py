"""Which passages are looked at for a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.answering import Answerer
from retrieval.answering import candidates as module
from retrieval.answering.candidates import search
from retrieval.corpus import Corpus
from retrieval.questions import understand
from tests.support.corpora import write

TOWNS = 40


@pytest.mark.parametrize(
    ("everywhere", "large", "found"),
    [
        ("The roof is new.", True, ["a.txt"]),
        ("The roof was renovated.", True, []),  # the word is no help among so many
        ("The roof was renovated.", False, ["a.txt"]),
    ],
)
def test_synonyms_that_many_passages_hold_are_not_searched_for(
    everywhere: str,
    *,
    large: bool,
    found: list[str],
    answerer: Answerer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "articles"
    write(folder, "a.txt", "The clubhouse was renovated in 2019 after the fire.")
    for number in range(TOWNS):
        write(folder, f"town{number}.txt", f"The hall of town {number}. {everywhere}")
    corpus = Corpus(tmp_path / "q.db", analyzer=answerer.analyzer)
    corpus.sync(folder)
    monkeypatch.setattr(module, "_FEW", TOWNS // 2 if large else 2 * TOWNS)
    with corpus.snapshot() as snapshot:
        asked = understand("When was the refurbishment?", answerer.analyzer)
        scene = search(asked, snapshot, answerer.lexicon, 100)
    assert [p.article for p in scene.passages if p.article == "a.txt"] == found
