"""Which conversation an answer of the bot belongs to, so that a reply to it is a follow-up.

Kept across restarts and processes for as long as a conversation is looked back on.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime, timedelta

import discord

from bot.desk import Desk

SCOPE = "discord:chains"
LONGEST = timedelta(hours=1)
REMEMBERED = 2_000
SWEEP_EVERY = 200


class Chains:
    """Maps the id of an answer's message to the key of its conversation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._recent: OrderedDict[int, str] = OrderedDict()
        self._written = 0

    async def keep(self, message: int, conversation: str) -> None:
        """Remember the conversation of a message the bot sent."""
        self._remember(message, conversation)
        await self._desk.set_preference(SCOPE, str(message), conversation)
        if self._written % SWEEP_EVERY == 0:
            await self._sweep()
        self._written += 1

    async def find(self, message: int) -> str | None:
        """Return the conversation of a message the bot sent; None when it is too long ago."""
        if message in self._recent:
            return self._recent[message]
        kept = await self._desk.preferences(SCOPE)
        return kept.get(str(message))

    def _remember(self, message: int, conversation: str) -> None:
        self._recent[message] = conversation
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)

    async def _sweep(self) -> None:
        oldest = discord.utils.time_snowflake(datetime.now(UTC) - LONGEST)
        for message in await self._desk.preferences(SCOPE):
            if int(message) < oldest:
                await self._desk.set_preference(SCOPE, message, None)
