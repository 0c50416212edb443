"""A local Discord and the bot as a process of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bot.discord.local.process import Bot
from tests.bot.discord.local.server import LocalDiscord


@pytest.fixture
async def server() -> AsyncIterator[LocalDiscord]:
    local = LocalDiscord()
    await local.start()
    yield local
    await local.stop()


@pytest.fixture
async def bots(server: LocalDiscord, tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    """Start bots on one database; each is given more environment variables."""
    started: list[Bot] = []

    async def start(*, ready: bool = True, **environ: str) -> Bot:
        bot = Bot(server, tmp_path, environ)
        started.append(bot)
        return await bot.start(ready=ready)

    yield start
    for bot in started:
        await bot.kill()
