"""The five seed articles as they are read: what they hold and what is never quoted."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.articles import find, load
from retrieval.model import Article
from retrieval.passages import passages, sentences
from retrieval.resources import seeds_folder

SEEDS: dict[str, Article] = {
    path.name[:3]: load(path, seeds_folder()) for path in find(seeds_folder())
}


@pytest.mark.parametrize(
    ("seed", "title", "found", "published", "publisher"),
    [
        ("000", "The American delegation will visit Pakistan this week", True, None, None),
        (
            "001",
            "Pakistan, U.S. Defence Talks In Washington To Improve Security",
            True,
            None,
            None,
        ),
        (
            "002",
            "Counter-terrorism talks between US and Pakistan to begin tomorrow.",
            True,
            None,
            None,
        ),
        ("003", "Pakistan, US aim to start a new partnership", True, None, None),
        (
            "004",
            "Pakistan and the US are set to hold defence talks in Washington on Monday to…",
            False,
            date(2023, 2, 14),
            "PTI",
        ),
    ],
)
def test_title_date_and_publisher_are_what_the_text_gives(
    seed: str, title: str, found: bool, published: date | None, publisher: str | None
) -> None:
    article = SEEDS[seed]
    assert (article.title, article.title_found) == (title, found)
    assert (article.published, article.publisher, article.url) == (published, publisher, None)


@pytest.mark.parametrize(
    ("seed", "marked"),
    [
        ("000", ["The American delegation will visit Pakistan this week", "Leave a Comment"]),
        ("001", ["Exit mobile version"]),
        (
            "002",
            [
                "Picture of Newsdesk",
                "Newsdesk",
                "Katcha area cleared of criminals",
                "[vc_row][vc_column][vc_column_text dp_text_size=”size-4″]",
                "Also Read:\xa0The rise in terrorism An opportunity to negotiate with arch-rivals."
                "[/vc_column_text][/vc_column][/vc_row]",
                "Related News",
                "Trending",
                "Recent News",
                "Type to Search",
            ],
        ),
        (
            "003",
            [
                "This website uses cookies to improve your experience. We'll assume you're ok with"
                " this, but you can opt-out if you wish. Accept Read More"
            ],
        ),
        ("004", ["date 2023-02-14 PTI"]),
    ],
)
def test_furniture_is_marked_and_nothing_else(seed: str, marked: list[str]) -> None:
    article = SEEDS[seed]
    assert [article.text[span.start : span.end] for span in article.boilerplate] == marked


def test_sub_headings_are_headings() -> None:
    headings = {
        seed: [sentence.text for sentence in sentences(article) if sentence.heading][-1]
        for seed, article in SEEDS.items()
    }
    assert headings["000"] == "Talks between Pakistani and American officials in Washington"
    assert headings["001"] == "Counterterrorism dialogue next month"
    assert headings["003"] == "75 years of bilateral ties"
    assert headings["004"] == "Islamabad, February 13"


@pytest.mark.parametrize(
    ("seed", "sentence"),
    [
        (
            "000",
            "At present, a delegation of Pakistani army personnel is discussing defense issues in"
            " Washington",
        ),
        (
            "000",
            "10-day talks in Islamabad with Pakistan and the International Monetary Fund (IMF)"
            " ended without an agreement on Friday.",
        ),
        (
            "001",
            "The Pakistani team, led by Lt. Gen. Mohammed Saeed, Chief of General Staff, arrived"
            " in the U.S. capital on Sunday afternoon.",
        ),
        (
            "001",
            "“I think the Trade and Investment Framework Agreement (TIFA) talks will happen in"
            " Washington in the last week of February, so the week after I get back…",
        ),
        (
            "002",
            "The Ministry of Foreign Affairs stated on Sunday that Pakistan and the US would begin"
            " a two-day counterterrorism conversation on March 6.",
        ),
        (
            "003",
            "ISLAMABAD\xa0\xa0\xa0 –\xa0 Pakistan and the United States are aiming to start a new"
            " partnership as they celebrate 75 years of bilateral ties.",
        ),
        (
            "003",
            "US Secretary of State for the Bureau of International Narcotics and Law Enforcement"
            " Affairs Todd D. Robinson is already in Pakistan after some warm meetings and"
            " interactions between the top diplomats of the two countries.",
        ),
        (
            "004",
            "The US multi-agency team will be represented by the office of the Undersecretary of"
            " Defence,” the foreign office said.",
        ),
    ],
)
def test_sentences_are_whole(seed: str, sentence: str) -> None:
    assert sentence in {found.text for found in sentences(SEEDS[seed])}


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_sentences_and_passages_are_slices(seed: str) -> None:
    article = SEEDS[seed]
    found = sentences(article)
    assert [sentence.position for sentence in found] == list(range(len(found)))
    assert all(article.text[s.start : s.end] == s.text == s.text.strip() for s in found)
    cut = passages(article, found)
    assert tuple(sentence for passage in cut for sentence in passage.sentences) == found
    assert [passage.key for passage in cut] == [f"{article.path}#{i:05d}" for i in range(len(cut))]
