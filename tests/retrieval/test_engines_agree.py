"""The same question gets the same answer from every engine, on the seeds and on larger sets."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer
from retrieval.corpus import Corpus
from retrieval.model import Query, Question
from retrieval.resources import seeds_folder

ANALYZER = Analyzer.default()
QUESTIONS = (
    "who led the Pakistani delegation?",
    "when will the American delegation visit?",
    "what is the capital of France?",
    "where were the defence talks held?",
)


def two(tmp_path: Path, folder: Path) -> list[Corpus]:
    corpora = []
    for engine in ("memory", "disk"):
        corpora.append(Corpus(tmp_path / "quotedesk.db", analyzer=ANALYZER, engine=engine))
        corpora[-1].sync(folder)
    return corpora


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_the_same(tmp_path: Path, question: str) -> None:
    answerer, answers = Answerer(ANALYZER), []
    for corpus in two(tmp_path, seeds_folder()):
        with corpus.snapshot() as snapshot:
            answers.append(answerer.answer(snapshot, Question(question)))
        corpus.close()
    assert answers[0] == answers[1]


def test_top_tens_agree_on_passages_of_all_lengths(tmp_path: Path) -> None:
    chance = random.Random(3)
    words = [f"w{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}x" for n in range(100)]
    folder = tmp_path / "articles"
    folder.mkdir()
    weights = [1 / (1 + n) for n in range(100)]
    for n in range(300):
        lines = [
            " ".join(chance.choices(words, weights, k=chance.randint(5, 25))).capitalize() + "."
            for _ in range(chance.randint(1, 12))
        ]
        (folder / f"{n}.txt").write_text(" ".join(lines))
    memory, disk = two(tmp_path, folder)
    same = wanted = 0
    with memory.snapshot() as one, disk.snapshot() as two_:
        for _ in range(100):
            query = Query(tuple(dict.fromkeys(chance.choices(words, k=4))))
            exact = {hit.key for hit in one.search(query, 10)}
            same += len(exact & {hit.key for hit in two_.search(query, 10)})
            wanted += len(exact)
    assert same >= 0.99 * wanted
    memory.close()
    disk.close()
