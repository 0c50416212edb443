"""Which candidates have their phrases scored: those that may be answers."""

from pathlib import Path

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer
from retrieval.answering.candidates import search
from retrieval.corpus import Corpus
from retrieval.questions import understand

ANALYZER = Analyzer.default()
ANSWERER = Answerer(ANALYZER)
TEXT = (
    "A relief group said that 40,000 people had fled their homes on the northern side.\n\n"
    "Shops in the town were open again. The mayor, Ada Lund, bought bread.\n"
)
OTHER = (
    "The number of people uprooted from homes on the northern side is 52,000, a relief group"
    " reports.\n"
)
FLED = "How many people had fled on the northern side?"


def scored(tmp_path: Path, question: str) -> set[str]:
    """Return the first words of the sentences whose phrases are scored."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT)
    (folder / "two.txt").write_text(OTHER)
    corpus = Corpus(tmp_path / "quotedesk.db", analyzer=ANALYZER)
    corpus.sync(folder)
    with corpus.snapshot() as snapshot:
        scene = search(understand(question, ANALYZER), snapshot, ANSWERER.lexicon, 10)
        judged = ANSWERER.judge(scene, snapshot)
    return {" ".join(one.candidate.view.text.split()[:2]) for one in judged}


def test_a_sentence_far_below_the_best_one_is_passed_by(tmp_path: Path) -> None:
    assert scored(tmp_path, FLED) == {"A relief", "The number"}


def test_any_word_for_who_somebody_is_counts(tmp_path: Path) -> None:
    assert len(scored(tmp_path, "Who is Ada Lund?")) == 3  # all that its passages hold
