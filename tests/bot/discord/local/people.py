"""What people do in the local Discord."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from tests.bot.discord.local.gateway import Gateway
from tests.bot.discord.local.world import ALICE, BOT, CHANNEL, FORUM, World


class People(World):
    """Posts messages and tells the bot, as far as it may know; waits for what comes of it."""

    gateway: Gateway
    posted: list[dict[str, Any]]
    repeated: int
    requests: list[tuple[str, str, Any]]

    async def say(self, content: str, *, channel: int = CHANNEL, author: int = ALICE, **more: Any):
        """Post a message and tell the bot, as far as it may know it."""
        message = self.message(channel, content, author, **more)
        await self.gateway.dispatch("MESSAGE_CREATE", self.as_seen(message))
        return message

    async def mention(self, question: str, **more: Any) -> dict[str, Any]:
        return await self.say(f"<@{BOT}> {question}", **more)

    async def reply(self, to: str, content: str, *, channel: int = CHANNEL, author: int = ALICE):
        """Reply to a message with the default ping: its author counts as mentioned."""
        before = self.messages[int(to)]
        message = self.message(channel, content, author, type=19, referenced_message=before)
        message["message_reference"] = {"message_id": to, "channel_id": str(channel)}
        message["mentions"] = [*message["mentions"], before["author"]]
        await self.gateway.dispatch("MESSAGE_CREATE", self.as_seen(message))
        return message

    async def open_post(self, title: str, *, parent: int = FORUM, author: int = ALICE):
        """Open a post in a forum, whose first message has the same id."""
        identity = self.new_id()
        thread = self.thread_payload(identity, parent, title, author)
        self.threads[identity] = thread
        await self.gateway.dispatch("THREAD_CREATE", {**thread, "newly_created": True})
        return thread

    async def until(self, done: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Wait until ``done`` gives something true, and return that."""
        end = time.monotonic() + seconds
        while not (found := done()):
            if time.monotonic() > end:
                raise AssertionError(f"nothing came of it; asked: {self.requests[-8:]}")
            await asyncio.sleep(0.01)
        return found

    async def answers(self, count: int, seconds: float = 10.0) -> list[dict[str, Any]]:
        """Wait for that many messages of the bot, and a moment for one too many."""
        await self.until(lambda: len(self.posted) >= count, seconds)
        await asyncio.sleep(0.2)
        assert len(self.posted) == count
        assert self.repeated == 0
        return self.posted
