"""What the commands share: settings from the command line, an open service, a sync."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.arguments import COMMON
from bot.commands.speech import say
from retrieval.errors import QuotedeskError, StoreError

if TYPE_CHECKING:
    from bot.service import QuestionService
    from bot.settings import Settings
    from retrieval.corpus import SyncReport

_KEYS = {"reader": "answer.reader"}  # of common options that are named otherwise
NAMED = 5
"""Skipped files that are named; more are counted."""


def settings_of(arguments: Namespace, more: Mapping[str, object] | None = None) -> Settings:
    """Read the settings; raises SettingsError with a line for each fault."""
    from bot.settings import load

    options = {_KEYS.get(name, name): getattr(arguments, name) for name in COMMON}
    del options["config"]
    config = Path(arguments.config) if arguments.config else None
    return load(config, options={**options, **(more or {})})


@contextmanager
def opened(settings: Settings, threads: int = 1) -> Iterator[QuestionService]:
    """Open the service and close it again; the reader reads with so many ``threads``."""
    service: QuestionService = import_module("bot.app").open_service(settings, threads)
    try:
        yield service
    finally:
        service.close()


def refresh(service: QuestionService, named: int | None = NAMED) -> SyncReport:
    """Bring store and index up to date with the folder, behind a progress bar when that is long.

    Warns of what could not be read, by name for the first ``named`` files (None: for all); raises
    CorpusError when nothing can.
    """
    from bot.terminal.progress import Progress

    with Progress() as progress:
        report = service.sync(progress=progress)
    _warn_of_skipped(report, named)
    return report


def refresh_if_possible(
    service: QuestionService, unless: tuple[type[QuotedeskError], ...] = (StoreError,)
) -> None:
    """Refresh; when that fails as ``unless`` says and articles are stored, warn and go on.

    A sync may wait for that of another process, or the database may be read-only: no reason not
    to answer from what is stored.
    """
    try:
        refresh(service)
    except unless as error:
        if not service.articles():
            raise
        say(f"{error} Until then answers come from what is stored.")


def _warn_of_skipped(report: SyncReport, named: int | None) -> None:
    """Name the first few files that could not be read, and count the rest."""
    from bot.wording import plural, skipped_line

    for skipped in report.skipped[:named]:
        say(f"Skipped {skipped_line(skipped.path, skipped.reason)}")
    rest = len(report.skipped) - len(report.skipped[:named])
    if rest > 0:
        say(f"Skipped {plural(rest, 'more file')}; `quotedesk sync` names all.")
