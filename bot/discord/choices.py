"""``/settings``: what a server chooses for itself, by those who may manage it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.discord import words
from bot.discord.answering import handle, say
from bot.discord.places import USES, Reply, Use, scope, with_use

Channel = discord.app_commands.AppCommandChannel | discord.app_commands.AppCommandThread
Press = discord.Interaction[Any]
Change = Callable[[], Awaitable[str]]

MANAGERS = discord.Permissions(manage_guild=True)
REPLIES: dict[Reply, str] = {"message": "Reply to the message", "thread": "Answer in a thread"}


class Choices(app_commands.Group):
    """The group of commands. Discord hides it from others; it asks again all the same."""

    def __init__(self) -> None:
        super().__init__(
            name="settings",
            description="How I behave in this server",
            default_permissions=MANAGERS,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )

    @app_commands.command(description="See how I behave in this server")
    async def show(self, press: Press) -> None:
        """Show the server's settings."""
        await _manage(press, partial(_shown, press))

    @app_commands.command(description="Where I answer when I am mentioned")
    @app_commands.describe(how="A reply to the message, or a thread")
    @app_commands.choices(
        how=[app_commands.Choice(name=name, value=value) for value, name in REPLIES.items()]
    )
    async def reply(self, press: Press, how: app_commands.Choice[str]) -> None:
        """Choose between replies and threads."""
        await _manage(press, partial(_set, press, "reply", how.value))

    @app_commands.command(description="Where I pass questions on to people; none to stop it")
    @app_commands.describe(channel="The channel people read")
    async def experts(self, press: Press, channel: discord.TextChannel | None = None) -> None:
        """Choose the channel that "ask a person" posts to."""
        await _manage(press, partial(_set, press, "experts", str(channel.id) if channel else ""))

    @app_commands.command(description="Whether I answer in a channel")
    @app_commands.describe(channel="A channel, forum or category", use="What I do there")
    @app_commands.choices(
        use=[app_commands.Choice(name=name, value=value) for value, name in USES.items()]
    )
    async def channel(self, press: Press, channel: Channel, use: app_commands.Choice[str]) -> None:
        """Choose what the bot does in a channel."""
        await _manage(press, partial(_use, press, channel.id, use.value))


async def _manage(press: Press, change: Change) -> None:
    async def act() -> None:
        allowed = press.guild_id is not None and press.permissions.manage_guild
        await say(press, await change() if allowed else words.MANAGERS_ONLY)

    await handle(press, act, private=True)


async def _set(press: Press, key: str, value: object) -> str:
    await press.client.desk.set_preference(scope(press.guild_id or 0), key, value)
    return await _shown(press)


async def _use(press: Press, channel: int, value: str) -> str:
    use: Use = next(known for known in USES if known == value)
    chosen = await press.client.desk.preferences(scope(press.guild_id or 0))
    return await _set(press, "channels", with_use(chosen, channel, use))


async def _shown(press: Press) -> str:
    rules = await press.client.read_rules(press.guild_id or 0)
    experts, allow, deny, support = (
        _names(press, channels)
        for channels in (frozenset({rules.experts} - {""}), rules.allow, rules.deny, rules.support)
    )
    return (
        f"{REPLIES[rules.reply]}. Questions for people go to {experts or 'nobody'}."
        f" I answer in {allow or 'every channel'}{f', never in {deny}' if deny else ''}."
        f" I answer new posts in {support or 'no channel'}."
    )


def _names(press: Press, channels: frozenset[str]) -> str:
    """Return channels by name, where the bot knows them."""
    guild = press.guild
    known = {str(channel.id): f"#{channel.name}" for channel in guild.channels} if guild else {}
    return ", ".join(sorted(known.get(channel, channel) for channel in channels))
