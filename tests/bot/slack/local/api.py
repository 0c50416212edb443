"""The Web API methods of the local Slack: token, scope and limit checks as Slack makes them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from tests.bot.slack.local.checks import Refused, check_message, check_view
from tests.bot.slack.local.state import Channel, Message, Token, World

Answer = dict[str, Any]
Body = dict[str, Any]

NEEDS = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}
JSON_FIELDS = ("blocks", "view", "prompts")


class ApiError(Exception):
    """An ``ok: false``; ``extra`` is added to the answer."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra


class WebApi:
    """The methods, one function each."""

    def __init__(self, world: World, socket_url: Callable[[], str]) -> None:
        self.world = world
        self.socket_url = socket_url
        self.methods: dict[str, Callable[[Body, Token], Answer]] = {
            "auth.test": self.auth_test,
            "chat.postMessage": self.post_message,
            "chat.postEphemeral": self.post_ephemeral,
            "chat.getPermalink": self.permalink,
            "views.open": self.open_view,
            "views.push": self.open_view,
            "views.publish": self.publish_view,
            "assistant.threads.setStatus": self.assistant,
            "assistant.threads.setTitle": self.assistant,
            "assistant.threads.setSuggestedPrompts": self.assistant,
            "apps.connections.open": self.open_connection,
        }

    def call(self, method: str, body: Body, token: str) -> Answer:
        """Answer one call; raise ApiError for ``ok: false``."""
        if method == "oauth.v2.access":
            return self.oauth(body)
        if method not in self.methods:
            raise ApiError("unknown_method")
        known = self._token(method, token)
        for name in JSON_FIELDS:
            if isinstance(body.get(name), str):
                body[name] = json.loads(body[name])
        try:
            return {"ok": True, **self.methods[method](body, known)}
        except Refused as refused:
            raise ApiError(refused.args[0], detail=list(refused.args[1:])) from refused

    def _token(self, method: str, value: str) -> Token:
        token = self.world.tokens.get(value)
        if token is None:
            raise ApiError("not_authed" if not value else "invalid_auth")
        if token.error:
            raise ApiError(token.error)
        if (method == "apps.connections.open") != value.startswith("xapp-"):
            raise ApiError("not_allowed_token_type")
        needed = NEEDS.get(method)
        if needed and needed not in token.scopes:
            raise ApiError("missing_scope", needed=needed, provided=",".join(token.scopes))
        return token

    def auth_test(self, _body: Body, token: Token) -> Answer:
        """Say whose token it is."""
        return {
            "url": "https://example.slack.com/",
            "team": "Example",
            "user": "quotedesk",
            "team_id": token.team,
            "user_id": token.bot_user,
            "bot_id": token.bot_id,
        }

    def post_message(self, body: Body, token: Token) -> Answer:
        """Post; the same ``client_msg_id`` again gives the message of the first time."""
        check_message(body)
        channel = self._channel(body.get("channel", ""), token)
        key = (channel.id, str(body.get("client_msg_id")))
        message = self.world.by_client_id.get(key)
        if message is None:
            message = self._keep("chat.postMessage", channel.id, body)
            if body.get("client_msg_id"):
                self.world.by_client_id[key] = message
        return {"channel": channel.id, "ts": message.ts, "message": {"text": message.text}}

    def post_ephemeral(self, body: Body, token: Token) -> Answer:
        """Post for one member of the channel."""
        check_message(body)
        channel = self._channel(body.get("channel", ""), token)
        if body.get("user") not in channel.members:
            raise ApiError("user_not_in_channel")
        message = self._keep("chat.postEphemeral", channel.id, body, only_for=body["user"])
        return {"message_ts": message.ts}

    def permalink(self, body: Body, _token: Token) -> Answer:
        """Link to a message that exists for everybody."""
        known = {message.ts for message in self.world.posted(body["channel"])}
        if body["message_ts"] not in known:
            raise ApiError("message_not_found")
        stamp = body["message_ts"].replace(".", "")
        return {"permalink": f"https://example.slack.com/archives/{body['channel']}/p{stamp}"}

    def open_view(self, body: Body, _token: Token) -> Answer:
        """Open or push a modal: a trigger lives 3 seconds and works once."""
        born = self.world.triggers.pop(body.get("trigger_id", ""), None)
        if born is None:
            raise ApiError("exchanged_trigger_id")
        if time.time() - born > 3:
            raise ApiError("expired_trigger_id")
        return self.publish_view(body, _token)

    def publish_view(self, body: Body, _token: Token) -> Answer:
        """Show a view."""
        check_view(body["view"])
        self.world.views.append((body.get("user_id", ""), body["view"]))
        return {"view": {"id": f"V{self.world.number()}"}}

    def assistant(self, body: Body, _token: Token) -> Answer:
        """Take a status, a title or prompts of an assistant thread."""
        if not body.get("channel_id", "").startswith("D"):
            raise ApiError("channel_not_found")
        if "prompts" in body:
            prompts = body["prompts"]
            if not 1 <= len(prompts) <= 4 or any(
                not p["title"] or not p["message"] for p in prompts
            ):
                raise ApiError("invalid_arguments")
        elif not body.get("thread_ts"):
            raise ApiError("invalid_arguments")
        return {}

    def open_connection(self, _body: Body, _token: Token) -> Answer:
        """Give the address of a new socket."""
        return {"url": self.socket_url()}

    def oauth(self, body: Body) -> Answer:
        """Exchange a code for a token, or a refresh token for the next token."""
        if body.get("client_id") != "CLIENT" or body.get("client_secret") != "CLIENTSECRET":
            raise ApiError("bad_client_secret")
        if body.get("grant_type") == "refresh_token":
            grant = self.world.refresh_tokens.pop(body.get("refresh_token", ""), None)
        else:
            grant = self.world.codes.pop(body.get("code", ""), None)
        if grant is None:
            raise ApiError("invalid_code")
        return {"ok": True, **grant}

    def _channel(self, name: str, token: Token) -> Channel:
        if name.startswith("U"):
            return self._direct(name)
        channel = self.world.channels.get(name)
        if channel is None:
            raise ApiError("channel_not_found")
        if channel.archived:
            raise ApiError("is_archived")
        if token.bot_user not in channel.members and channel.im_with is None:
            raise ApiError("not_in_channel")
        return channel

    def _direct(self, user: str) -> Channel:
        for channel in self.world.channels.values():
            if channel.im_with == user:
                return channel
        channel = Channel(f"D{user}", {user, "UBOT"}, im_with=user)
        self.world.channels[channel.id] = channel
        return channel

    def _keep(self, call: str, channel: str, body: Body, only_for: str | None = None) -> Message:
        message = Message(
            call,
            channel,
            self.world.ts(),
            body.get("text") or "",
            body.get("blocks") or [],
            body.get("thread_ts"),
            only_for,
            time.perf_counter(),
            body,
        )
        self.world.messages.append(message)
        return message
