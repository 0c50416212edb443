"""Passages are runs of whole sentences of about the wanted length."""

from __future__ import annotations

from retrieval.articles import BoilerplateRules
from retrieval.articles.loading import article_of
from retrieval.passages import passages, sentences


def cut(text: str, words: int = 100) -> list[list[str]]:
    """Return the sentences of each passage of ``text``."""
    article = article_of(text, "a.txt", "", 0.0, BoilerplateRules.default().phrases)
    return [[s.text for s in p.sentences] for p in passages(article, sentences(article), words)]


def prose(number: int, words: int = 9) -> str:
    return " ".join([f"Sentence{number}", *["word"] * (words - 2), "end."])


def test_about_the_wanted_number_of_words() -> None:
    text = "\n\n".join(" ".join(prose(i * 10 + j) for j in range(10)) for i in range(20))
    sizes = [sum(len(s.split()) for s in passage) for passage in cut(text)]
    assert sum(sizes) == 20 * 10 * 9
    assert all(90 <= size <= 110 for size in sizes[:-1])


def test_a_heading_goes_with_what_follows_it() -> None:
    text = f"{prose(1, 20)}\n\nA heading\n\n{prose(2, 20)}\n\nAnother\n\n{prose(3, 20)}"
    assert cut(text) == [[prose(1, 20)], ["A heading", prose(2, 20)], ["Another", prose(3, 20)]]


def test_a_title_goes_with_the_first_sentence_even_if_that_is_long() -> None:
    assert cut(f"The title\n\n{prose(1, 300)}\n\n{prose(2)}") == [
        ["The title", prose(1, 300)],
        [prose(2)],
    ]


def test_a_sentence_over_the_limit_stands_alone() -> None:
    text = f"{prose(1)} {prose(2, 400)} {prose(3)}"
    assert cut(text) == [[prose(1)], [prose(2, 400)], [prose(3)]]


def test_scripts_without_spaces_are_cut_too() -> None:
    text = "新馆于周一开放馆内有十万册图书欢迎大家。" * 500
    assert len(cut(text)) > 5


def test_boilerplate_alone_gives_no_passage() -> None:
    assert cut("Leave a Comment\n\nRelated News\n\n[vc_row][/vc_row]") == []


def test_nothing_gives_nothing() -> None:
    assert cut("") == []
