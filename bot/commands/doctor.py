"""``quotedesk doctor``: look at everything, say what is wrong and how to mend it."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.session import opened, settings_of
from bot.commands.speech import emit
from bot.doctor import (
    Check,
    database_file_check,
    fail,
    library_checks,
    ok,
    python_check,
    secret_checks,
    space_check,
    warn,
)
from retrieval.errors import CorpusError, QuotedeskError, SettingsError, UsageError

if TYPE_CHECKING:
    from bot.settings import Settings

NAMED = 5
"""Unreadable files that are named."""
PATIENCE = 5.0
"""Seconds to spend on reading articles; a large folder is looked at in part."""


def run(arguments: Namespace) -> int:
    """Print every check; 1 when one failed, else 0."""
    from bot.terminal.checks import render_checks
    from bot.terminal.look import look_of

    found = list(checks(arguments))
    emit(render_checks(found, look_of(sys.stdout)))
    return int(any(check.state == "fail" for check in found))


def checks(arguments: Namespace) -> Iterator[Check]:
    """Yield every check; what needs settings is left out when they are wrong."""
    yield python_check()
    yield from library_checks()
    try:
        settings = settings_of(arguments)
    except SettingsError as error:
        for line in str(error).splitlines():
            yield fail("settings", line, "Change it, or remove it for the default.")
        return
    yield ok("settings", "all in order")
    yield from secret_checks(settings.secrets)
    yield from article_checks(settings.articles, settings.max_article_bytes)
    yield reader_check(settings)
    yield from store_checks(settings)
    yield space_check(settings.database.parent)
    if arguments.platform:
        yield from _platform_checks(arguments.platform, settings)


def article_checks(folder: Path, max_bytes: int) -> Iterator[Check]:
    """Look at the folder and try every article in it, as far as time allows."""
    from retrieval.articles import find

    try:
        paths = list(find(folder))
    except (CorpusError, OSError):
        yield fail("articles", f"The folder {folder} cannot be read.", "Name one with --articles.")
        return
    if not paths:
        yield fail("articles", f"{folder} holds no article.", "Put text files there.")
        return
    tried, faults = _try_all(paths, folder, max_bytes)
    part = "" if tried == len(paths) else f" (looked into the first {tried:,})"
    if len(faults) == tried:
        yield fail("articles", f"None of the files in {folder} can be read.", faults[0])
        return
    yield ok("articles", f"{len(paths):,} in {folder}{part}")
    for fault in faults[:NAMED]:
        yield warn("article", fault, "It is left out until it can be read.")
    if len(faults) > NAMED:
        yield warn("article", f"{len(faults) - NAMED:,} more cannot be read.")


def _try_all(paths: list[Path], folder: Path, max_bytes: int) -> tuple[int, list[str]]:
    from bot.wording import skipped_line
    from retrieval.articles import Limits, load
    from retrieval.errors import ArticleError

    faults = []
    until = time.monotonic() + PATIENCE
    for count, path in enumerate(paths, 1):
        try:
            load(path, folder, Limits(max_bytes=max_bytes))
        except ArticleError as error:
            faults.append(skipped_line(str(path.relative_to(folder)), str(error)))
        if time.monotonic() > until:
            return count, faults
    return len(paths), faults


def reader_check(settings: Settings) -> Check:
    """Look at the neural reader, when it is wanted: libraries, files, and whether it runs."""
    from retrieval.errors import ReaderError

    if not settings.answer.reader:
        return ok("reader", "off; if wanted: answer.reader = true, or --reader")
    from retrieval.reader.opening import Reader

    try:
        Reader.open()
    except ReaderError as error:
        return fail("reader", str(error), "Mend that, or set answer.reader to false.")
    budget = settings.answer.reader_budget_ms
    return ok("reader", f"on, {budget:g} ms at most for an answer")


def store_checks(settings: Settings) -> Iterator[Check]:
    """Look at the database and at what the index holds."""
    file = database_file_check(settings.database)
    yield file
    yield _writable(settings.database)
    if file.state == "fail" or not settings.database.exists():
        return
    light = replace(settings, answer=replace(settings.answer, reader=False))
    try:
        with opened(light) as service:
            overview = service.overview()
    except QuotedeskError as error:
        yield fail("index", str(error), "Mend that, then run `quotedesk sync`.")
        return
    if not overview.articles:
        yield warn("index", "It is empty.", "Run `quotedesk sync`.")
        return
    updated = f", last changed {overview.updated:%Y-%m-%d %H:%M} UTC" if overview.updated else ""
    yield ok("index", f"{overview.articles:,} articles, {overview.passages:,} passages{updated}")


def _writable(database: Path) -> Check:
    there = next((path for path in (database, *database.parents) if path.exists()), database)
    if os.access(there, os.W_OK):
        return ok("database access", "can be written")
    return fail(
        "database access", f"{there} cannot be written.", "Change its rights, or use --database."
    )


def _platform_checks(platform: str, settings: Settings) -> list[Check]:
    from bot.commands.platforms import load

    try:
        found: list[Check] = load(platform, "doctor").check(settings)
    except UsageError as error:
        return [fail(platform, "Its libraries are not installed.", str(error))]
    return found
