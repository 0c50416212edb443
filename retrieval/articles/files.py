"""The files of an articles folder: finding them, and reading one within limits."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import ArticleError, CorpusError, TooLarge


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an article may be. ``max_bytes`` counts the bytes of the file."""

    max_bytes: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, and when it was last changed (seconds since 1970)."""

    data: bytes
    mtime: float


def walk(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    """Yield the files below ``folder`` that end in one of ``suffixes``, sorted by path.

    Hidden files and folders are skipped. A folder reached twice (a symbolic link to a folder
    above it, say) is read once. A folder that cannot be read is yielded itself, so that reading
    it says why.

    Raises:
        CorpusError: ``folder`` is no folder or cannot be read.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - the method raises below a closed folder
        message = f"There is no articles folder {shown(folder)}; create it or name another one."
        if os.path.isfile(folder):  # noqa: PTH113 - likewise
            message = f"{shown(folder)} is a file; name the folder that it lies in."
        raise CorpusError(message)
    seen: set[tuple[int, int]] = set()
    found = sorted(_below(folder, suffixes, seen), key=lambda path: path.parts)
    if found == [folder]:
        message = f"The articles folder {shown(folder)} cannot be read; allow reading it."
        raise CorpusError(message)
    yield from found


def _below(folder: Path, suffixes: frozenset[str], seen: set[tuple[int, int]]) -> Iterator[Path]:
    """Yield what ``walk`` sorts; real folders come before links to folders."""
    waiting = [folder]
    links: list[Path] = []
    while waiting or links:
        here = waiting.pop() if waiting else links.pop()
        try:
            status = here.stat()
            entries = list(os.scandir(here))
        except OSError:
            yield here
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                (links if entry.is_symlink() else waiting).append(Path(entry.path))
            elif os.path.splitext(entry.name)[1].lower() in suffixes:  # noqa: PTH122 - no Path yet
                yield Path(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: reading it says so
        return False


def read(path: Path, limits: Limits) -> Content:
    """Return what ``path`` holds.

    Raises:
        TooLarge: it holds more than ``limits.max_bytes``.
        ArticleError: it is gone, may not be read, is no file, or links to itself.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would wait for ever
            raise ArticleError(_not_a_file(path, status.st_mode))
        if status.st_size > limits.max_bytes:
            raise TooLarge(_too_large(path, limits))
        with path.open("rb", buffering=0) as file:  # a buffer costs more than all the reading
            data = file.read()
    except OSError as error:
        raise ArticleError(_unreadable(path, error)) from None
    if len(data) > limits.max_bytes:  # it grew meanwhile
        raise TooLarge(_too_large(path, limits))
    return Content(data, status.st_mtime)


def shown(path: Path) -> str:
    """Return ``path`` as one printable line, whatever its name holds."""
    return "".join(c if c.isprintable() else "?" for c in str(path))


def _too_large(path: Path, limits: Limits) -> str:
    limit = limits.max_bytes / 1_000_000
    return f"{shown(path)} is larger than {limit:g} MB; split it or raise the size limit."


def _not_a_file(path: Path, mode: int) -> str:
    if stat.S_ISDIR(mode):
        return f"The folder {shown(path)} cannot be read; allow reading it."
    return f"{shown(path)} is no regular file; replace it by a text file or remove it."


def _unreadable(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{shown(path)} is no longer there; put it back or sync again."
    if isinstance(error, PermissionError):
        return f"{shown(path)} may not be read; allow reading it."
    if path.is_symlink():
        return f"{shown(path)} is a link that leads nowhere; remove or mend it."
    return f"{shown(path)} could not be read; check the disk and sync again."
