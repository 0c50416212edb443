"""A small Discord on 127.0.0.1: enough REST and gateway for a real client to live in.

It checks tokens, limits and permissions as Discord does, takes out the words a bot without the
message content intent does not get, and misbehaves on request (``faults``).
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.bot.discord.local.gateway import Gateway, Session
from tests.bot.discord.local.interactions import Interactions

TOKEN = "local.discord.token-not-secret"
BOT = 900_000_000_000_000_001
APPLICATION = BOT
GUILD = 100_000_000_000_000_001
CHANNEL = 200_000_000_000_000_001
FORUM = 200_000_000_000_000_002
EXPERTS = 200_000_000_000_000_003
QUIET = 200_000_000_000_000_004
ALICE, BOB = 300_000_000_000_000_001, 300_000_000_000_000_002
DIRECT = 400_000_000_000_000_001

VIEW, SEND, EMBED, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 14, 1 << 15, 1 << 16
MANAGE_GUILD, THREADS, IN_THREADS = 1 << 5, 1 << 35, 1 << 38
ALL = VIEW | SEND | EMBED | ATTACH | HISTORY | THREADS | IN_THREADS


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


def user(identity: int, name: str, *, bot: bool = False) -> dict[str, Any]:
    return {
        "id": str(identity),
        "username": name,
        "global_name": name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
    }


USERS = {
    BOT: user(BOT, "quotedesk", bot=True),
    ALICE: user(ALICE, "alice"),
    BOB: user(BOB, "bob"),
}


def application() -> dict[str, Any]:
    return {
        "id": str(APPLICATION),
        "name": "Quotedesk",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": USERS[ALICE],
        "team": None,
    }


class LocalDiscord:
    """The server: what it holds, what it was asked, and how to act as people would."""

    def __init__(self) -> None:
        self.token = TOKEN
        self.held = ALL  # what the bot may do
        self.admits = True  # whether the gateway tells the bot so
        self.guilds = {GUILD: {"id": str(GUILD), "channels": self._channels()}}
        self.threads: dict[int, dict[str, Any]] = {}
        self.messages: dict[int, dict[str, Any]] = {}
        self.posted: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, Any]] = []
        self.application = application()
        self.commands: list[dict[str, Any]] = []
        self.registered = 0
        self.faults: list[Fault] = []
        self.typing = 0
        self.lose_reply = False  # take the next message, but break off before saying so
        self.nonces: dict[str, int] = {}
        self.gateway = Gateway(self)
        self.interactions = Interactions(self)
        self._last = int(time.time() * 1000) - 60_000
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

    async def stop(self) -> None:
        await self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

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
        return self.give({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})

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

    # --- what things look like

    def new_id(self) -> int:
        self._last = max(self._last + 1, int(time.time() * 1000))
        return (self._last - 1_420_070_400_000) << 22

    def keep(self, channel: int, body: dict[str, Any], author: int = BOT) -> dict[str, Any]:
        """Make a message of what was posted."""
        message = self.message(channel, body.get("content") or "", author)
        message["embeds"] = body.get("embeds") or []
        message["components"] = body.get("components") or []
        reference = body.get("message_reference")
        message["flags"] = body.get("flags") or 0
        if reference:
            held = {name: str(value) for name, value in reference.items()}
            message.update(type=19, message_reference=held)
        return message

    def message(self, channel: int, content: str, author: int, **more: Any) -> dict[str, Any]:
        identity = self.new_id()
        mentioned = [int(found) for found in re.findall(r"<@!?(\d+)>", content)]
        message = {
            "id": str(identity),
            "channel_id": str(channel),
            "author": USERS.get(author) or user(author, f"user{author}"),
            "content": content,
            "timestamp": "2026-01-01T00:00:00.000000+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [USERS[found] for found in mentioned if found in USERS],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            **more,
        }
        if channel != DIRECT:
            message["guild_id"] = str(GUILD)
        self.messages[identity] = message
        return message

    def as_seen(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return the message as a bot without the message content intent gets it."""
        named = any(int(found["id"]) == BOT for found in message["mentions"])
        own = int(message["author"]["id"]) == BOT
        if named or own or "guild_id" not in message:
            return message
        return {**message, "content": "", "embeds": [], "components": []}

    def ready(self, session: Session) -> dict[str, Any]:
        return {
            "v": 10,
            "user": USERS[BOT],
            "guilds": [{"id": str(guild), "unavailable": True} for guild in self.guilds],
            "session_id": session.id,
            "resume_gateway_url": self.gateway_url,
            "shard": session.shard,
            "application": {"id": str(APPLICATION), "flags": 0},
        }

    def guild_payload(self, guild: dict[str, Any]) -> dict[str, Any]:
        held = self.held if self.admits else ALL
        everyone = {
            "id": guild["id"],
            "name": "@everyone",
            "permissions": str(held),
            "position": 0,
            "color": 0,
            "hoist": False,
            "managed": False,
            "mentionable": False,
        }
        member = {"user": USERS[BOT], "roles": [], "joined_at": "2026-01-01T00:00:00+00:00"}
        last = {message["channel_id"]: message["id"] for message in self.messages.values()}
        channels = [
            {**channel, "last_message_id": last.get(channel["id"])} for channel in guild["channels"]
        ]
        return {
            "id": guild["id"],
            "name": "Local",
            "owner_id": str(ALICE),
            "member_count": 3,
            "roles": [everyone],
            "channels": channels,
            "members": [{**member, "deaf": False, "mute": False, "flags": 0}],
            "threads": list(self.threads.values()),
            "emojis": [],
            "features": [],
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "premium_tier": 0,
            "nsfw_level": 0,
            "preferred_locale": "en-US",
            "system_channel_flags": 0,
            "afk_timeout": 300,
            "stickers": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
        }

    @staticmethod
    def _channels() -> list[dict[str, Any]]:
        kinds = {CHANNEL: ("talk", 0), FORUM: ("help", 15), EXPERTS: ("experts", 0)}
        kinds[QUIET] = ("quiet", 0)
        return [
            {
                "id": str(identity),
                "type": kind,
                "name": name,
                "position": 0,
                "permission_overwrites": [],
                "parent_id": None,
                "nsfw": False,
                "guild_id": str(GUILD),
            }
            for identity, (name, kind) in kinds.items()
        ]

    def thread_payload(
        self, identity: int, parent: int, name: str, owner: int = BOT
    ) -> dict[str, Any]:
        return {
            "id": str(identity),
            "type": 11,
            "guild_id": str(GUILD),
            "parent_id": str(parent),
            "owner_id": str(owner),
            "name": name,
            "message_count": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
                "locked": False,
            },
        }

    def direct_channel(self, recipient: int) -> dict[str, Any]:
        return {"id": str(DIRECT), "type": 1, "recipients": [USERS[recipient]]}

    # --- what people do

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
        return self.posted
