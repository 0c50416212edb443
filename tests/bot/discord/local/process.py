"""The bot as a process of its own, pointed at the local Discord."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from tests.bot.discord.local.server import LocalDiscord

ROOT = Path(__file__).parents[4]


class Bot:
    """``quotedesk discord`` as a process, pointed at the local Discord."""

    def __init__(self, server: LocalDiscord, folder: Path, environ: dict[str, str]) -> None:
        self.server, self.folder = server, folder
        self.environ = {
            **{name: value for name, value in os.environ.items() if "DISCORD" not in name},
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")]),
            "DISCORD_TOKEN": server.token,
            "DISCORD_API_BASE_URL": server.api,
            "DISCORD_GATEWAY_URL": server.gateway_url,
            "QUOTEDESK_DISCORD__COOLDOWN_ASKER": "0",
            "QUOTEDESK_LIMITS__PER_ASKER": "0",
            "QUOTEDESK_LIMITS__PER_CHANNEL": "0",
            **environ,
        }
        self.module = environ.pop("MODULE", "tests.bot.discord.local.bot")
        self.process: asyncio.subprocess.Process | None = None
        self.log = ""
        self._reader: asyncio.Task[None] | None = None

    async def start(self, *, ready: bool = True) -> Bot:
        before = self.server.gateway.identified
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", self.module, "discord"),
            *("--database", str(self.folder / "quotedesk.db")),
            cwd=self.folder,
            env=self.environ,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reader = asyncio.create_task(self._read())
        if ready:
            await self.server.until(lambda: self.server.gateway.identified > before, 20)
        return self

    async def _read(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.log += line.decode()

    async def until_log(self, words: str, seconds: float = 20.0) -> None:
        for _ in range(int(seconds / 0.02)):
            if words in self.log:
                return
            if self.process is not None and self.process.returncode is not None:
                break
            await asyncio.sleep(0.02)
        raise AssertionError(f"never logged {words!r}:\n{self.log}")

    async def ended(self, seconds: float = 20.0) -> int:
        assert self.process is not None
        code = await asyncio.wait_for(self.process.wait(), seconds)
        if self._reader is not None:
            await self._reader
        return code

    async def stop(self) -> int:
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
        return await self.ended()

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
        if self.process is not None:
            await self.ended()
