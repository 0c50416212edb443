"""A small Discord on 127.0.0.1: enough REST and gateway for a real client to live in.

It checks tokens, limits and permissions as Discord does, takes out the words a bot without the
message content intent does not get, and misbehaves on request (``faults``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.bot.discord.local.gateway import Gateway
from tests.bot.discord.local.interactions import Interactions
from tests.bot.discord.local.people import People
from tests.bot.discord.local.world import (
    APPLICATION,
    ATTACH,
    BOT,
    DIRECT,
    EMBED,
    HISTORY,
    IN_THREADS,
    SEND,
    THREADS,
    TOKEN,
    USERS,
)


@dataclass
class Fault:
    """Answers of the server instead of the right ones, ``times`` times."""

    method: str
    path: str
    status: int
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1


def as_json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Answer with JSON under the very content type that the client looks for."""
    kind = {"Content-Type": "application/json"}
    body = json.dumps(value).encode()
    return web.Response(body=body, status=status, headers={**kind, **(headers or {})})


class LocalDiscord(People):
    """The server: what it holds, what it was asked, and how to act as people would."""

    def __init__(self) -> None:
        super().__init__()
        self.token = TOKEN
        self.posted: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, Any]] = []
        self.commands: list[dict[str, Any]] = []
        self.registered = 0
        self.faults: list[Fault] = []
        self.typing = 0
        self.repeated = 0  # messages that were sent again under the same nonce
        self.lose_reply = False  # take the next message, but break off before saying so
        self.nonces: dict[str, int] = {}
        self.gateway = Gateway(self)
        self.interactions = Interactions(self)
        self._runner: web.AppRunner | None = None
        self.port = 0

    # --- starting and stopping

    async def start(self) -> None:
        app = web.Application(middlewares=[self._middleware], client_max_size=30_000_000)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_route("*", "/api/v10/{path:.*}", self._api)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway_url = f"ws://127.0.0.1:{self.port}/gateway"

    async def stop(self) -> None:
        await self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    # --- REST

    @web.middleware
    async def _middleware(self, request: web.Request, handler: Any) -> web.StreamResponse:
        fault = next((f for f in self.faults if self._hit(f, request)), None)
        if fault is None:
            return await handler(request)
        fault.times -= 1
        if not fault.times:
            self.faults.remove(fault)
        self.requests.append((request.method, request.path, None))
        return as_json(fault.body, fault.status, fault.headers)

    @staticmethod
    def _hit(fault: Fault, request: web.Request) -> bool:
        return fault.method == request.method and bool(re.search(fault.path, request.path))

    async def _api(self, request: web.Request) -> web.Response:
        path, body = request.match_info["path"], await self._body(request)
        self.requests.append((request.method, path, body))
        open_to_all = path.startswith(("interactions/", "webhooks/"))
        if not open_to_all and request.headers.get("Authorization") != f"Bot {self.token}":
            return self.refuse(401, 0, "401: Unauthorized")
        for method, pattern, handler in self._routes():
            match = re.fullmatch(pattern, path)
            if match and method == request.method:
                return await handler(*match.groups(), body, request)
        return self.refuse(404, 0, "404: Not Found")

    def _routes(self) -> list[tuple[str, str, Callable[..., Any]]]:
        number = r"(\d+)"
        return [
            ("GET", "users/@me", self._me),
            ("GET", "oauth2/applications/@me", self._application),
            ("GET", "applications/@me", self._application),
            ("GET", "gateway/bot", self._gateway_bot),
            ("GET", f"applications/{number}/commands", self._list_commands),
            ("PUT", f"applications/{number}/commands", self._put_commands),
            ("POST", "users/@me/channels", self._open_direct),
            ("POST", f"channels/{number}/typing", self._typing),
            ("POST", f"channels/{number}/messages", self._post),
            ("GET", f"channels/{number}/messages", self._history),
            ("POST", f"channels/{number}/messages/{number}/threads", self._open_thread),
            *self.interactions.routes(),
        ]

    @staticmethod
    async def _body(request: web.Request) -> Any:
        if request.content_type.startswith("multipart/"):
            form = await request.post()
            body = json.loads(str(form["payload_json"]))
            files = [part for name, part in form.items() if name.startswith("files[")]
            body["files"] = {part.filename: part.file.read().decode() for part in files}
            return body
        return await request.json() if request.can_read_body else None

    def give(self, value: Any, status: int = 200) -> web.Response:
        headers = {
            "X-RateLimit-Limit": "50",
            "X-RateLimit-Remaining": "49",
            "X-RateLimit-Reset-After": "0.1",
            "X-RateLimit-Bucket": "local",
        }
        if status == 204:
            return web.Response(status=204, headers=headers)
        return as_json(value, status, headers)

    def refuse(self, status: int, code: int, message: str) -> web.Response:
        return as_json({"code": code, "message": message}, status)

    async def _me(self, _body: Any, _request: Any) -> web.Response:
        return self.give(USERS[BOT])

    async def _application(self, _body: Any, _request: Any) -> web.Response:
        return self.give(self.application)

    async def _gateway_bot(self, _body: Any, _request: Any) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return self.give(
            {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}
        )

    async def _list_commands(self, _application: str, _body: Any, _request: Any) -> web.Response:
        return self.give(self.commands)

    async def _put_commands(self, _application: str, body: Any, _request: Any) -> web.Response:
        self.registered += 1
        base = {"application_id": str(APPLICATION), "version": "1", "description": ""}
        self.commands = [{**base, "id": str(500 + n), **given} for n, given in enumerate(body)]
        return self.give(self.commands)

    async def _open_direct(self, body: Any, _request: Any) -> web.Response:
        return self.give(self.direct_channel(int(body["recipient_id"])))

    async def _typing(self, _channel: str, _body: Any, _request: Any) -> web.Response:
        self.typing += 1
        return self.give(None, 204)

    async def _history(self, channel: str, _body: Any, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        found = [m for m in self.messages.values() if m["channel_id"] == channel]
        found = [self.as_seen(m) for m in found if int(m["id"]) > after]
        return self.give(sorted(found, key=lambda m: -int(m["id"])))

    async def _post(self, channel: str, body: Any, request: web.Request) -> web.Response:
        refusal = self._forbidden(int(channel), body) or self.fault_in(body)
        if refusal is not None:
            return refusal
        nonce = body.get("nonce")
        if nonce and body.get("enforce_nonce") and nonce in self.nonces:
            self.repeated += 1
            return self.give(self.messages[self.nonces[nonce]])
        message = self.keep(int(channel), body)
        if nonce:
            self.nonces[nonce] = int(message["id"])
        self.posted.append({**body, "channel_id": channel, "id": message["id"]})
        if self.lose_reply and request.transport is not None:
            self.lose_reply = False
            request.transport.abort()
        return self.give(message)

    async def _open_thread(
        self, channel: str, message: str, body: Any, _request: Any
    ) -> web.Response:
        if not self.held & THREADS:
            return self.refuse(403, 50013, "Missing Permissions")
        thread = self.thread_payload(int(message), int(channel), body["name"])
        self.threads[int(message)] = thread
        return self.give(thread, 201)

    def _forbidden(self, channel: int, body: dict[str, Any]) -> web.Response | None:
        """Refuse as Discord does: one code for whatever is missing."""
        if channel == DIRECT:
            return None
        needs = IN_THREADS if channel in self.threads else SEND
        needs |= EMBED if body.get("embeds") else 0
        needs |= ATTACH if body.get("files") else 0
        needs |= HISTORY if body.get("message_reference") else 0
        lacks = needs & ~self.held
        return self.refuse(403, 50013, "Missing Permissions") if lacks else None

    def fault_in(self, body: dict[str, Any]) -> web.Response | None:
        """Refuse a message that breaks one of Discord's limits."""
        embed = (body.get("embeds") or [{}])[0]
        rows = body.get("components") or []
        lengths = [
            (body.get("content") or "", 2000),
            (embed.get("title") or "", 256),
            (embed.get("description") or "", 4096),
            (embed.get("author", {}).get("name") or "", 256),
            (embed.get("footer", {}).get("text") or "", 2048),
            *((b["label"], 80) for row in rows for b in row["components"]),
            *((b.get("custom_id", ""), 100) for row in rows for b in row["components"]),
        ]
        empty = not any(text for text, _ in lengths) and not body.get("files")
        if empty or any(len(text) > limit for text, limit in lengths):
            return self.refuse(400, 50035, "Invalid Form Body")
        if len(rows) > 5 or any(len(row["components"]) > 5 for row in rows):
            return self.refuse(400, 50035, "Invalid Form Body")
        return None
