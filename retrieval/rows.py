"""The store's rows as the words of the design; every read goes by primary key."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from retrieval.model import Article, ArticleInfo, Sentence, Span
from retrieval.places import GROUP, unpack

PART = 2_000  # characters of a row of ``texts``: two of them fill a page of the database
ARTICLE_COLUMNS = (
    "path, sha256, mtime, mtime_ns, size, title, title_found, published, publisher, url, "
    "length, sentences, passages"
)
INFO_COLUMNS = "path, title, published, publisher, url, passages, mtime"


@dataclass(frozen=True, slots=True)
class State:
    """What a generation of the store says about itself.

    ``length`` counts all terms, ``log_from`` is the oldest generation that the log of changes
    goes back to, ``identity`` is drawn when the database is made.
    """

    generation: int
    log_from: int
    passages: int
    length: int
    updated: datetime | None
    identity: str


def state_of(connection: sqlite3.Connection) -> State:
    """Read the state that the transaction of ``connection`` sees."""
    values = dict(connection.execute("select name, value from meta").fetchall())
    updated = values["updated"]
    return State(
        generation=int(values["generation"]),
        log_from=int(values["log_from"]),
        passages=int(values["passages"]),
        length=int(values["length"]),
        updated=datetime.fromisoformat(updated) if updated else None,
        identity=str(values.get("identity", "")),
    )


def frequencies(connection: sqlite3.Connection, terms: Sequence[str]) -> dict[str, int]:
    """Return how many passages hold each term, 0 for unknown ones."""
    distinct = list(dict.fromkeys(terms))
    marks = ", ".join("?" * len(distinct))
    rows = connection.execute(
        f"select term, passages from terms where term in ({marks})",  # noqa: S608  # marks alone
        distinct,
    )
    return dict.fromkeys(distinct, 0) | dict(rows.fetchall())


def terms_of(connection: sqlite3.Connection, number: int) -> list[str]:
    """Return the joined terms of the passages of an article."""
    rows = connection.execute(
        "select terms from passages where id >= ? and id < ?", (number << 20, (number + 1) << 20)
    )
    return [terms for (terms,) in rows]


def key_of(path: str, position: int) -> str:
    """Return the key of a passage."""
    return f"{path}#{position:05}"


def meta(connection: sqlite3.Connection, name: str) -> str:
    """Return a value of the ``meta`` table as text."""
    found = connection.execute("select value from meta where name = ?", (name,)).fetchone()
    return str(found[0])


def number_of(connection: sqlite3.Connection, path: str) -> int:
    """Return the id of an article.

    Raises:
        KeyError: there is no such article.
    """
    found = connection.execute("select id from articles where path = ?", (path,)).fetchone()
    if found is None:
        raise KeyError(path)
    return int(found[0])


def text_of(connection: sqlite3.Connection, number: int, start: int, end: int) -> str:
    """Return characters ``[start, end)`` of an article, reading only the parts that hold them."""
    first, last = start // PART, max(end - 1, start) // PART
    rows = connection.execute(
        "select text from texts where id >= ? and id <= ?",
        (number << 20 | first, number << 20 | min(last, (1 << 20) - 1)),
    )
    text = "".join([part for (part,) in rows])
    return text[start - first * PART : end - first * PART]


def sentences_of(
    connection: sqlite3.Connection, number: int, path: str, first: int, last: int
) -> list[Sentence]:
    """Return the sentences at positions ``[first, last)`` of an article."""
    first = max(first, 0)
    places = places_of(connection, number, first, last)
    if not places:
        return []
    begin = places[0][0]
    text = text_of(connection, number, begin, places[-1][1])
    return [
        Sentence(path, at, start, end, paragraph, text[start - begin : end - begin], bool(heading))
        for at, (start, end, paragraph, heading) in enumerate(places, first)
    ]


def places_of(
    connection: sqlite3.Connection, number: int, first: int, last: int
) -> list[tuple[int, int, int, int]]:
    """Return start, end, paragraph and heading of the sentences ``[first, last)``."""
    if last <= first:
        return []
    group = first // GROUP
    rows = connection.execute(
        "select places from sentences where id >= ? and id <= ?",
        (number << 20 | group, number << 20 | min((last - 1) // GROUP, (1 << 20) - 1)),
    )
    return unpack([places for (places,) in rows])[first - group * GROUP : last - group * GROUP]


def article_of(connection: sqlite3.Connection, path: str) -> Article:
    """Return a whole article.

    Raises:
        KeyError: there is no such article.
    """
    number = number_of(connection, path)
    sha256, mtime, title, found, published, publisher, url = connection.execute(
        "select sha256, mtime, title, title_found, published, publisher, url from articles "
        "where id = ?",
        (number,),
    ).fetchone()
    spans: dict[str, list[Span]] = {"boilerplate": [], "heading": []}
    for kind, start, end in connection.execute(
        'select kind, start, "end" from spans where article = ?', (number,)
    ):
        spans[kind].append(Span(start, end))
    return Article(
        path=path,
        text=text_of(connection, number, 0, 1 << 30),
        sha256=sha256,
        mtime=mtime,
        title=title,
        title_found=bool(found),
        published=_date(published),
        publisher=publisher,
        url=url,
        boilerplate=tuple(spans["boilerplate"]),
        headings=tuple(spans["heading"]),
    )


def info_of(row: tuple[str, str, str | None, str | None, str | None, int, float]) -> ArticleInfo:
    """Return what the columns of ``INFO_COLUMNS`` say."""
    path, title, published, publisher, url, passages, mtime = row
    return ArticleInfo(path, title, _date(published), publisher, url, passages, mtime)


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
