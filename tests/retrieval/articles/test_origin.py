"""Title, date, publisher and address: found where the text gives them, None where not."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.articles import BoilerplateRules
from retrieval.articles.dates import find_date
from retrieval.articles.loading import article_of
from retrieval.model import Article

BODY = (
    "The harbour will be dredged in May, the council said on Monday. The last time was on 3 March"
    " 2011, when Reuters reported on it.\n\nHe told The Nation that it takes two weeks."
)
DAY = date(2023, 2, 14)


def read(text: str) -> Article:
    return article_of(text, "a.txt", "", 0.0, BoilerplateRules.default().phrases)


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-14",
        "2023/02/14",
        "February 14, 2023",
        "Feb. 14th, 2023",
        "14 February 2023",
        "14-Feb-2023",
        "14th of February, 2023",
        "14/02/2023",
        "02/14/2023",
        "14.2.2023",
        "Tue, 14 Feb 2023 10:30:00 GMT",
        "2023-02-14T10:30:00Z",
        "FEBRUARY 14, 2023",
    ],
)
def test_dates_in_many_forms(text: str) -> None:
    assert find_date(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "02/03/2023", "31 February 2023", "2023", "February 14", "2023-13-01", "1/2/3"]
)
def test_what_is_no_sure_date_is_none(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    "line",
    [
        " date 2023-02-14 PTI",
        "Published: February 14, 2023",
        "By Jane Doe | PTI | Feb 14, 2023",
        "Feb 14, 2023 at 5:06 p.m. EST",
        "Updated 14 Feb 2023, 10:30 AM IST",
        "Posted on 14/02/2023 by Jane Doe",
    ],
)
def test_a_date_line_gives_the_date(line: str) -> None:
    article = read(f"Harbour to be dredged\n\n{line}\n\n{BODY}")
    assert article.published == DAY
    assert article.title == "Harbour to be dredged"


@pytest.mark.parametrize(
    "headline", ["BIN COLLECTIONS CHANGE FROM 14 FEBRUARY", "Harbour Shut Until February 14, 2023"]
)
def test_a_headline_that_names_a_day_is_no_date_line(headline: str) -> None:
    article = read(f"{headline}\n\n{BODY}")
    assert article.title == headline
    assert article.published is None


@pytest.mark.parametrize("opening", ["14 February 2023 – ", "2023-02-14: ", "Feb. 14, 2023 -- "])
def test_the_body_may_open_with_its_date(opening: str) -> None:
    assert read(f"Harbour to be dredged\n\n{opening}{BODY}").published == DAY


def test_the_days_of_a_chronicle_are_not_that_of_publication() -> None:
    days = f"14 February 2023: {BODY}\n\n16 March 2023: The dredger left the harbour again."
    assert read(f"Harbour diary\n\n{days}").published is None


def test_the_first_publication_counts_before_a_change() -> None:
    text = f"Title here\n\nUpdated: March 1, 2023\n\nPublished: February 14, 2023\n\n{BODY}"
    assert read(text).published == DAY


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"Harbour to be dredged\n\n{BODY}",
        f"Islamabad, February 13\n\n{BODY}",
        f"{BODY}\n\nRelated News\n\nOld news\n\nFebruary 14, 2023\n\nReuters",
        f"{BODY}\n\nLeave a Comment\n\nBob\n\nFebruary 14, 2023",
    ],
)
def test_a_date_or_publisher_in_the_body_or_of_others_is_not_the_articles(text: str) -> None:
    article = read(text)
    assert (article.published, article.publisher) == (None, None)


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"Title here\n\nBy Reuters\n\n{BODY}", "Reuters"),
        (f"Title here\n\nBy Jane Doe, Associated Press\n\n{BODY}", "AP"),
        (f"Title here\n\nPTI\n\n{BODY}", "PTI"),
        (f"Title here\n\nLAHORE, Feb 14 (APP): {BODY}", "APP"),
        (f"Title here\n\n(Reuters) - {BODY}", "Reuters"),
        (f"Title here\n\n{BODY} (ANI)", "ANI"),
        (f"Title here\n\n{BODY}\n\nSource: Harbour Gazette", "Harbour Gazette"),
        (f"Title here\n\n{BODY}\n\nPublished in Dawn, February 14th, 2023", "Dawn"),
        (f"Title here\n\n{BODY}\n\nFirst published in The Hindu", "The Hindu"),
        (f"Title here\n\n{BODY}\n\n© 2023 Port News. All rights reserved.", "Port News"),
        (f"Title here - The Hindu\n\n{BODY}", "The Hindu"),
        (f"Title here\n\nBy Jane Doe\n\n{BODY}", None),
        (f"Title here\n\nPublished in India\n\n{BODY}", None),
        (f"Title here\n\nThe International Port Fund (AP) said so. {BODY}", None),
        (f"Title here\n\n{BODY}\n\n© All Rights Reserved", None),
    ],
)
def test_publishers(text: str, publisher: str | None) -> None:
    article = read(text)
    assert article.publisher == publisher
    assert article.title == "Title here"


@pytest.mark.parametrize(
    "line",
    [
        "https://port.example/a?b=1",
        "Source: https://port.example/a?b=1",
        "URL: <https://port.example/a?b=1>",
        "Read the original at https://port.example/a?b=1.",
    ],
)
@pytest.mark.parametrize(
    "place", ["{line}\n\nTitle here\n\n{body}", "Title here\n\n{body}\n\n{line}"]
)
def test_an_address_at_head_or_foot(line: str, place: str) -> None:
    article = read(place.format(line=line, body=BODY))
    assert (article.url, article.publisher) == ("https://port.example/a?b=1", None)


def test_opening_words_stand_in_for_a_missing_title() -> None:
    article = read(BODY)
    assert not article.title_found
    assert article.title == (
        "The harbour will be dredged in May, the council said on Monday. The last time…"
    )


@pytest.mark.parametrize("text", ["One line only", "Leave a Comment", "[vc_row]", "!!!"])
def test_a_text_of_one_line_has_no_title_of_its_own(text: str) -> None:
    article = read(text)
    assert not article.title_found
