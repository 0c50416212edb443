"""A stage for a test: the local Slack, its people, and the bot as a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.bot.slack.local.people import People, until
from tests.bot.slack.local.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, LocalSlack

ROOT = Path(__file__).parents[4]


@dataclass
class Bot:
    """The bot's process and what it wrote to stderr."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    async def read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode())

    async def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 30)

    @property
    def said(self) -> str:
        return "".join(self.lines)


@dataclass
class Stage:
    """The local Slack, its people, and the bot that a test starts."""

    slack: LocalSlack
    people: People
    folder: Path
    mode: str = "slack"
    bots: list[Bot] = field(default_factory=list)

    @property
    def world(self):
        return self.slack.world

    @property
    def bot(self) -> Bot:
        return self.bots[-1]

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        given = {
            "PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'support'}",
            "PYTHONWARNINGS": "error::ResourceWarning",
            "QUOTEDESK_DATABASE": str(self.folder / "q.db"),
            "SLACK_API_BASE_URL": self.slack.base_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            **more,
        }
        return kept | {name: value for name, value in given.items() if value}

    async def start(self, *, ready: bool = True, **environment: str) -> Bot:
        """Start the bot in this stage's mode; wait until it listens."""
        env = self.environment(**environment)
        if self.mode == "web":
            env.setdefault("PORT", "0")
        module = "tests.bot.slack.local.process"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, self.mode,
            cwd=ROOT, env=env, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        bot = Bot(process)
        bot.reader = asyncio.create_task(bot.read())
        self.bots.append(bot)
        if ready:
            await self._ready(bot)
        return bot

    async def _ready(self, bot: Bot) -> None:
        sign = "Listening on " if self.mode == "web" else "Stop with Ctrl-C"
        await until(lambda: sign in bot.said or bot.process.returncode is not None, 20)
        assert bot.process.returncode is None, bot.said
        if self.mode == "web":
            address = bot.said.split("Listening on ")[1].split(". ")[0]
            self.slack.app_url = f"{address}/slack/events"
        else:
            await self.slack.connected()

    async def stop(self) -> None:
        for bot in self.bots:
            if bot.process.returncode is None:
                bot.process.kill()
                await bot.process.wait()
            await bot.reader


@pytest.fixture(params=["slack", "web"])
async def stage(request, tmp_path) -> AsyncIterator[Stage]:
    """A stage for Socket Mode and one for HTTP."""
    async for made in a_stage(tmp_path, request.param):
        yield made


@pytest.fixture
async def socket_stage(tmp_path) -> AsyncIterator[Stage]:
    async for made in a_stage(tmp_path, "slack"):
        yield made


@pytest.fixture
async def web_stage(tmp_path) -> AsyncIterator[Stage]:
    async for made in a_stage(tmp_path, "web"):
        yield made


async def a_stage(folder: Path, mode: str) -> AsyncIterator[Stage]:
    slack = LocalSlack()
    await slack.start()
    made = Stage(slack, People(slack), folder, mode)
    try:
        yield made
    finally:
        await made.stop()
        await slack.stop()
