"""Folders of articles with questions: whole question sets, one article, a few clippings."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.analysis import Analyzer
from retrieval.model import Article
from retrieval.training.pool import Example, Pool

SMALL, MANY = 2, 15  # small folders cut from an article, and questions asked of each
CLIPPINGS = 5  # articles of a small folder ...
WIDTH = 3  # ... each of so many paragraphs


def half_of(article: str) -> int:
    """Return which half (0 or 1) of its question set an article or a clipping of it belongs to."""
    return int(article.split(".")[0].split("-")[0]) % 2


@dataclass
class Folder:
    """A folder of articles with the questions asked of it."""

    name: str
    articles: list[Article]
    examples: list[Example]
    pool: Pool

    def fold(self, example: Example) -> int:
        """Return which half the article of a question belongs to."""
        return half_of(example.article)


def topics(folder: Folder, analyzer: Analyzer) -> Iterator[Folder]:
    """Yield each article as a folder of its own."""
    for a in folder.articles:
        own = [e for e in folder.examples if e.article == a.path]
        yield Folder(f"topic {a.path}", [a], own, Pool([a], analyzer))


@dataclass
class Small:
    """A folder of a few clippings about one topic, and questions that it does not answer."""

    folder: Folder
    unanswered: list[Example]


def clippings(folder: Folder, analyzer: Analyzer, rng: random.Random, each: int) -> Iterator[Small]:
    """Yield small folders cut from one article: what a person clipped about one story.

    Questions about the paragraphs that were left out are near misses of the same topic.
    """
    for article in folder.articles:
        asked = [e for e in folder.examples if e.article == article.path]
        paragraphs = list(_paragraphs(article.text))
        for number in range(each):
            places = range(max(1, len(paragraphs) - WIDTH + 1))
            starts = sorted(rng.sample(places, min(CLIPPINGS, len(places))))
            yield _small(article, paragraphs, starts, asked, number, analyzer)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            yield at, at + len(paragraph)
        at += len(paragraph) + 2


def _small(
    article: Article,
    paragraphs: Sequence[tuple[int, int]],
    starts: Sequence[int],
    asked: Sequence[Example],
    number: int,
    analyzer: Analyzer,
) -> Small:
    articles: list[Article] = []
    place: dict[int, tuple[str, int]] = {}  # paragraph -> the clipping it is in, and how far back
    for first in starts:
        name = f"{article.path.split('.')[0]}-{number}-{first}.txt"
        text = ""
        for i in range(first, min(first + WIDTH, len(paragraphs))):
            if i not in place:
                start, end = paragraphs[i]
                place[i] = (name, start - len(text))
                text += article.text[start:end] + "\n\n"
        if text:
            title = " ".join(text.split()[:9])
            articles.append(Article(name, text, "", 0.0, title, title_found=False))
    own, gone = [], []
    for example in asked:
        at = example.answers[0][1]
        i = max(i for i, (start, _) in enumerate(paragraphs) if start <= at)
        if i in place:
            name, back = place[i]
            answers = tuple((text, start - back) for text, start in example.answers)
            own.append(Example(example.question, name, answers))
        else:
            gone.append(example)
    small = Folder(f"clippings {article.path} {number}", articles, own, Pool(articles, analyzer))
    return Small(small, gone)
