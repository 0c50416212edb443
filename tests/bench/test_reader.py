"""What the second reader costs beside the light answer, in the same run: time, memory, size.

Measured on XQuAD where QUOTEDESK_XQUAD names the file, else on the seed articles. One thread.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from measures import timed

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer, AnswerOptions
from retrieval.articles import find, load
from retrieval.evaluation import load_gold
from retrieval.model import Question
from retrieval.reader.files import FOLDER
from retrieval.reader.opening import Reader
from retrieval.resources import seeds_folder
from retrieval.training.pool import Pool, read_squad

GOLD = Path(__file__).parent.parent / "data" / "gold" / "seeds.jsonl"
XQUAD = os.environ.get("QUOTEDESK_XQUAD")
LARGEST_MB, MOST_RSS_MB, SLOWEST_MS = 25, 350, 80
MEMORY = """
import sys
from retrieval.analysis import Analyzer
from retrieval.answering import Answerer, AnswerOptions
from retrieval.articles import find, load
from retrieval.model import Question
from retrieval.reader.opening import Reader
from retrieval.resources import seeds_folder
from retrieval.training.pool import Pool
from tests.support.measures import peak
analyzer = Analyzer.default()
pool = Pool([load(path, seeds_folder()) for path in find(seeds_folder())], analyzer)
light = Answerer(analyzer)
if sys.argv[1] == "both":
    light = Reader.open().answerer(analyzer, AnswerOptions(), 1e9)
for question in sys.stdin:
    light.answer(pool, Question(question.strip()))
print(peak())
"""


def material(analyzer: Analyzer) -> tuple[Pool, list[str]]:
    if XQUAD:
        articles, examples = read_squad(Path(XQUAD))
        return Pool(articles, analyzer), [example.question for example in examples[::6]]
    articles = [load(path, seeds_folder()) for path in find(seeds_folder())]
    return Pool(articles, analyzer), [item.question for item in load_gold(GOLD)]


@pytest.mark.bench
def test_an_answer_of_both_beside_a_light_one() -> None:
    analyzer = Analyzer.default()
    pool, questions = material(analyzer)
    light = Answerer(analyzer)
    both = Reader.open(threads=1).answerer(analyzer, AnswerOptions(), 1e9)
    for answerer in (light, both):
        timed(lambda q, a=answerer: a.answer(pool, Question(q)), questions[:20])
    alone = timed(lambda q: light.answer(pool, Question(q)), questions)
    slower = timed(lambda q: both.answer(pool, Question(q)), questions)
    middle, last = len(questions) // 2, int(len(questions) * 0.99)
    print(
        f"\n{len(questions)} questions, one thread: light p50 {alone[middle]:.1f} ms, p99"
        f" {alone[last]:.1f} ms; both p50 {slower[middle]:.1f} ms, p99 {slower[last]:.1f} ms"
    )
    # a busy machine slows both: past the limit their ratio decides
    assert slower[middle] < SLOWEST_MS or slower[middle] < 12 * alone[middle]


@pytest.mark.bench
def test_memory_and_size_stay_small() -> None:
    questions = "\n".join(item.question for item in load_gold(GOLD))
    found = {}
    for name in ("light", "both"):
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, name],
            input=questions, capture_output=True, text=True, check=True,
        )  # fmt: skip
        found[name] = float(done.stdout)
    size = sum(path.stat().st_size for path in FOLDER.iterdir()) / 1e6
    print(
        f"\nresident memory: light {found['light']:.0f} MB, both {found['both']:.0f} MB;"
        f" files of the reader {size:.1f} MB"
    )
    assert found["both"] < MOST_RSS_MB
    assert size < LARGEST_MB
