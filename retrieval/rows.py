"""The store's rows as the words of the design; every read goes by primary key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, TypeVar

from retrieval.joined import split_terms
from retrieval.model import Article, ArticleInfo, Passage, Sentence, Span
from retrieval.places import GROUP, UNCOUNTED, Place, unpack

_Value = TypeVar("_Value")
_MOST_TERMS = 20_000  # whose frequencies are kept: 2 MB
_MOST_MARKS = 500  # in a statement; some builds of SQLite take no more than 999
_UNKNOWN = -1
_FREQUENCY = "(select passages from terms where term = ?)"
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


def frequencies(
    connection: sqlite3.Connection, terms: Iterable[str], known: dict[str, int]
) -> dict[str, int]:
    """Return how many passages hold each term, 0 for unknown ones.

    ``known`` are those that were read of the same state before; what is read now is added.
    """
    held = {term: known.get(term, _UNKNOWN) for term in terms}
    new = [term for term, count in held.items() if count == _UNKNOWN]
    for some in _portions(new):
        columns = ", ".join([_FREQUENCY] * len(some))  # a third faster than one list of terms
        counts = connection.execute(f"select {columns}", some).fetchone()
        found = {term: count or 0 for term, count in zip(some, counts, strict=True)}
        if len(known) + len(found) > _MOST_TERMS:
            known.clear()
        known.update(found)
        held.update(found)
    return held


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
    text = text_of(connection, number, places[0][0], places[-1][1])
    return _sentences(path, first, places, text)


def places_of(connection: sqlite3.Connection, number: int, first: int, last: int) -> list[Place]:
    """Return the places of the sentences ``[first, last)`` of an article."""
    if last <= first:
        return []
    rows = connection.execute(
        "select places from sentences where id >= ? and id <= ?",
        (number << 20 | first // GROUP, number << 20 | min((last - 1) // GROUP, (1 << 20) - 1)),
    )
    return unpack([places for (places,) in rows], first, last)


def passages_of(
    connection: sqlite3.Connection, wanted: Sequence[tuple[str, int, int]]
) -> list[Passage]:
    """Return passages by path and id of their article and position in it.

    All in three statements: many are read for a question, and each statement costs.

    Raises:
        KeyError: there is no such passage.
    """
    ids = [number << 20 | position for _, number, position in wanted]
    found = _by_id(connection, 'id, start, "end", first, last, terms', "passages", ids)
    rows = [(path, number, *found[at]) for (path, number, _), at in zip(wanted, ids, strict=True)]
    groups = [
        [number << 20 | at for at in range(first // GROUP, (last - 1) // GROUP + 1)]
        for _, number, _, _, first, last, _ in rows
    ]
    parts = [
        [number << 20 | at for at in range(start // PART, (end - 1) // PART + 1)]
        for _, number, start, end, *_ in rows
    ]
    places = _by_id(connection, "id, places", "sentences", list(chain.from_iterable(groups)))
    texts = _by_id(connection, "id, text", "texts", list(chain.from_iterable(parts)))
    passages = []
    for (path, number, start, end, first, last, terms), at, group, part in zip(
        rows, ids, groups, parts, strict=True
    ):
        begin = start // PART * PART
        text = "".join([texts[key][0] for key in part])[start - begin : end - begin]
        lines = unpack([places[key][0] for key in group], first, last)
        key = key_of(path, at - (number << 20))
        sentences = tuple(_sentences(path, first, lines, text))
        passages.append(Passage(key, path, start, end, sentences, _parted(terms, lines)))
    return passages


def infos_of(
    connection: sqlite3.Connection, paths: Sequence[str]
) -> dict[str, tuple[int, ArticleInfo]]:
    """Return the ids of articles and what is known of them; unknown paths are left out."""
    found: dict[str, tuple[int, ArticleInfo]] = {}
    for some in _portions(paths):
        rows = connection.execute(
            f"select id, {INFO_COLUMNS} from articles "  # noqa: S608  # our own names, marks
            f"where path in ({', '.join('?' * len(some))})",
            some,
        )
        found.update((path, (number, info_of((path, *rest)))) for number, path, *rest in rows)
    return found


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


def _sentences(
    path: str,
    first: int,
    places: Sequence[Place],
    text: str,
) -> list[Sentence]:
    """Return sentences from position ``first`` on; ``text`` begins with the first of them."""
    begin = places[0][0]
    return [
        Sentence(path, at, start, end, number, text[start - begin : end - begin], bool(heading))
        for at, (start, end, number, heading, _) in enumerate(places, first)
    ]


def _parted(joined: str, places: Sequence[Place]) -> tuple[frozenset[str], ...] | None:
    """Return the terms of each sentence of a passage; None when nobody counted them."""
    terms, parts, at = split_terms(joined), [], 0
    for *_, counted in places:
        if counted == UNCOUNTED:
            return None
        parts.append(frozenset(terms[at : at + counted]))
        at += counted
    return tuple(parts)


def _by_id(
    connection: sqlite3.Connection, columns: str, table: str, ids: Sequence[int]
) -> dict[int, tuple[Any, ...]]:
    """Return the rows with these ids; the id is the first of the columns, and left out."""
    found: dict[int, tuple[Any, ...]] = {}
    for some in _portions(ids):
        rows = connection.execute(
            f"select {columns} from {table} "  # noqa: S608  # our own names, marks
            f"where id in ({', '.join('?' * len(some))})",
            some,
        )
        found.update((number, rest) for number, *rest in rows)
    return found


def _portions(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    """Yield as many as a statement takes at a time."""
    return (values[at : at + _MOST_MARKS] for at in range(0, len(values), _MOST_MARKS))


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
