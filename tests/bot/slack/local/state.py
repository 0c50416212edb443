"""What the local Slack remembers: tokens, channels, messages, views and response URLs."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

SCOPES = ("commands", "app_mentions:read", "chat:write", "im:history", "assistant:write")


@dataclass
class Token:
    """A bot token (``xoxb``) or an app token (``xapp``) and what it may do."""

    value: str
    team: str = "T1"
    bot_user: str = "UBOT"
    bot_id: str = "BBOT"
    scopes: tuple[str, ...] = SCOPES
    error: str | None = None


@dataclass
class Channel:
    """A channel or a direct message."""

    id: str
    members: set[str]
    archived: bool = False
    im_with: str | None = None


@dataclass
class Message:
    """Something posted: by which call, where, for whom (when private)."""

    call: str
    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    thread_ts: str | None = None
    only_for: str | None = None
    at: float = 0.0
    body: dict[str, Any] = field(default_factory=dict)


@dataclass
class ResponseUrl:
    """A ``response_url``: 5 uses within 30 minutes."""

    channel: str
    user: str
    team: str
    uses: int = 5
    expires: float = field(default_factory=lambda: time.time() + 1800)


@dataclass
class Fault:
    """What the next call of a method meets instead of an answer."""

    error: str | None = None
    status: int = 200
    retry_after: int | None = None
    drop: bool = False
    drop_after: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Call:
    """A Web API call as it came in."""

    method: str
    body: dict[str, Any]
    token: str
    at: float


class World:
    """Everything the local Slack remembers."""

    def __init__(self) -> None:
        self.tokens: dict[str, Token] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.views: list[tuple[str, dict[str, Any]]] = []
        self.calls: list[Call] = []
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.response_urls: dict[str, ResponseUrl] = {}
        self.codes: dict[str, dict[str, Any]] = {}
        self.refresh_tokens: dict[str, dict[str, Any]] = {}
        self.triggers: dict[str, float] = {}
        self.by_client_id: dict[tuple[str, str], Message] = {}
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """Return a number never returned before."""
        return next(self._numbers)

    def ts(self) -> str:
        """Return a message time stamp never returned before."""
        return f"{int(time.time())}.{self.number():06d}"

    def fault(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method meet these faults, one each."""
        self.faults[method].extend(faults)

    def called(self, method: str) -> list[Call]:
        """Return the calls of a method."""
        return [call for call in self.calls if call.method == method]

    def posted(self, channel: str | None = None) -> list[Message]:
        """Return the messages everybody sees."""
        return [
            message
            for message in self.messages
            if message.only_for is None and channel in (None, message.channel)
        ]

    def private(self, user: str) -> list[Message]:
        """Return the messages only this user sees."""
        return [message for message in self.messages if message.only_for == user]
