"""The records of passages: what is added is found again, by all who know its place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.indexes import records as module
from retrieval.indexes.records import KEY, LONGEST, Appender, Extent, Records, path_of, tidy
from retrieval.joined import Row, join_terms, marked

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
ROWS = st.lists(
    st.builds(
        lambda key, terms: Row(key, len(terms), join_terms(terms)),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        st.lists(WORDS, max_size=30),
    ),
    min_size=1,
    max_size=8,
)
ROW = Row("a.txt#00001", 3, join_terms(["kabul", "talk", "kabul"]))


def appended(
    folder: Path, rows: list[Row], extent: Extent | None = None
) -> tuple[list[int], Extent]:
    with closing(Appender(folder, extent)) as appender:
        return [appender.add(row) for row in rows], appender.done()


def keys(records: Records, places: list[int]) -> list[str]:
    return [record[KEY:terms].decode() for record, terms, *_ in map(records.lookup, places)]


def opened(folder: Path, extent: Extent) -> Records:
    records = Records(folder, extent.name)
    assert records.holds(extent.end)
    return records


@given(ROWS, ROWS)
def test_every_record_is_found_at_its_place(first: list[Row], second: list[Row]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        places, extent = appended(folder, first)
        records = opened(folder, extent)
        more, end = appended(folder, second, extent)
        assert records.holds(end.end)
        found = map(records.lookup, [*places, *more, *places])  # the last ones from memory
        for row, (record, terms, length, _) in zip([*first, *second, *first], found, strict=True):
            assert (record[KEY:terms].decode(), length) == (row.key, row.length)
            assert record[terms:].rstrip(b"\0").decode() == row.joined.rstrip("\0")
        assert end.records == len(first) + len(second)
        assert [place & LONGEST for place in more] == [row.length for row in second]


def test_terms_are_counted_in_the_bytes(tmp_path: Path) -> None:
    places, extent = appended(tmp_path, [ROW])
    record, terms, _, _ = opened(tmp_path, extent).lookup(places[0])
    assert record.count(marked("kabul").encode(), terms) == 2
    assert record.count(marked("kab").encode(), terms) == 0


def test_what_was_not_committed_is_written_over(tmp_path: Path) -> None:
    _, extent = appended(tmp_path, [ROW])
    appended(tmp_path, [ROW, ROW], extent)  # and then its writer was killed
    other = ROW._replace(key="b.txt#00000")
    places, end = appended(tmp_path, [other], extent)
    assert keys(opened(tmp_path, end), places) == [other.key]
    assert path_of(tmp_path, end.name).stat().st_size == end.end


def test_a_file_that_ends_too_early_is_noticed(tmp_path: Path) -> None:
    _, extent = appended(tmp_path, [ROW])
    records = opened(tmp_path, extent)
    path_of(tmp_path, extent.name).write_bytes(b"")
    assert not records.holds(extent.end)
    assert not Records(tmp_path, extent.name).holds(extent.end)


@pytest.mark.parametrize("damage", [lambda data: data[::-1], lambda data: bytes(len(data))])
def test_a_damaged_record_is_noticed(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    places, extent = appended(tmp_path, [ROW])
    file = path_of(tmp_path, extent.name)
    file.write_bytes(damage(file.read_bytes()))
    for place in (*places, places[0] + (1 << 40)):
        with pytest.raises(ValueError, match="missing"):
            opened(tmp_path, extent).lookup(place)


def test_what_was_forgotten_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_KEPT", 1)
    rows = [ROW._replace(key=f"{n}.txt#00000") for n in range(10)]
    places, extent = appended(tmp_path, rows)
    records = opened(tmp_path, extent)
    for _ in range(3):
        assert keys(records, places) == [row.key for row in rows]


@pytest.mark.parametrize("row", [ROW._replace(key="a" * 5_000), Row("a#1", 1, "b" * 5_000)])
def test_records_longer_than_most_are_read_whole(tmp_path: Path, row: Row) -> None:
    places, extent = appended(tmp_path, [ROW, row, ROW])
    record, terms, _, _ = opened(tmp_path, extent).lookup(places[1])
    assert (record[KEY:terms].decode(), record[terms:].rstrip(b"\0").decode()) == (
        row.key,
        row.joined,
    )


def test_a_record_cut_short_is_noticed(tmp_path: Path) -> None:
    places, extent = appended(tmp_path, [Row("a#1", 1, "b" * 5_000)])
    records = opened(tmp_path, extent)
    with path_of(tmp_path, extent.name).open("r+b") as file:
        file.truncate(extent.end - 1)
    with pytest.raises(ValueError, match="missing"):
        records.lookup(places[0])


def test_older_files_go_and_who_reads_one_reads_on(tmp_path: Path) -> None:
    places, older = appended(tmp_path, [ROW])
    held = opened(tmp_path, older)
    _, newer = appended(tmp_path, [ROW])
    tidy(tmp_path, newer.name)
    assert list(tmp_path.iterdir()) == [path_of(tmp_path, newer.name)]
    assert keys(held, places) == [ROW.key]
    with pytest.raises(FileNotFoundError):
        Records(tmp_path, older.name)
