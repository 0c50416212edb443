"""The small folders that the training cuts out of articles."""

import random

from retrieval.analysis import Analyzer
from retrieval.model import Article
from retrieval.training.folders import CLIPPINGS, WIDTH, Folder, clippings, topics
from retrieval.training.pool import Example, Pool

ANALYZER = Analyzer.default()
PARAGRAPHS = [f"Paragraph {i} says that bridge {i} was built in {1900 + i}." for i in range(40)]
TEXT = "".join(f"{paragraph}\n\n" for paragraph in PARAGRAPHS)
EXAMPLES = [
    Example(
        f"When was bridge {i} built?", "0004.txt", ((str(1900 + i), TEXT.index(str(1900 + i))),)
    )
    for i in range(40)
]


def whole() -> Folder:
    article = Article("0004.txt", TEXT, "", 0.0, "Bridges")
    return Folder("bridges", [article], EXAMPLES, Pool([article], ANALYZER))


def test_an_article_is_a_folder_of_its_own() -> None:
    (topic,) = topics(whole(), ANALYZER)
    assert topic.examples == EXAMPLES
    assert len(topic.pool) == len(whole().pool)


def test_answers_stand_where_the_clippings_say() -> None:
    for small in clippings(whole(), ANALYZER, random.Random(3), each=4):
        texts = {article.path: article.text for article in small.folder.articles}
        assert 1 <= len(texts) <= CLIPPINGS
        assert all(text.count("\n\n") <= WIDTH for text in texts.values())
        for example in small.folder.examples:
            for answer, at in example.answers:
                assert texts[example.article][at : at + len(answer)] == answer


def test_every_question_is_either_answered_or_not() -> None:
    for small in clippings(whole(), ANALYZER, random.Random(3), each=4):
        asked = [e.question for e in (*small.folder.examples, *small.unanswered)]
        assert sorted(asked) == sorted(e.question for e in EXAMPLES)
        words = " ".join(article.text for article in small.folder.articles)
        assert all(e.answers[0][0] not in words for e in small.unanswered)


def test_clippings_of_one_article_belong_to_its_half() -> None:
    for small in clippings(whole(), ANALYZER, random.Random(3), each=1):
        assert {small.folder.fold(e) for e in small.folder.examples} == {0}
