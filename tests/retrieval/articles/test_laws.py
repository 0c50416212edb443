"""Laws of reading that hold for any text at all."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import BoilerplateRules
from retrieval.articles.loading import article_of
from retrieval.model import Article, Sentence
from retrieval.passages import passages, sentences
from retrieval.splitting import split

PHRASES = BoilerplateRules.default().phrases

scraps = st.sampled_from(
    [
        "Lt. Gen. Todd D. Robinson of the U.S. Army left. ",
        "[vc_row][vc_column_text size=”4″]",
        "[/vc_row]",
        "Leave a Comment",
        "Related News",
        "Also Read: more",
        "By Jane Doe",
        "14 February 2023",
        "“Never closed… he said",
        "He came.",
        "was it? ",
        "یہ ہے۔ ",
        "他来了。",
        "\n",
        "\n\n",
        "\r\n",
        "\u2028",
        "\x85",
        "\x00",
        "\x1b[31m",
        "\xa0",
        " ",
        "\t",
        "<br/>",
        "(Reuters) - ",
        "# ",
        "- ",
        "1. ",
        "…",
        "”",
        ".",
        "?",
        "A",
        "é",
        "\ud800",
    ]
)
texts = st.one_of(
    st.text(max_size=200), st.lists(st.one_of(scraps, st.text(max_size=8))).map("".join)
)


def read(text: str) -> tuple[Article, tuple[Sentence, ...]]:
    article = article_of(text, "a.txt", "", 0.0, PHRASES)
    return article, sentences(article)


@given(texts)
def test_sentences_are_slices_in_order_without_white_space_around_them(text: str) -> None:
    article, found = read(text)
    assert article.text == text
    end = 0
    for position, sentence in enumerate(found):
        assert sentence.position == position
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
        assert sentence.start >= end
        end = sentence.end


@given(texts)
def test_every_character_is_white_space_boilerplate_or_in_one_sentence(text: str) -> None:
    article, found = read(text)
    owners = [0] * len(text)
    for span in [*article.boilerplate, *found]:
        for i in range(span.start, span.end):
            owners[i] += 1
    assert all(n <= 1 for n in owners)
    assert all(n == 1 or text[i].isspace() for i, n in enumerate(owners))


@given(texts)
def test_boilerplate_and_headings_are_sorted_disjoint_and_not_empty(text: str) -> None:
    article, _ = read(text)
    for spans in (article.boilerplate, article.headings):
        assert all(span.start < span.end for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


@given(texts)
def test_no_sentence_spans_a_blank_line_and_paragraphs_go_up(text: str) -> None:
    _, found = read(text)
    for sentence in found:
        assert "\n\n" not in sentence.text.replace("\r\n", "\n")
    numbers = [sentence.paragraph for sentence in found]
    assert numbers == sorted(numbers)


@given(texts)
def test_a_sentence_holds_a_letter_or_digit(text: str) -> None:
    _, found = read(text)
    assert all(any(c.isalnum() for c in sentence.text) for sentence in found)


@given(texts, st.integers(1, 50))
def test_passages_partition_the_sentences(text: str, words: int) -> None:
    article, found = read(text)
    cut = passages(article, found, words)
    assert tuple(s for passage in cut for s in passage.sentences) == found
    for number, passage in enumerate(cut):
        assert passage.key == f"a.txt#{number:05d}"
        assert (passage.start, passage.end) == (
            passage.sentences[0].start,
            passage.sentences[-1].end,
        )


@given(texts)
def test_a_title_is_one_printable_line(text: str) -> None:
    article, _ = read(text)
    assert article.title.isprintable()
    assert article.title == article.title.strip()
    assert len(article.title) <= 201


@given(texts, st.data())
def test_splitting_a_part_stays_within_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at = start
    for first, last in split(text, start, end):
        assert at <= first < last <= end
        at = last
    assert not text[at:end].strip()
