"""Takes messages to Slack: to a channel, a thread, one person or a ``response_url``.

A way that Slack refuses is followed by the next best one, down to a direct message. Every message
that everybody sees has a ``client_msg_id`` made from the question, so that a retry after a lost
connection cannot post it twice.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.asks import Place
from bot.slack.blocks import Block, Message, plainer
from bot.slack.outcomes import PROBLEMS, code_of, outcome
from bot.slack.pace import Pace
from bot.slack.render import note

log = logging.getLogger("quotedesk.slack")
QUOTEDESK = uuid.UUID("6f3c9f0e-6c0a-4c8e-9a51-7a3f3d4b8d21")
"""The name space of our ``client_msg_id``: any fixed UUID."""

BLOCK_CODES = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long")
HOOK_CODES = ("used_url", "expired_url", *BLOCK_CODES)


class NotPosted(Exception):
    """Slack did not take a message; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Courier:
    """Posts with pace, retries (in the client) and ways to fall back on.

    ``revoked`` is called with the workspace and Slack's code when its token is dead for good.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        revoked: Callable[[str, str], None] = lambda _team, _code: None,
        pace: Pace | None = None,
    ) -> None:
        self._session = session
        self._revoked = revoked
        self._pace = pace or Pace()

    async def publicly(
        self, client: AsyncWebClient, place: Place, message: Message, key: str
    ) -> bool:
        """Post for everybody; when that is refused, tell the asker alone and say why."""
        try:
            await self.post(client, place, message, key)
            return True
        except NotPosted as refused:
            said = outcome(refused.code).said
        return bool(said) and await self._directly(client, place, note(message, said), key)

    async def privately(self, client: AsyncWebClient, place: Place, message: Message) -> bool:
        """Show to the asker alone: by ``response_url``, in the channel, or as a direct message."""
        if place.response_url and await self.respond(client, place, message):
            return True
        if place.direct:
            return await self._directly(client, place, message, "")
        if place.channel:
            try:
                await self._ephemeral(client, place, message)
                return True
            except NotPosted as refused:
                if outcome(refused.code).revoked:
                    return False
        return await self._directly(client, place, message, "")

    async def post(
        self, client: AsyncWebClient, place: Place, message: Message, key: str
    ) -> dict[str, Any]:
        """Post to the place's channel and thread and return Slack's answer; raise NotPosted."""
        await self._pace.turn(f"{place.team}:{place.channel}")
        body: dict[str, Any] = {"channel": place.channel}
        if key:
            body["client_msg_id"] = str(uuid.uuid5(QUOTEDESK, f"{place.channel}:{key}"))

        async def send(shown: Message) -> dict[str, Any]:
            whole = _body(shown, place.thread) | body
            return await self.call(client, place.team, "chat.postMessage", whole)

        return await _understood(send, message)

    async def respond(
        self,
        client: AsyncWebClient,
        place: Place,
        message: Message,
        *,
        in_channel: bool = False,
        replace: bool = False,
    ) -> bool:
        """Use the ``response_url``, wherever it leads; False when it is expired or used up."""
        how = {
            "response_type": "in_channel" if in_channel else "ephemeral",
            "replace_original": replace,
        }

        async def send(shown: Message) -> dict[str, Any]:
            return await self._hook(client, place, _body(shown, place.thread) | how)

        try:
            await _understood(send, message)
            return True
        except NotPosted:
            return False

    async def _hook(
        self, client: AsyncWebClient, place: Place, body: dict[str, Any]
    ) -> dict[str, Any]:
        hook = AsyncWebhookClient(
            place.response_url,
            session=self._session,
            retry_handlers=list(client.retry_handlers or []),
            logger=logging.getLogger("slack_sdk.webhook"),
        )
        try:
            answer = await hook.send_dict(body)
        except PROBLEMS as error:
            code = code_of(error)
        else:
            if answer.status_code == 200 and '"ok":false' not in answer.body.replace(" ", ""):
                return {}
            known = (word for word in HOOK_CODES if word in answer.body)
            code = next(known, "response_url_failed")
        _tell("response_url", code)
        raise NotPosted(code)

    async def show(self, client: AsyncWebClient, body: dict[str, Any], view: Block) -> bool:
        """Open a modal, or push it onto the one the button was in; False when it came too late."""
        inside = (body.get("view") or {}).get("type") == "modal"
        method = "views.push" if inside else "views.open"
        team = (body.get("team") or {}).get("id") or ""
        try:
            arguments = {"trigger_id": body.get("trigger_id"), "view": view}
            await self.call(client, team, method, arguments)
            return True
        except NotPosted:
            return False

    async def call(
        self, client: AsyncWebClient, team: str, method: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Call a method; raise NotPosted with Slack's code when it is refused."""
        try:
            answer = await client.api_call(method, json=body)
        except PROBLEMS as error:
            code = code_of(error)
            _tell(method, code)
            if outcome(code).revoked:
                self._revoked(team, code)
            raise NotPosted(code) from None
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    async def _ephemeral(self, client: AsyncWebClient, place: Place, message: Message) -> None:
        async def send(shown: Message) -> dict[str, Any]:
            to = {"channel": place.channel, "user": place.user}
            body = _body(shown, place.thread) | to
            return await self.call(client, place.team, "chat.postEphemeral", body)

        await _understood(send, message)

    async def _directly(
        self, client: AsyncWebClient, place: Place, message: Message, key: str
    ) -> bool:
        channel, thread = (place.channel, place.thread) if place.direct else (place.user, "")
        try:
            await self.post(client, Place(place.team, channel, place.user, thread), message, key)
            return True
        except NotPosted:
            return False


async def _understood(
    send: Callable[[Message], Awaitable[dict[str, Any]]], message: Message
) -> dict[str, Any]:
    """Send a message, and plainer ones for as long as Slack objects to the blocks."""
    while True:
        try:
            return await send(message)
        except NotPosted as refused:
            simpler = plainer(message) if refused.code in BLOCK_CODES else None
            if simpler is None:
                raise
            message = simpler


def _body(message: Message, thread: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "text": message.text,
        "blocks": list(message.blocks),
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    return body | ({"thread_ts": thread} if thread else {})


def _tell(method: str, code: str) -> None:
    log.warning("Slack refused %s (%s). %s", method, code, outcome(code).mend)
