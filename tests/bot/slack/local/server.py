"""A small Slack on 127.0.0.1: Web API, Socket Mode, response URLs and signed requests."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
from aiohttp import web

from tests.bot.slack.local.api import ApiError, WebApi
from tests.bot.slack.local.checks import Refused, check_message
from tests.bot.slack.local.state import Call, Channel, Fault, Message, ResponseUrl, Token, World

SIGNING_SECRET = "5ignin9-5ecret"
BOT_TOKEN = "xoxb-local-1"
APP_TOKEN = "xapp-local-1"


@dataclass
class Delivery:
    """Something sent to the app: how often, when it was acknowledged and with what."""

    envelope: str
    sent: float
    acked: float | None = None
    status: int = 0
    payload: Any = None
    attempts: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def took(self) -> float:
        """Seconds from the first attempt to the acknowledgement."""
        assert self.acked is not None, "never acknowledged"
        return self.acked - self.sent


class LocalSlack:
    """The server; ``app_url`` set means events go over HTTP, else over the socket."""

    def __init__(self) -> None:
        self.world = World()
        self.api = WebApi(self.world, self._socket_url)
        self.app_url: str | None = None
        self.sockets: list[web.WebSocketResponse] = []
        self.connections = 0
        self.deliveries: dict[str, Delivery] = {}
        self.ack_timeout = 3.0
        self.refuse_sockets = False
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._port = 0

    async def start(self) -> None:
        """Listen on a free port, with one workspace, one channel and one token of each kind."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{name}", self._respond)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._http = aiohttp.ClientSession()
        self.world.tokens[BOT_TOKEN] = Token(BOT_TOKEN)
        self.world.tokens[APP_TOKEN] = Token(APP_TOKEN, scopes=("connections:write",))
        for name in ("C1", "C2"):
            self.world.channels[name] = Channel(name, {"UBOT", "U1", "U2"})

    async def stop(self) -> None:
        """Close everything."""
        await self.drop_sockets()
        await self._http.close()
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """The address for ``SLACK_API_BASE_URL``."""
        return f"http://127.0.0.1:{self._port}/api/"

    def _socket_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/socket?ticket=t1cket-{self.world.number()}"

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await _body(request)
        token = request.headers.get("Authorization", "")
        if token.startswith("Basic "):  # oauth.v2.access carries the app's credentials this way
            basic = aiohttp.BasicAuth.decode(token)
            body |= {"client_id": basic.login, "client_secret": basic.password}
        token = token.removeprefix("Bearer ")
        token = token or body.pop("token", "")
        self.world.calls.append(Call(method, body, token, time.perf_counter()))
        fault = self.world.faults[method].popleft() if self.world.faults[method] else Fault()
        if fault.drop:
            _cut(request)
        if fault.error or fault.status != 200:
            return _faulty(fault)
        try:
            answer = self.api.call(method, body, token)
        except ApiError as error:
            answer = {"ok": False, "error": error.code, **error.extra}
        if fault.drop_after:
            _cut(request)
        known = self.world.tokens.get(token)
        headers = {"x-oauth-scopes": ",".join(known.scopes)} if known else {}
        return web.json_response(answer, headers=headers)

    def response_url(self, channel: str, user: str, team: str = "T1", uses: int = 5) -> str:
        """Make a new response URL, on another host name than the API's."""
        name = f"r{self.world.number()}"
        self.world.response_urls[name] = ResponseUrl(channel, user, team, uses)
        return f"http://localhost:{self._port}/respond/{name}"

    async def _respond(self, request: web.Request) -> web.Response:
        known = self.world.response_urls.get(request.match_info["name"])
        faults = self.world.faults["response_url"]
        if faults:
            fault = faults.popleft()
            if fault.drop:
                _cut(request)
            return _faulty(fault) if fault.status != 404 else web.Response(status=404, text="no")
        if known is None or known.uses <= 0:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if known.expires < time.time():
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        known.uses -= 1
        body = await request.json()
        if body.get("delete_original"):
            return web.Response(text="ok")
        try:
            check_message(body)
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.args[0]}, status=400)
        only_for = None if body.get("response_type") == "in_channel" else known.user
        self.world.messages.append(
            Message(
                "response_url",
                known.channel,
                self.world.ts(),
                body.get("text") or "",
                body.get("blocks") or [],
                body.get("thread_ts"),
                only_for,
                time.perf_counter(),
                body,
            )
        )
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_sockets:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            if message.type == aiohttp.WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))
        if socket in self.sockets:
            self.sockets.remove(socket)
        return socket

    def _acknowledged(self, answer: dict[str, Any]) -> None:
        waiting = self._waiting.pop(answer.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload"))

    async def connected(self, connections: int = 1, within: float = 20) -> None:
        """Wait until the app has opened this many sockets since the start."""
        async with asyncio.timeout(within):
            while self.connections < connections or not self.sockets:  # noqa: ASYNC110 - a test
                await asyncio.sleep(0.02)

    async def drop_sockets(self) -> None:
        """Cut every socket without a word, as a lost network does."""
        for socket in list(self.sockets):
            transport = socket._req.transport if socket._req else None
            if transport is not None:
                transport.abort()
        self.sockets.clear()

    async def refresh(self) -> None:
        """Ask the app to open a new socket, as Slack does every few hours."""
        await self.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def deliver(self, kind: str, payload: dict[str, Any], attempts: int = 1) -> Delivery:
        """Send to the app and wait for the acknowledgement.

        ``kind``: ``events_api``, ``slash_commands`` or ``interactive``. ``attempts`` above 1 sends
        it again although it was acknowledged, as Slack sometimes does.
        """
        delivery = Delivery(str(uuid.uuid4()), time.perf_counter())
        self.deliveries[delivery.envelope] = delivery
        send = self._over_http if self.app_url else self._over_socket
        for attempt in range(attempts):
            await send(kind, payload, delivery, attempt)
        return delivery

    async def _over_socket(
        self, kind: str, payload: dict[str, Any], delivery: Delivery, attempt: int
    ) -> None:
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[delivery.envelope] = waiting
        envelope = {"type": kind, "envelope_id": delivery.envelope, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if attempt:
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout"}
        await self.sockets[-1].send_json(envelope)
        delivery.attempts += 1
        delivery.payload = await asyncio.wait_for(waiting, self.ack_timeout)
        delivery.acked = delivery.acked or time.perf_counter()

    async def _over_http(
        self, kind: str, payload: dict[str, Any], delivery: Delivery, attempt: int
    ) -> None:
        body, content = _encoded(kind, payload)
        headers = signed(body) | {"Content-Type": content}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        delivery.status, delivery.payload = await self.post(body, headers)
        delivery.attempts += 1
        assert delivery.status == 200, (delivery.status, delivery.payload)
        delivery.acked = delivery.acked or time.perf_counter()

    async def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Post to the app's request URL as given."""
        assert self.app_url is not None
        timeout = aiohttp.ClientTimeout(total=self.ack_timeout)
        async with self._http.post(
            self.app_url, data=body, headers=headers, timeout=timeout
        ) as response:
            return response.status, await response.text()


def signed(body: bytes, at: float | None = None, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """Return the signature headers of a request (https://docs.slack.dev, "Verifying requests")."""
    stamp = str(int(time.time() if at is None else at))
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _encoded(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **dict(parse_qsl(await request.text()))}


def _cut(request: web.Request) -> None:
    assert request.transport is not None
    request.transport.abort()
    raise ConnectionResetError


def _faulty(fault: Fault) -> web.Response:
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
    answer = {"ok": False, "error": fault.error or "ratelimited", **fault.extra}
    return web.json_response(answer, status=fault.status, headers=headers)
