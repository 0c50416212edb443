"""Installations in many workspaces: slack_sdk's SQLite stores, away from the event loop.

They lie in a file of their own beside the database, readable by its owner only: it holds tokens.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlite3 import SQLite3OAuthStateStore

from bot.slack.access import LIBRARY
from retrieval.errors import StoreError

STATE_SECONDS = 600


class _Closing(sqlite3.Connection):
    """A connection that a ``with`` block closes; the stores forget to."""

    def __exit__(self, *exc: Any) -> Any:
        try:
            return super().__exit__(*exc)
        finally:
            self.close()


def _connect(database: str) -> sqlite3.Connection:
    return sqlite3.connect(database, timeout=10, factory=_Closing)


class _Installations(SQLite3InstallationStore):
    def connect(self) -> sqlite3.Connection:
        return _connect(self.database)


class _States(SQLite3OAuthStateStore):
    def connect(self) -> sqlite3.Connection:
        return _connect(self.database)


def stores(database: Path, client_id: str) -> tuple[Installations, States]:
    """Open or create the stores; raise StoreError when that is impossible."""
    path = str(database)
    installed = _Installations(database=path, client_id=client_id, logger=LIBRARY)
    states = _States(database=path, expiration_seconds=STATE_SECONDS, logger=LIBRARY)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        database.touch(mode=0o600)
        os.chmod(database, 0o600)  # noqa: PTH101 - also for a file of an older run
        with _connect(path) as connection:
            held = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if "slack_installations" not in held:
            installed.create_tables()  # type: ignore[no-untyped-call] # the library's
        if "oauth_states" not in held:
            states.create_tables()  # type: ignore[no-untyped-call] # the library's
        with _connect(path) as connection:
            connection.execute("DELETE FROM oauth_states WHERE expire_at < ?", (time.time(),))
    except (OSError, sqlite3.Error):
        raise StoreError(
            f"The Slack installations cannot be kept in {database}; check that it can be written."
        ) from None
    return Installations(installed), States(states)


class Installations(AsyncInstallationStore):
    """The installations, each call in a thread."""

    def __init__(self, store: SQLite3InstallationStore) -> None:
        self._store = store

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation."""
        await asyncio.to_thread(self._store.save, installation)

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot's token."""
        await asyncio.to_thread(self._store.save_bot, bot)

    async def async_find_bot(self, **where: Any) -> Bot | None:
        """Find the bot of a workspace."""
        return await asyncio.to_thread(self._store.find_bot, **where)

    async def async_find_installation(self, **where: Any) -> Installation | None:
        """Find the latest installation of a workspace."""
        return await asyncio.to_thread(self._store.find_installation, **where)

    async def async_delete_bot(self, **where: Any) -> None:
        """Forget the bot of a workspace."""
        await asyncio.to_thread(self._store.delete_bot, **where)

    async def async_delete_installation(self, **where: Any) -> None:
        """Forget what one person installed."""
        await asyncio.to_thread(self._store.delete_installation, **where)

    async def async_delete_all(self, **where: Any) -> None:
        """Forget a workspace."""
        await asyncio.to_thread(self._store.delete_all, **where)


class States(AsyncOAuthStateStore):
    """The states of installations under way, each call in a thread."""

    def __init__(self, store: SQLite3OAuthStateStore) -> None:
        self._store = store

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """Return a new state, good for ten minutes."""
        return await asyncio.to_thread(self._store.issue, *args, **kwargs)

    async def async_consume(self, state: str) -> bool:
        """Tell whether a state is known, and forget it."""
        return await asyncio.to_thread(self._store.consume, state)
