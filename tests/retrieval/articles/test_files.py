"""Which files are found, and what is said of those that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.articles import SUFFIXES, Limits, find, load
from retrieval.articles.formats import LOADERS
from retrieval.errors import ArticleError, CorpusError, QuotedeskError, TooLarge, Undecodable


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find(folder)]


def write(path: Path, data: str | bytes = "A text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def refusal(path: Path, kind: type[QuotedeskError] = ArticleError, **limits: int) -> str:
    """Return what is said when ``path`` is refused: one line that names the file."""
    with pytest.raises(kind) as caught:
        load(path, path.parent, Limits(**limits))
    said = str(caught.value)
    assert said.isprintable()
    assert said.count(". ") == 0
    assert said.endswith(".")
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return said


def test_finds_known_suffixes_in_order_and_skips_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.TXT", "a/y.md", "c.jpg", ".d.txt", ".git/e.txt", "none"):
        write(tmp_path / name)
    assert names(tmp_path) == ["a/y.md", "a/z.TXT", "b.txt"]


def test_every_suffix_found_has_a_loader() -> None:
    assert set(LOADERS) == set(SUFFIXES)


def test_a_loop_of_links_is_walked_once(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "a.txt")
    (tmp_path / "deep" / "up").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "deep")
    assert names(tmp_path) == ["deep/a.txt"]


def test_a_link_to_a_folder_elsewhere_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.txt")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "elsewhere")
    assert names(tmp_path / "here") == ["link/a.txt"]


@pytest.mark.parametrize("target", ["self.txt", "nowhere.txt"])
def test_a_link_that_leads_nowhere_is_found_and_refused(tmp_path: Path, target: str) -> None:
    link = tmp_path / "self.txt"
    link.symlink_to(tmp_path / target)
    assert names(tmp_path) == ["self.txt"]
    assert "self.txt" in refusal(link)


def test_a_folder_that_is_none_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="create it or name another"):
        list(find(tmp_path / "missing"))
    with pytest.raises(CorpusError, match=r"file\.txt is a file; name the folder"):
        list(find(write(tmp_path / "file.txt")))


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert names(tmp_path) == []


def test_a_vanished_file(tmp_path: Path) -> None:
    assert "no longer there" in refusal(tmp_path / "gone.txt")


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    path = write(tmp_path / "big.txt", "x" * 1001)
    assert "big.txt is larger than 0.001 MB" in refusal(path, TooLarge, max_bytes=1000)
    assert load(path, tmp_path, Limits(max_bytes=1001)).text == "x" * 1001


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024 * 1024)  # a hole: takes no room
    assert "huge.txt" in refusal(path, TooLarge)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe.txt is no regular file" in refusal(tmp_path / "pipe.txt")


def test_a_folder_named_like_an_article(tmp_path: Path) -> None:
    write(tmp_path / "x.txt" / "a.txt")
    assert names(tmp_path) == ["x.txt/a.txt"]
    assert "The folder" in refusal(tmp_path / "x.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_and_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "secret.txt")
    path.chmod(0)
    assert "may not be read" in refusal(path)
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    assert names(tmp_path) == ["locked", "secret.txt"]
    assert "The folder" in refusal(locked)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\ufeff\n".encode()])
def test_a_file_without_text(tmp_path: Path, data: bytes) -> None:
    assert "is empty" in refusal(write(tmp_path / "blank.txt", data))


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4,
        b"A sentence.\0Another one.",
        bytes(range(1, 32)) * 20,
        b"\xff\xfe" + b"\x00\xd8" * 40,
    ],
)
def test_a_binary_file_named_txt(tmp_path: Path, data: bytes) -> None:
    said = refusal(write(tmp_path / "picture.txt", data), Undecodable)
    assert "picture.txt holds no readable text; save it as UTF-8" in said


def test_a_suffix_without_a_loader(tmp_path: Path) -> None:
    assert "of no format" in refusal(write(tmp_path / "a.jpg"))


def test_a_name_with_control_characters_is_shown_without_them(tmp_path: Path) -> None:
    assert "a?[31m?.txt" in refusal(write(tmp_path / "a\x1b[31m\n.txt", b""))


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        write(path)
    except OSError:
        pytest.skip("the file system takes no such name")
    assert "rename the file" in refusal(path)


def test_an_article_knows_its_file(tmp_path: Path) -> None:
    path = write(tmp_path / "sub" / "a.txt", "A text.\r\nOf two lines.")
    article = load(path, tmp_path)
    assert (article.path, article.mtime) == ("sub/a.txt", path.stat().st_mtime)
    assert article.text == "A text.\r\nOf two lines."
    assert len(article.sha256) == 64
