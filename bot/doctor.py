"""What is wrong with a set-up and how to mend it: one Check for each thing looked at.

Platforms return Checks of their own. This module knows nothing of the store or the articles
(``bot.commands.doctor`` looks at those), so that it works when little else does.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.credentials import Secrets

State = Literal["ok", "warn", "fail"]
OLDEST_PYTHON = (3, 11)
LITTLE_SPACE = 500_000_000
NO_SPACE = 20_000_000
"""Bytes free: less than the first is a warning, less than the second a fault."""
NEEDED = ("sqlite-utils", "numpy", "rank-bm25", "PyStemmer", "rapidfuzz", "rich", "prompt_toolkit")
EXTRAS = {
    "slack": ("slack-bolt", "aiohttp"),
    "discord": ("discord.py",),
    "web": ("starlette", "uvicorn"),
    "disk": ("tantivy",),
    "reader": ("onnxruntime", "tokenizers"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its ``name``, how it stands, a sentence about it and how to mend it.

    Neither text ever holds a secret. ``mend`` is empty when there is nothing to do.
    """

    name: str
    state: State
    found: str
    mend: str = ""


def ok(name: str, found: str) -> Check:
    """Say that something is as it should be."""
    return Check(name, "ok", found)


def warn(name: str, found: str, mend: str = "") -> Check:
    """Say that something is odd, or absent and perhaps not needed."""
    return Check(name, "warn", found, mend)


def fail(name: str, found: str, mend: str) -> Check:
    """Say that something is broken, and how to mend it."""
    return Check(name, "fail", found, mend)


def python_check(running: tuple[int, ...] = sys.version_info[:3]) -> Check:
    """Look at the Python that runs this."""
    name = ".".join(map(str, running))
    if running[:2] < OLDEST_PYTHON:
        return fail("Python", name, "Install Python 3.11 or newer.")
    return ok("Python", name)


def library_checks() -> list[Check]:
    """Look at what is installed: the core must be there, the extras may."""
    missing = [name for name in NEEDED if _version(name) is None]
    if missing:
        core = fail("libraries", f"Missing: {', '.join(missing)}.", "Run: pip install quotedesk")
    else:
        core = ok("libraries", f"all {len(NEEDED)} that are needed")
    return [core, *(_extra(extra, names) for extra, names in EXTRAS.items())]


def _extra(extra: str, names: tuple[str, ...]) -> Check:
    found = {name: _version(name) for name in names}
    if all(found.values()):
        return ok(f"extra {extra}", ", ".join(f"{name} {text}" for name, text in found.items()))
    missing = ", ".join(name for name, text in found.items() if text is None)
    return ok(
        f"extra {extra}", f'not installed ({missing}); if wanted: pip install "quotedesk[{extra}]"'
    )


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def secret_checks(secrets: Secrets) -> list[Check]:
    """Say which tokens are set, never what they are."""
    given = [item.name.upper() for item in fields(secrets) if getattr(secrets, item.name)]
    return [ok("tokens", f"set: {', '.join(given)}" if given else "none set; chats need them")]


def space_check(folder: Path) -> Check:
    """Look at the free space where the database lies; the nearest folder that exists counts."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), Path("/"))
    try:
        free = shutil.disk_usage(there).free
    except OSError:
        return warn("disk space", f"The disk of {there} does not say how much is free.")
    text = f"{free / 1e9:,.1f} GB free"
    if free < NO_SPACE:
        return fail("disk space", text, f"Make room on the disk of {there}.")
    return (
        warn("disk space", text, "Make room soon.")
        if free < LITTLE_SPACE
        else ok("disk space", text)
    )


def database_file_check(path: Path) -> Check:
    """Look at the database file itself: readable by SQLite, and whole."""
    if not path.exists():
        return ok("database", f"{path} (not there yet; the first question makes it)")
    mend = f"Move {path} away; it is built anew from the articles (kept answers are lost)."
    try:
        faults = _faults(path, "mode=ro")
    except sqlite3.OperationalError:  # where SQLite may not put its files beside the database
        try:
            faults = _faults(path, "immutable=1")
        except sqlite3.Error:
            return fail("database", f"{path} cannot be opened.", "Change its rights.")
    except sqlite3.Error:
        return fail("database", f"{path} cannot be read as a database.", mend)
    if faults != "ok":
        return fail("database", f"{path} is damaged.", mend)
    return ok("database", f"{path}, {path.stat().st_size / 1e6:,.1f} MB")


def _faults(path: Path, how: str) -> str:
    held = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=5)
    try:
        return str(held.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        held.close()
