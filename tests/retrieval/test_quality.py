"""Quality over the seed articles, held a little below what it is, so that a loss is seen."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer
from retrieval.corpus import Corpus
from retrieval.evaluation import Gold, evaluate, load_gold
from retrieval.model import Answer, Question
from retrieval.resources import seeds_folder
from retrieval.training.pool import Pool, read_squad

GOLD = Path(__file__).parent.parent / "data" / "gold" / "seeds.jsonl"
HELD = {
    "hit@1": 0.90,
    "hit@2": 0.93,
    "mrr": 0.91,
    "phrase_f1": 0.75,
    "refusal_recall": 0.90,
    "readings": 0.55,
}
XQUAD_HELD = {"hit@1": 0.835, "hit@2": 0.91, "phrase_f1": 0.46, "sure_right": 0.94}
XQUAD = os.environ.get("QUOTEDESK_XQUAD")  # the path of xquad.en.json, which is not ours to ship


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer]]:
    analyzer = Analyzer.default()
    answerer = Answerer(analyzer)
    corpus = Corpus(tmp_path_factory.mktemp("quality") / "seeds.db", analyzer=analyzer)
    corpus.sync(seeds_folder())

    def ask(question: str) -> Answer:
        with corpus.snapshot() as snapshot:
            return answerer.answer(snapshot, Question(question))

    yield ask
    corpus.close()


def test_the_figures_over_the_seeds(ask: Callable[[str], Answer]) -> None:
    figures = evaluate(ask, load_gold(GOLD)).figures
    low = {name: figures[name] for name, least in HELD.items() if figures[name] < least}
    assert not low, f"below what is held: {low}"


def test_few_answerable_questions_are_turned_down(ask: Callable[[str], Answer]) -> None:
    answerable = [item for item in load_gold(GOLD) if item.answers]
    refused = [i.question for i in answerable if ask(i.question).outcome == "not_found"]
    assert len(refused) <= len(answerable) // 10, refused


def test_quotes_are_short(ask: Callable[[str], Answer]) -> None:
    lengths = sorted(
        len(answer.readings[0].quote.text.split())
        for item in load_gold(GOLD)
        if (answer := ask(item.question)).readings
    )
    assert lengths[len(lengths) // 2] < 45


@pytest.mark.slow
@pytest.mark.skipif(not XQUAD, reason="name the file in QUOTEDESK_XQUAD to measure on XQuAD")
def test_the_figures_over_xquad() -> None:
    analyzer = Analyzer.default()
    answerer = Answerer(analyzer)
    articles, examples = read_squad(Path(str(XQUAD)))
    pool = Pool(articles, analyzer)
    gold = [
        Gold(str(n), example.question, "factoid", tuple(text for text, _ in example.answers))
        for n, example in enumerate(examples)
    ]
    figures = evaluate(lambda q: answerer.answer(pool, Question(q)), gold).figures
    low = {name: figures[name] for name, least in XQUAD_HELD.items() if figures[name] < least}
    assert not low, f"below what is held: {low}"
