"""A message as a question: the platform's wrapping taken off, the conversation found."""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.discord.chains import Chains

_MARKUP = re.compile(
    r"<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>"
    r"|</(?P<command>[^:<>]+):\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>"
)

KINDS = (discord.MessageType.default, discord.MessageType.reply)


def is_persons(message: discord.Message, me: int) -> bool:
    """Tell whether a person wrote it: no bot, no webhook, nothing that Discord itself says."""
    return not (
        message.author.id == me
        or message.author.bot
        or message.author.system
        or message.webhook_id is not None
        or message.type not in KINDS
    )


def is_meant(message: discord.Message, me: int) -> bool:
    """Tell whether it is for the bot: in private, or with a mention of it or of its own role."""
    if message.guild is None or any(user.id == me for user in message.mentions):
        return True
    return any(role.tags is not None and role.tags.bot_id == me for role in message.role_mentions)


def words(message: discord.Message, me: int) -> str:
    """Return the text of a message: without the bot's own mention, other mentions as names."""
    return plain(message.content, named(message), me)


def named(message: discord.Message) -> dict[tuple[str, int], str]:
    """Return the names of everything a message mentions, by kind and id."""
    names = {("user", user.id): user.display_name for user in message.mentions}
    names |= {("role", role.id): role.name for role in message.role_mentions}
    return names | {
        ("channel", channel.id): channel.name
        for channel in message.channel_mentions
        if not isinstance(channel, discord.PartialMessageable)
    }


def plain(content: str, names: dict[tuple[str, int], str], me: int) -> str:
    """Take Discord's markup out of a text; emoji, times and unknown mentions go altogether."""

    def replace(match: re.Match[str]) -> str:
        if match["command"]:
            return match["command"]
        for kind in ("user", "role", "channel"):
            if match[kind] and int(match[kind]) != me:
                return names.get((kind, int(match[kind])), " ")
        return " "

    return " ".join(_MARKUP.sub(replace, content).split())


def replied_to(message: discord.Message) -> discord.Message | None:
    """Return the message this one replies to, when Discord sent it along."""
    resolved = message.reference.resolved if message.reference else None
    return resolved if isinstance(resolved, discord.Message) else None


async def conversation_of(message: discord.Message, chains: Chains) -> str:
    """Return the key of the conversation a message belongs to.

    A direct message channel and a thread are one conversation each; elsewhere a chain of replies
    is one, which starts with the question the bot answered first.
    """
    if message.guild is None or isinstance(message.channel, discord.Thread):
        return f"discord:{message.channel.id}"
    before = message.reference.message_id if message.reference else None
    if before is None:
        return f"discord:{message.id}"
    known = await chains.find(before)
    if known is not None:
        return known
    answer = replied_to(message)
    first = answer.reference.message_id if answer is not None and answer.reference else None
    return f"discord:{first or message.id}"


def channel_ids(channel: Any) -> tuple[int | None, int | None, int | None]:
    """Return the ids of a channel, of its parent and of its category, where it has them."""
    parent = getattr(channel, "parent", None) or channel
    ids = (getattr(channel, "id", None), getattr(channel, "parent_id", None))
    return (*ids, getattr(parent, "category_id", None))
