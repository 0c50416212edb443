"""The client: discord.py's, with the least intents, mentions off and the listeners attached."""

from __future__ import annotations

import asyncio
import logging
import time
from math import ceil
from typing import Any

import discord
from discord import app_commands

from bot import wording
from bot.actions import Action
from bot.desk import Desk
from bot.discord import presses, questions
from bot.discord.catchup import CatchUp
from bot.discord.chains import Chains
from bot.discord.commands import add_commands
from bot.discord.heartbeats import LONGEST_SILENCE, tighten
from bot.discord.places import Rules, rules, scope
from bot.discord.pressing import AnswerButton
from bot.discord.registration import register
from bot.discord.work import Work
from bot.limits import SlidingWindow
from bot.settings import DiscordSettings
from retrieval.errors import LimitReached
from retrieval.model import Answer, Question

log = logging.getLogger("quotedesk.discord")

FRESH = 60.0
"""Seconds for which a server's choices are taken from memory; another process may change them."""
LEAVING = 5.0
SOON = 0.5
"""Seconds to wait for them where Discord grants three seconds in all."""
TELL_AGAIN = 10.0
"""Seconds between two words to the same person about asking too fast."""


def intents() -> discord.Intents:
    """Return the least that is needed: servers, and messages in them and to the bot.

    Discord sends the words of mentions and direct messages without the privileged intent.
    """
    least = discord.Intents.none()
    least.guilds = True
    least.guild_messages = True
    least.dm_messages = True
    return least


class Quotedesk(discord.AutoShardedClient):
    """Translates between Discord and the desk; keeps no state that a restart may not lose."""

    def __init__(self, desk: Desk, settings: DiscordSettings, **options: Any) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            heartbeat_timeout=LONGEST_SILENCE,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            **options,
        )
        self.desk = desk
        self.settings = settings
        self.tree = app_commands.CommandTree(self)
        self.chains = Chains(desk)
        self.work = Work()
        self.catch_up = CatchUp(self)
        self.unanswered: set[int] = set()
        self.told = SlidingWindow(1, TELL_AGAIN)
        self._askers = SlidingWindow(1, settings.cooldown_asker)
        self._channels = SlidingWindow(1, settings.cooldown_channel)
        self._rules: dict[int, tuple[float, Rules]] = {}
        add_commands(self.tree)

    @property
    def me(self) -> int:
        """The id of the bot's own user; 0 before it logged in."""
        return self.user.id if self.user else 0

    async def setup_hook(self) -> None:
        """Know the buttons of earlier runs, and register the commands when they changed."""
        self.add_dynamic_items(AnswerButton)
        await self.catch_up.arrive()
        await register(self)

    async def ask(self, question: Question, surface: str, channel: str) -> Answer:
        """Ask the desk; raises what it raises, and LimitReached within a cooldown."""
        wait = self._channels.wait(channel) or self._askers.take(question.asker)
        if wait:
            seconds = wording.plural(ceil(wait), "second")
            raise LimitReached(f"That was quick; please ask again in {seconds}.", wait)
        self._channels.take(channel)
        return await self.desk.ask(question, surface=surface, channel=channel)

    async def rules(self, guild: int | None) -> Rules:
        """Return what holds in a server, or in direct messages."""
        if guild is None:
            return rules(self.settings, {})
        read, known = self._rules.get(guild, (float("-inf"), Rules()))
        if time.monotonic() - read < FRESH:
            return known
        return await self.read_rules(guild)

    async def rules_soon(self, guild: int | None) -> Rules:
        """Return the same, but rather the settings' own than too late to acknowledge a press."""
        try:
            return await asyncio.wait_for(self.rules(guild), SOON)
        except TimeoutError:
            return rules(self.settings, {})

    async def read_rules(self, guild: int) -> Rules:
        """Read a server's choices anew."""
        chosen = await self.desk.preferences(scope(guild))
        self._rules[guild] = time.monotonic(), rules(self.settings, chosen)
        return self._rules[guild][1]

    async def on_message(self, message: discord.Message) -> None:
        """Answer mentions and direct messages."""
        await questions.on_message(self, message)

    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Answer new posts where the settings say so."""
        await questions.on_post(self, thread)

    async def pressed(self, interaction: discord.Interaction[Any], action: Action) -> None:
        """Act on a pressed button."""
        await presses.act(self, interaction, action)

    async def on_ready(self) -> None:
        """Say that the bot is there."""
        log.info("Ready in %s.", wording.plural(len(self.guilds), "server"))

    async def on_shard_connect(self, shard_id: int) -> None:
        """Notice zombie connections early."""
        tighten(self, shard_id)
        self.catch_up.began(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Notice zombie connections early on the new connection too."""
        tighten(self, shard_id)
        self.catch_up.resumed(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Remember when the connection broke."""
        self.catch_up.lost(shard_id)

    async def on_shard_ready(self, shard_id: int) -> None:
        """Answer what was asked while the connection was gone and Discord does not repeat."""
        await self.catch_up.ready(shard_id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - discord.py passes them
        """Log that a listener failed, without the words of the message or the exception."""
        log.error("The listener %s failed.", event_method, exc_info=True)

    async def finish(self, seconds: float) -> None:
        """Start nothing new, let what is in flight be sent, then close the connection."""
        self.work.closing = True
        await self.catch_up.leave()
        if not await self.work.finish(seconds):
            await self._give_back()
        await self.leave()

    async def _give_back(self) -> None:
        """Leave what could not be answered in time to the next run."""
        late = sorted(self.unanswered)
        log.warning("%s not answered in time.", wording.plural(len(late), "message"))
        if late:
            await self.desk.release(*(questions.key(message) for message in late))
            await self.catch_up.leave(discord.utils.snowflake_time(late[0]).timestamp() - 1.0)

    async def leave(self) -> None:
        """Close the connection; one that is dead already is not waited for."""
        await asyncio.wait({asyncio.ensure_future(self.close())}, timeout=LEAVING)
