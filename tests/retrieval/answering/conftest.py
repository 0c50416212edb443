"""Small corpora and the answerer, made once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from retrieval.analysis import Analyzer
from retrieval.answering import Answerer
from retrieval.corpus import Corpus
from retrieval.model import Answer, Conversation, Question
from retrieval.resources import seeds_folder

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def answerer() -> Answerer:
    return Answerer(Analyzer.default())


@pytest.fixture(scope="session")
def asking(
    answerer: Answerer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Ask]]:
    """Return a function from texts (or a folder) to a function that asks them."""
    with ExitStack() as stack:

        def over(*texts: str, folder: Path | None = None) -> Ask:
            place = tmp_path_factory.mktemp("corpus")
            if folder is None:
                folder = place / "articles"
                folder.mkdir()
                for number, text in enumerate(texts):
                    (folder / f"{number}.txt").write_text(text, "utf-8")
            corpus = Corpus(place / "store.db", analyzer=answerer.analyzer)
            stack.callback(corpus.close)
            corpus.sync(folder)

            def ask(question: str, conversation: Conversation = Conversation()) -> Answer:  # noqa: B008
                with corpus.snapshot() as snapshot:
                    answer = answerer.answer(snapshot, Question(question), conversation)
                    for reading in answer.readings:
                        for quote in (reading.quote, reading.context):
                            if quote is not None:
                                held = snapshot.text(quote.article, quote.start, quote.end)
                                assert held == quote.text
                return answer

            return ask

        yield over


@pytest.fixture(scope="session")
def seeds(asking: Callable[..., Ask]) -> Ask:
    """Return a function that asks the seed articles."""
    return asking(folder=seeds_folder())
