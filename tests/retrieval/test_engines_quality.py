"""The engines are equally good: the same figures over the same gold questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer
from retrieval.corpus import Corpus
from retrieval.evaluation import evaluate, load_gold
from retrieval.model import Answer, Question
from retrieval.resources import seeds_folder

ANALYZER = Analyzer.default()
GOLD = Path(__file__).parents[1] / "data" / "gold" / "seeds.jsonl"
HALF_A_POINT = 0.005


def figures(database: Path, engine: str) -> dict[str, float]:
    corpus, answerer = Corpus(database, analyzer=ANALYZER, engine=engine), Answerer(ANALYZER)
    corpus.sync(seeds_folder())
    with corpus.snapshot() as snapshot:

        def ask(text: str) -> Answer:
            return answerer.answer(snapshot, Question(text))

        found = evaluate(ask, load_gold(GOLD)).figures
    corpus.close()
    return found


@pytest.mark.slow
def test_no_figure_differs_by_more_than_half_a_point(tmp_path: Path) -> None:
    memory = figures(tmp_path / "memory.db", "memory")
    disk = figures(tmp_path / "disk.db", "disk")
    assert memory["hit@1"] > HALF_A_POINT  # the questions were answered at all
    assert disk == pytest.approx(memory, abs=HALF_A_POINT, nan_ok=True)
