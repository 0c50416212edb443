"""Registers the slash commands with Discord, and only when they changed."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord import app_commands

if TYPE_CHECKING:
    from bot.discord.client import Quotedesk

log = logging.getLogger("quotedesk.discord")

SCOPE = "discord:commands"


def fingerprint(tree: app_commands.CommandTree[Quotedesk]) -> str:
    """Return a hash of everything Discord is told about the commands."""
    told = [command.to_dict(tree) for command in tree.get_commands()]
    text = json.dumps(sorted(told, key=lambda command: str(command["name"])), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


async def register(client: Quotedesk) -> None:
    """Tell Discord about the commands when they differ from what this application told last.

    Questions are answered without them too: when Discord does not take them now, the next start
    tries again.
    """
    application = str(client.application_id)
    now = fingerprint(client.tree)
    if (await client.desk.preferences(SCOPE)).get(application) == now:
        return
    try:
        await client.tree.sync()
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("The commands could not be registered (%s).", type(error).__name__)
        return
    except (KeyError, TypeError, ValueError) as error:  # taken, but the reply reads differently
        log.info("The reply about the commands was not understood (%s).", type(error).__name__)
    await client.desk.set_preference(SCOPE, application, now)
    log.info("The commands were registered.")
