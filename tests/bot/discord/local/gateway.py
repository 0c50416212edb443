"""The gateway of the local Discord: HELLO, IDENTIFY, READY, heartbeats, RESUME with replay."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
MESSAGE_CONTENT, MEMBERS, PRESENCES = 1 << 15, 1 << 1, 1 << 8


@dataclass
class Session:
    """A session outlives its connection: what is sent meanwhile is kept for RESUME."""

    id: str
    shard: list[int]
    intents: int
    socket: web.WebSocketResponse | None = None
    events: list[dict[str, Any]] = field(default_factory=list)

    def takes(self, guild: str | None) -> bool:
        """Tell whether events of a server, or direct messages, go to this session's shard."""
        return self.shard[0] == (int(guild or 0) >> 22) % self.shard[1]

    async def dispatch(self, name: str, data: Any) -> None:
        event = {"op": DISPATCH, "t": name, "s": len(self.events) + 1, "d": data}
        self.events.append(event)
        await self.send(event)

    async def send(self, payload: dict[str, Any]) -> None:
        if self.socket is not None and not self.socket.closed:
            try:
                await self.socket.send_str(json.dumps(payload))
            except ConnectionError:
                self.socket = None


class Gateway:
    """Every connection of every bot process. The switches make it misbehave."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.sessions: dict[str, Session] = {}
        self.identifies = 0
        self.identified = 0  # of those, how many got everything that starts a session
        self.resumes = 0
        self.heartbeats = 0
        self.interval = 41_250
        self.silent = False  # a zombie: open, but nothing is acknowledged or sent
        self.refuse_resume = False
        self.close_identify_with: int | None = None

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": self.interval}})
        session: Session | None = None
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                continue
            payload = json.loads(message.data)
            if payload["op"] == HEARTBEAT:
                self.heartbeats += 1
                if not (self.silent and session):
                    await socket.send_json({"op": ACK})
            elif payload["op"] == IDENTIFY:
                session = await self._identify(socket, payload["d"])
            elif payload["op"] == RESUME:
                session = await self._resume(socket, payload["d"])
        if session is not None and session.socket is socket:
            session.socket = None
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Any) -> Session | None:
        self.identifies += 1
        if self.close_identify_with:
            await socket.close(code=self.close_identify_with)
            return None
        if data["token"] != self.server.token:
            await socket.close(code=4004)
            return None
        if data["intents"] & (MESSAGE_CONTENT | MEMBERS | PRESENCES):
            await socket.close(code=4014)
            return None
        self.silent = False
        session = Session(f"session{self.identifies}", data["shard"], data["intents"], socket)
        self.sessions[session.id] = session
        await session.dispatch("READY", self.server.ready(session))
        held = [guild for guild in self.server.guilds.values() if session.takes(guild["id"])]
        for guild in held:
            await session.dispatch("GUILD_CREATE", self.server.guild_payload(guild))
        self.identified += 1
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: Any) -> Session | None:
        self.resumes += 1
        self.silent = False
        session = self.sessions.get(data["session_id"])
        if session is None or self.refuse_resume:
            await socket.send_json({"op": INVALID, "d": False})
            return None
        session.socket = socket
        missed = session.events[data["seq"] :]
        for event in missed:
            await session.send(event)
        await session.dispatch("RESUMED", {})
        return session

    async def dispatch(self, name: str, data: Any) -> None:
        """Send an event to every session; one without a connection gets it when it resumes."""
        reached = [one for one in self.sessions.values() if one.takes(data.get("guild_id"))]
        for session in reached:
            if self.silent:
                event = {"op": DISPATCH, "t": name, "s": len(session.events) + 1, "d": data}
                session.events.append(event)
            else:
                await session.dispatch(name, data)

    async def replay(self, last: int) -> None:
        """Send the last events once more, as Discord may around a RESUME."""
        for session in self.sessions.values():
            for event in session.events[-last:]:
                await session.send(event)

    async def drop(self) -> None:
        """Cut every connection without a word."""
        for session in self.sessions.values():
            socket, session.socket = session.socket, None
            if socket is not None and socket._req and socket._req.transport:
                socket._req.transport.abort()

    async def say(self, op: int, data: Any = None) -> None:
        """Send an operation to every connection."""
        for session in self.sessions.values():
            await session.send({"op": op, "d": data})

    def forget(self) -> None:
        """Forget every session, so that none can be resumed and nothing is kept for them."""
        self.sessions.clear()
