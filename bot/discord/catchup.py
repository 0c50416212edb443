"""Answers what was asked while a connection was gone and could not be resumed, or at a restart.

A resumed connection repeats what was missed. A new session does not: then the channels in which
something was written meanwhile are read back. Claims see to it that nothing is answered twice.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.discord.heartbeats import LONGEST_SILENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.discord.client import Quotedesk

log = logging.getLogger("quotedesk.discord")

SCOPE = "discord:run"
LONGEST_GAP = 900.0
CHANNELS = 50
MESSAGES = 50
DIRECT = 100


class CatchUp:
    """Remembers, for each shard, since when something may have been missed."""

    def __init__(self, client: Quotedesk) -> None:
        self._client = client
        self._lost: dict[int, float] = {}
        self._gaps: dict[int, float] = {}
        self._left: float | None = None
        self._began: set[int] = set()
        self._direct: OrderedDict[int, None] = OrderedDict()

    def heard(self, channel: int) -> None:
        """Remember a direct message channel: Discord does not list those again."""
        self._direct[channel] = None
        self._direct.move_to_end(channel)
        while len(self._direct) > DIRECT:
            self._direct.popitem(last=False)

    def lost(self, shard: int) -> None:
        """Note that a connection broke, which may have been silent for a while already."""
        self._lost.setdefault(shard, time.time() - LONGEST_SILENCE)

    def resumed(self, shard: int) -> None:
        """Note that nothing was missed."""
        self._lost.pop(shard, None)

    def began(self, shard: int) -> None:
        """Note that a new session began; what came before it is not repeated.

        Before the first of all, that is what came since the last run ended.
        """
        before = None if shard in self._began else self._left
        self._began.add(shard)
        lost = self._lost.pop(shard, before)
        if lost is not None:
            self._gaps[shard] = lost

    async def arrive(self) -> None:
        """Look up when the last run ended, if it ended well."""
        left = (await self._client.desk.preferences(SCOPE)).get("left")
        self._left = float(left) if left else None

    async def leave(self, since: float | None = None) -> None:
        """Note since when this run answers nothing new; since now, when not given."""
        await self._client.desk.set_preference(SCOPE, "left", since or time.time())

    async def ready(self, shard: int) -> None:
        """Read back what was missed before a new session, now that its servers are known."""
        lost = self._gaps.pop(shard, None)
        if lost is None:
            return
        since = max(lost, time.time() - LONGEST_GAP)
        mark = discord.utils.time_snowflake(datetime.fromtimestamp(since, UTC))
        channels = [*self._written_in(shard, mark)][:CHANNELS]
        if shard == 0:  # direct messages arrive there
            channels += [self._client.get_partial_messageable(key) for key in self._direct]
        log.info("Looking for questions missed in %d channels.", len(channels))
        for channel in channels:
            await self._read(channel, mark)
        for thread in self._new_posts(shard, mark):
            await self._client.on_thread_create(thread)

    def _guilds(self, shard: int) -> Iterator[discord.Guild]:
        return (guild for guild in self._client.guilds if guild.shard_id == shard)

    def _written_in(self, shard: int, mark: int) -> Iterator[Any]:
        for guild in self._guilds(shard):
            channels: list[Any] = [*guild.text_channels, *guild.voice_channels, *guild.threads]
            yield from (channel for channel in channels if (channel.last_message_id or 0) > mark)

    def _new_posts(self, shard: int, mark: int) -> Iterator[discord.Thread]:
        for guild in self._guilds(shard):
            yield from (thread for thread in guild.threads if thread.id > mark)

    async def _read(self, channel: Any, mark: int) -> None:
        after = discord.Object(mark)
        try:
            found = [m async for m in channel.history(limit=MESSAGES, after=after)]
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("Channel %s cannot be read back (%s).", channel.id, type(error).__name__)
            return
        for message in found:
            await self._client.on_message(message)
