"""Interactions of the local Discord: callbacks within 3 seconds, replies within 15 minutes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.bot.discord.local.world import (
    ALICE,
    ALL,
    APPLICATION,
    BOT,
    CHANNEL,
    DIRECT,
    GUILD,
    USERS,
    user,
)

IN_TIME = 3.0
PRIVATE = 64


@dataclass
class Interaction:
    """What somebody did, and what the bot made of it."""

    id: int
    token: str
    channel: int
    made: float
    callback: dict[str, Any] | None = None
    called_back: float = 0.0
    refused: int = 0
    replies: list[dict[str, Any]] = field(default_factory=list)
    lives: float = 900.0

    @property
    def private(self) -> bool:
        return bool(((self.callback or {}).get("data") or {}).get("flags", 0) & PRIVATE)


class Interactions:
    """Sends interactions and takes what the bot answers."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.all: dict[str, Interaction] = {}
        self.lives = 900.0
        self.lenient = False  # take a second acknowledgement too

    def routes(self) -> list[tuple[str, str, Any]]:
        token = r"([\w.-]+)"
        return [
            ("POST", rf"interactions/(\d+)/{token}/callback", self._callback),
            ("POST", rf"webhooks/(\d+)/{token}", self._reply),
            ("PATCH", rf"webhooks/(\d+)/{token}/messages/@original", self._reply),
        ]

    async def _callback(self, _id: str, token: str, body: Any, _request: Any) -> web.Response:
        interaction = self.all.get(token)
        if interaction is None or time.monotonic() - interaction.made > IN_TIME:
            return self.server.refuse(404, 10062, "Unknown interaction")
        if interaction.callback is not None and not self.lenient:
            interaction.refused += 1
            return self.server.refuse(400, 40060, "Interaction has already been acknowledged.")
        interaction.callback = body
        interaction.called_back = time.monotonic() - interaction.made
        return self.server.give({"interaction": {"id": str(interaction.id), "type": 2}})

    async def _reply(self, _app: str, token: str, body: Any, _request: Any) -> web.Response:
        interaction = self.all.get(token)
        if interaction is None or time.monotonic() - interaction.made > interaction.lives:
            return self.server.refuse(404, 10015, "Unknown Webhook")
        refusal = self.server.fault_in(body)
        if refusal is not None:
            return refusal
        message = self.server.keep(interaction.channel, body)
        message["flags"] = PRIVATE if interaction.private else 0
        interaction.replies.append({**body, "id": message["id"]})
        return self.server.give(message)

    async def send(self, kind: int, data: dict[str, Any], **where: Any) -> Interaction:
        server = self.server
        channel, person = where.get("channel", CHANNEL), where.get("author", ALICE)
        identity = server.new_id()
        interaction = Interaction(identity, f"tok{identity}", channel, time.monotonic())
        interaction.lives = self.lives
        self.all[interaction.token] = interaction
        payload: dict[str, Any] = {
            "id": str(identity),
            "application_id": str(APPLICATION),
            "type": kind,
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(GUILD)},
            "app_permissions": str(server.held if server.admits else ALL),
            "attachment_size_limit": 10_000_000,
            "context": 1 if channel == DIRECT else 0,
        }
        if channel == DIRECT:
            payload["channel"] = server.direct_channel(BOT)
            payload["user"] = USERS.get(person) or user(person, f"user{person}")
        else:
            payload["channel"] = {"id": str(channel), "type": 0, "guild_id": str(GUILD)}
            payload["guild_id"] = str(GUILD)
            payload["guild"] = {"id": str(GUILD), "features": [], "locale": "en-US"}
            payload["member"] = {
                "user": (USERS.get(person) or user(person, f"user{person}")),
                "roles": [],
                "joined_at": "2026-01-01T00:00:00+00:00",
                "permissions": str(where.get("permissions", ALL)),
                "deaf": False,
                "mute": False,
                "flags": 0,
            }
        if "message" in where:
            payload["message"] = where["message"]
        await server.gateway.dispatch("INTERACTION_CREATE", payload)
        return interaction

    async def slash(self, name: str, *options: dict[str, Any], **where: Any) -> Interaction:
        data = {"id": "500", "name": name, "type": 1, "options": list(options)}
        return await self.send(2, data, **where)

    async def ask(self, question: str, *, private: bool = False, **where: Any) -> Interaction:
        options = [{"name": "question", "type": 3, "value": question}]
        if private:
            options.append({"name": "private", "type": 5, "value": True})
        return await self.slash("ask", *options, **where)

    async def settings(self, name: str, *options: dict[str, Any], **where: Any) -> Interaction:
        group = {"name": name, "type": 1, "options": list(options)}
        resolved = {"channels": where.pop("resolved", {})}
        data = {"id": "503", "name": "settings", "type": 1, "options": [group]}
        return await self.send(2, {**data, "resolved": resolved}, **where)

    async def menu(self, name: str, message: dict[str, Any], **where: Any) -> Interaction:
        data = {
            "id": "504",
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self.send(2, data, **where)

    async def press(self, message_id: str, value: str, **where: Any) -> Interaction:
        """Press a button that the message really has."""
        message = self.server.messages[int(message_id)]
        values = [b.get("custom_id") for row in message["components"] for b in row["components"]]
        assert value in values, values
        data = {"custom_id": value, "component_type": 2}
        return await self.send(3, data, message=message, **where)
