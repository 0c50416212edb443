"""Questions: by mention, direct message, slash command and message shortcut.

Listeners acknowledge and start a job; the job claims the question, answers it and posts.
"""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import wording
from bot.slack import words
from bot.slack.asks import Ask, from_command, from_direct, from_mention, from_shortcut
from bot.slack.courier import NotPosted
from bot.slack.office import Office
from bot.slack.render import say
from bot.smalltalk import SmallTalk, small_talk

Body = dict[str, Any]
ANY = re.compile(r".+", re.DOTALL)


class Questions:
    """The listeners of everything that asks."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def register(self, app: AsyncApp) -> None:
        """Listen. Any slash command will do: a workspace may have had another ``/ask``."""
        app.event("app_mention")(self.mention)
        app.event("message")(self.direct)
        app.shortcut("ask_about")(self.shortcut)
        app.command(ANY)(self.command)

    async def mention(self, body: Body, client: AsyncWebClient) -> None:
        """Answer in a thread, or in the channel when the settings say so."""
        ask = from_mention(body, in_thread=self._office.settings.reply == "thread")
        if ask is not None and self._office.open_in(ask.place):
            self._office.jobs.start(self._reply(client, ask))

    async def direct(self, body: Body, client: AsyncWebClient) -> None:
        """Answer in the conversation, or in the assistant thread where it was asked."""
        ask = from_direct(body)
        if ask is not None:
            self._office.jobs.start(self._reply(client, ask))

    async def command(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Answer for the asker alone."""
        await ack()
        self._office.jobs.start(self._reply(client, from_command(body)))

    async def shortcut(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Answer a message for whoever chose the shortcut alone."""
        await ack()
        self._office.jobs.start(self._reply(client, from_shortcut(body)))

    async def _reply(self, client: AsyncWebClient, ask: Ask) -> None:
        if not await self._office.desk.claim(*ask.keys):
            return
        if not self._office.open_in(ask.place):
            await self._office.courier.privately(client, ask.place, say(words.NOT_HERE))
        elif talk := small_talk(ask.text):
            await self._chat(client, ask, talk)
        else:
            await self._answer(client, ask)

    async def _chat(self, client: AsyncWebClient, ask: Ask, talk: SmallTalk) -> None:
        if ask.surface == "slack:shortcut":
            reply = say(words.NOTHING_TO_ASK)
        elif talk == "thanks":
            reply = say(wording.WELCOME)
        else:
            reply = say(*words.help_lines())
        if ask.private:
            await self._office.courier.privately(client, ask.place, reply)
        else:
            await self._office.courier.publicly(client, ask.place, reply, ask.keys[0])

    async def _answer(self, client: AsyncWebClient, ask: Ask) -> None:
        in_assistant = ask.place.direct and bool(ask.place.thread)
        if in_assistant:
            await self._status(client, ask, f"{wording.SEARCHING.lower()}...")
        try:
            answer = await self._office.answer(ask)
            message = self._office.rendered(answer, private=ask.private)
        except Exception as error:  # noqa: BLE001 - the asker always gets a word
            await self._office.apologise(client, ask.place, error)
            if in_assistant:
                await self._status(client, ask, "")
            return
        if ask.private:
            await self._office.courier.privately(client, ask.place, message)
        else:
            await self._office.courier.publicly(client, ask.place, message, ask.keys[0])
        if in_assistant:
            await self._title(client, ask)

    async def _status(self, client: AsyncWebClient, ask: Ask, status: str) -> None:
        """Show in an assistant thread that an answer is on its way; a reply clears it."""
        await self._assist(client, ask, "setStatus", status=status)

    async def _title(self, client: AsyncWebClient, ask: Ask) -> None:
        """Name an assistant thread after its first question."""
        if await self._office.desk.claim(f"slack:title:{ask.conversation}"):
            await self._assist(client, ask, "setTitle", title=ask.text[:200])

    async def _assist(self, client: AsyncWebClient, ask: Ask, what: str, **fields: str) -> None:
        place = {"channel_id": ask.place.channel, "thread_ts": ask.place.thread}
        try:
            method = f"assistant.threads.{what}"
            await self._office.courier.call(client, ask.place.team, method, place | fields)
        except NotPosted:
            return  # a plain thread, or a workspace without the assistant pane
