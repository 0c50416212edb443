"""The extractive answerer: picks the sentence, marks the phrase, groups what agrees, or refuses."""

from retrieval.answering.answerer import Answerer, AnswerOptions
from retrieval.answering.quoting import paragraph

__all__ = ["AnswerOptions", "Answerer", "paragraph"]
