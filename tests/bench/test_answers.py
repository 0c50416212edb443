"""How long a warm answer takes beside rank_bm25's retrieval alone, over the same passages.

Measured on XQuAD where QUOTEDESK_XQUAD names the file, else on the seed articles.
"""

import os
from pathlib import Path

import pytest
from measures import timed
from rank_bm25 import BM25Okapi

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer
from retrieval.articles import find, load
from retrieval.evaluation import load_gold
from retrieval.model import Question
from retrieval.resources import seeds_folder
from retrieval.training.pool import Pool, read_squad

GOLD = Path(__file__).parent.parent / "data" / "gold" / "seeds.jsonl"
MOST = 300
"""A warm answer takes at most so many times what rank_bm25 takes over five copies of each article:
some 70 times as measured on the seeds (they are tiny), some 20 times on XQuAD."""
XQUAD = os.environ.get("QUOTEDESK_XQUAD")


@pytest.mark.bench
def test_a_warm_answer_beside_bare_retrieval() -> None:
    analyzer = Analyzer.default()
    if XQUAD:
        articles, examples = read_squad(Path(XQUAD))
        questions = [example.question for example in examples[::3]]
    else:
        articles = [load(path, seeds_folder()) for path in find(seeds_folder())]
        questions = [item.question for item in load_gold(GOLD)]
    pool, answerer = Pool(articles, analyzer), Answerer(analyzer)
    bare = BM25Okapi([analyzer.terms(a.text) for a in articles for _ in range(5)])
    for question in questions:
        answerer.answer(pool, Question(question))  # warm
    ours = timed(lambda q: answerer.answer(pool, Question(q)), questions)
    theirs = timed(lambda q: bare.get_scores(analyzer.terms(q)), questions)
    middle, last = len(ours) // 2, int(len(ours) * 0.99)
    print(
        f"\nwarm answer p50 {ours[middle]:.1f} ms, p99 {ours[last]:.1f} ms;"
        f" rank_bm25 alone p50 {theirs[middle]:.2f} ms; {len(questions)} questions"
    )
    assert ours[middle] < MOST * theirs[middle]
