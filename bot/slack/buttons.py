"""Buttons of an answer. All state is in their value, so they work after a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import wording
from bot.actions import Action, parse_action
from bot.slack import words
from bot.slack.asks import Place, place_of
from bot.slack.blocks import Block, Message
from bot.slack.courier import NotPosted
from bot.slack.office import Office
from bot.slack.outcomes import PROBLEMS
from bot.slack.pages import as_message, context_view, expert_post, more_view, shared
from bot.slack.questions import ANY
from bot.slack.render import MOST_READINGS, say
from retrieval.model import Answer

Body = dict[str, Any]
Handler = Callable[[AsyncWebClient, Body, Action, Place], Awaitable[None]]


class Buttons:
    """The listeners of the buttons."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._handlers: dict[str, Handler] = {
            "more": self._more,
            "context": self._context,
            "helpful": self._feedback,
            "not_helpful": self._feedback,
            "ask_person": self._ask_person,
            "share": self._share,
        }

    def register(self, app: AsyncApp) -> None:
        """Listen to every button; a link button needs no more than the acknowledgement."""
        app.action(ANY)(self.pressed)

    async def pressed(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Acknowledge, then do what the button's value says."""
        await ack()
        action = parse_action(str((body.get("actions") or [{}])[0].get("value") or ""))
        handler = self._handlers.get(action.name) if action else None
        if action is not None and handler is not None:
            self._office.jobs.start(self._handle(client, body, action, handler))

    async def _handle(
        self, client: AsyncWebClient, body: Body, action: Action, handler: Handler
    ) -> None:
        place = place_of(body)
        if not await self._office.desk.claim(f"slack:trigger:{body.get('trigger_id')}"):
            return
        try:
            await handler(client, body, action, place)
        except Exception as error:  # noqa: BLE001 - whoever pressed it always gets a word
            await self._office.apologise(client, place, error)

    async def _more(self, client: AsyncWebClient, body: Body, action: Action, place: Place) -> None:
        answer = await self._office.desk.get(action.answer)
        first = action.number
        if answer is None:
            await self._say(client, place, wording.GONE)
        elif len(answer.readings) <= first:
            await self._say(client, place, wording.NO_MORE)
        else:
            await self._show(client, body, place, more_view(answer, first))

    async def _context(
        self, client: AsyncWebClient, body: Body, action: Action, place: Place
    ) -> None:
        answer = await self._office.desk.get(action.answer)
        if answer is None:
            await self._say(client, place, wording.GONE)
            return
        count = max(1, min(wording.shown(answer), MOST_READINGS))
        readings = list(enumerate(answer.readings))[:count]
        around = [
            (reading.citation, paragraph)
            for at, reading in readings
            if (paragraph := await self._office.desk.paragraph(answer.id, at)) is not None
        ]
        if around:
            await self._show(client, body, place, context_view(around))
        else:
            await self._say(client, place, wording.NO_CONTEXT)

    async def _feedback(
        self, client: AsyncWebClient, _body: Body, action: Action, place: Place
    ) -> None:
        helpful = action.name == "helpful"
        kept = await self._office.desk.feedback(action.answer, place.asker, helpful)
        thanks = wording.THANKS_HELPFUL if helpful else wording.THANKS_NOT_HELPFUL
        await self._say(client, place, thanks if kept else wording.GONE)

    async def _share(
        self, client: AsyncWebClient, _body: Body, action: Action, place: Place
    ) -> None:
        """Post a private answer for everybody, once for each channel."""
        answer = await self._office.desk.get(action.answer)
        key = f"slack:share:{action.answer}:{place.channel}"
        if answer is None:
            await self._say(client, place, wording.GONE)
        elif not await self._office.desk.claim(key):
            await self._say(client, place, words.SHARED_BEFORE)
        elif not await self._post_shared(client, answer, place, key):
            await self._office.desk.release(key)
            await self._say(client, place, words.CANNOT_SHARE)

    async def _post_shared(
        self, client: AsyncWebClient, answer: Answer, place: Place, key: str
    ) -> bool:
        courier = self._office.courier
        message = shared(self._office.rendered(answer), answer.question, place.user)
        if await courier.respond(client, place, message, in_channel=True):
            await courier.respond(client, place, say(words.SHARED), replace=True)
            return True
        try:
            await courier.post(client, place, message, key)
            return True
        except NotPosted:
            return False

    async def _ask_person(
        self, client: AsyncWebClient, body: Body, action: Action, place: Place
    ) -> None:
        """Pass the question on to the experts' channel, once, with a way back."""
        answer = await self._office.desk.get(action.answer)
        key = f"slack:expert:{action.answer}"
        if answer is None:
            await self._say(client, place, wording.GONE)
        elif not self._office.experts:
            await self._say(client, place, words.NO_EXPERTS)
        elif not await self._office.desk.claim(key):
            await self._say(client, place, words.ASKED_BEFORE)
        else:
            post = expert_post(answer, place.user, place.channel, await self._link(client, body))
            await self._pass_on(client, place, post, key)

    async def _pass_on(self, client: AsyncWebClient, place: Place, post: Message, key: str) -> None:
        experts = Place(place.team, self._office.settings.experts_channel, place.user)
        try:
            await self._office.courier.post(client, experts, post, key)
        except NotPosted:
            await self._office.desk.release(key)
            await self._say(client, place, words.NO_EXPERTS)
        else:
            await self._say(client, place, wording.ASKED_A_PERSON)

    async def _link(self, client: AsyncWebClient, body: Body) -> str:
        """Return the address of the answer; empty for one that only the asker saw."""
        container = body.get("container") or {}
        if container.get("is_ephemeral") or not container.get("message_ts"):
            return ""
        try:
            answer = await client.chat_getPermalink(
                channel=container["channel_id"], message_ts=container["message_ts"]
            )
        except PROBLEMS:
            return ""
        return str(answer.get("permalink") or "")

    async def _show(self, client: AsyncWebClient, body: Body, place: Place, view: Block) -> None:
        """Show a modal; when Slack was faster than we, the same as a private message."""
        if not await self._office.courier.show(client, body, view):
            await self._office.courier.privately(client, place, as_message(view))

    async def _say(self, client: AsyncWebClient, place: Place, sentence: str) -> None:
        await self._office.courier.privately(client, place, say(sentence))
