"""``quotedesk doctor discord``: looks at the token, the app and its commands; changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.discord.client import intents
from bot.discord.commands import add_commands
from bot.discord.run import BAD_TOKEN, NO_TOKEN, PORTAL, UNREACHABLE, point_at
from bot.doctor import Check, fail, ok, warn
from bot.settings import Settings

PERMISSIONS = discord.Permissions(309237730304, attach_files=True)
"""View channels, send messages (in threads too), open public threads, embed links, attach files,
read message history. Nothing else is needed."""
SCOPES = ("bot", "applications.commands")
FEW_STARTS = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """What Discord says of the app, and what the bot would register."""

    app: discord.AppInfo
    registered: list[dict[str, Any]]
    wanted: list[dict[str, Any]]
    starts_left: int


def check(settings: Settings) -> list[Check]:
    """Look at everything; without a token that works there is nothing more to see."""
    token = settings.secrets.discord_token
    if not token:
        return [fail("discord token", "It is not set.", NO_TOKEN)]
    point_at(settings.addresses)
    try:
        seen = asyncio.run(_look(token))
    except discord.LoginFailure:
        return [fail("discord token", "Discord refuses it.", BAD_TOKEN)]
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        return [fail("discord", f"The check broke off ({type(error).__name__}).", UNREACHABLE)]
    return list(checks(seen))


async def _look(token: str) -> Seen:
    """Ask Discord with the token; the client never connects, so nothing is registered."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    client = discord.AutoShardedClient(intents=intents())
    tree = app_commands.CommandTree(client)
    add_commands(tree)
    async with client:
        await client.login(token)
        app = await client.application_info()
        registered: Any = await client.http.get_global_commands(app.id)
        limits = await client.fetch_session_start_limits()
    wanted = [command.to_dict(tree) for command in tree.get_commands()]
    return Seen(app, registered, wanted, limits.remaining)


def checks(seen: Seen) -> Iterator[Check]:
    """Yield what Discord's words mean."""
    app = seen.app
    servers = f", in {app.approximate_guild_count:,} servers" if app.approximate_guild_count else ""
    yield ok("discord token", f"{app.name} (application {app.id}){servers}")
    yield _endpoint(app.interactions_endpoint_url)
    yield _commands(seen.registered, seen.wanted)
    yield ok("discord intents", "No privileged intent is needed; all of them can stay off.")
    yield _installs(app)
    if seen.starts_left < FEW_STARTS:
        found = f"Only {seen.starts_left} more connections are allowed today."
        yield warn("discord starts", found, "Find out what restarts the bot so often.")
    link = discord.utils.oauth_url(app.id, permissions=PERMISSIONS, scopes=SCOPES)
    yield ok("discord invite", link)


def _endpoint(url: str | None) -> Check:
    if not url:
        return ok("discord events", "Commands and buttons come over the gateway.")
    return fail(
        "discord events",
        "Commands and buttons go to another address.",
        f"Clear Interactions Endpoint URL on the General Information page of {PORTAL}.",
    )


def _commands(registered: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> Check:
    there, needed = _named(registered), _named(wanted)
    if needed <= there:
        return ok("discord commands", f"All {len(needed)} are registered.")
    missing = ", ".join(sorted(name for _, name, _ in needed - there))
    return warn(
        "discord commands",
        f"Not registered, or in an older form: {missing}.",
        "Start `quotedesk discord`; it registers what changed.",
    )


def _named(commands: Iterable[dict[str, Any]]) -> set[tuple[int, str, tuple[str, ...]]]:
    """Return kind, name and the names of the options of each command."""
    return {
        (
            int(command.get("type", 1)),
            str(command["name"]),
            tuple(str(option["name"]) for option in command.get("options") or ()),
        )
        for command in commands
    }


def _installs(app: discord.AppInfo) -> Check:
    if app.user_integration_config is not None:
        return ok("discord installs", "Servers and people can install the app.")
    return warn(
        "discord installs",
        "Only servers can install the app.",
        f"To let people use /ask anywhere, switch User Install on under Installation in {PORTAL}.",
    )
