"""Put a reader together from its files, or say in one sentence why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retrieval.analysis import Analyzer
from retrieval.answering.answerer import Answerer, AnswerOptions
from retrieval.answering.checks import Checker
from retrieval.answering.confidence import Confidence
from retrieval.answering.lexicon import Lexicon
from retrieval.answering.ranker import Linear, LinearScorer
from retrieval.answering.spans import SpanScorer
from retrieval.errors import ReaderError, ReaderMissing
from retrieval.reader import runtime, tokens
from retrieval.reader.certainty import NAMES, ReaderCertainty
from retrieval.reader.files import FOLDER, VOCABULARY, WEIGHTS, Files
from retrieval.reader.runtime import Network
from retrieval.reader.scorer import FEATURES, ReaderScorer, Reading
from retrieval.reader.tokens import Tokenizer

MISSING = "The reader needs more libraries; run: pip install quotedesk[reader]"
_OTHER = f"The reader's file {WEIGHTS} is for another version; install Quotedesk again."
SENTENCES = 24  # looked at: the reader knows answers that share few words with the question
# Its probabilities lie further apart: a third of the threshold refuses as much of what the articles
# do not hold as the light scorer does, and half as much of what they hold.
_SURER = 1 / 3


@dataclass(frozen=True)
class Weights:
    """What is learned around the network."""

    reading: Reading
    combination: Linear
    confidence: Confidence

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Weights:
        """Read them; raises ReaderError when they are for other features or signs."""
        try:
            combination = Linear.of(table["combination"])
            confidence = Confidence.of_tables(table, NAMES)
            reading = Reading(**table["reading"])
        except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
            raise ReaderError(_OTHER) from None
        models = (confidence.answerable, confidence.right, confidence.quote)
        if combination.names != FEATURES or any(one.model.names != NAMES for one in models):
            raise ReaderError(_OTHER)
        return cls(reading, combination, confidence)


@dataclass(frozen=True)
class Reader:
    """A reader that is ready: its tokenizer, its network and the weights around it."""

    tokenizer: Tokenizer
    network: Network
    weights: Weights

    @classmethod
    def open(cls, folder: Path = FOLDER, threads: int = 1) -> Reader:
        """Open the reader of a folder.

        Raises ReaderMissing without its libraries, ReaderError when a file or the machine will
        not do.
        """
        try:
            tokens.library(), runtime.library()
        except ImportError:
            raise ReaderMissing(MISSING) from None
        files = Files.load(folder)
        weights = Weights.of(files.weights)
        try:
            tokenizer = Tokenizer.load(files.vocabulary)
            return cls(tokenizer, Network.open(files.model, threads), weights)
        except (OSError, ValueError):
            raise ReaderError(f"The reader's file {VOCABULARY} cannot be used.") from None

    def answerer(
        self, analyzer: Analyzer, options: AnswerOptions, budget_ms: float = 300.0
    ) -> Answerer:
        """Return an answerer that uses both scorers."""
        lexicon, checker = Lexicon.load(analyzer), Checker.load(analyzer)
        light = LinearScorer.load(SpanScorer.load(lexicon), checker)
        weights = self.weights
        reading = replace(weights.reading, budget_ms=budget_ms)
        scorer = ReaderScorer(light, self.tokenizer, self.network, weights.combination, reading)
        certainty = ReaderCertainty(Confidence.load(), weights.confidence)
        options = replace(options, sentences=SENTENCES, closest=_SURER * options.closest)
        return Answerer(analyzer, options, scorer, certainty)
