"""App Home and the assistant pane: what the bot knows, and questions to begin with."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import words
from bot.slack.asks import Ask, place_of
from bot.slack.courier import NotPosted
from bot.slack.office import Office
from bot.slack.pages import SAMPLE, answer_view, home_view, prompts
from bot.slack.render import Options, render

Body = dict[str, Any]


class Home:
    """The listeners of App Home and of both generations of the assistant pane.

    Apps made since 2026 have ``agent_view``: opening the Messages tab is the sign to suggest
    prompts. Older ones have ``assistant_view`` and get ``assistant_thread_started``.
    """

    def __init__(self, office: Office) -> None:
        self._office = office

    def register(self, app: AsyncApp) -> None:
        """Listen; must come before the listener of all other buttons."""
        app.event("app_home_opened")(self.opened)
        app.event("assistant_thread_started")(self.started)
        app.action(re.compile(f"^{SAMPLE}:"))(self.sample)

    async def opened(self, body: Body, client: AsyncWebClient) -> None:
        """Show App Home, or suggest prompts above an empty conversation."""
        event = body["event"]
        if event.get("tab") == "messages":
            self._office.jobs.start(self._suggest(client, body, event["channel"], None))
        elif event.get("user"):
            self._office.jobs.start(self._publish(client, body, event["user"]))

    async def started(self, body: Body, client: AsyncWebClient) -> None:
        """Suggest prompts in a new assistant thread."""
        thread = body["event"]["assistant_thread"]
        work = self._suggest(client, body, thread["channel_id"], thread["thread_ts"])
        self._office.jobs.start(work)

    async def sample(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Answer a sample question at once, in a modal."""
        await ack()
        self._office.jobs.start(self._answer(client, body))

    async def _publish(self, client: AsyncWebClient, body: Body, user: str) -> None:
        view = home_view(await self._office.desk.overview())
        await self._call(client, body, "views.publish", {"user_id": user, "view": view})

    async def _suggest(
        self, client: AsyncWebClient, body: Body, channel: str, thread: str | None
    ) -> None:
        suggested = prompts(await self._office.desk.overview())
        if not suggested:
            return
        fields: Body = {"channel_id": channel, "prompts": suggested, "title": words.GREETING}
        if thread is not None:
            fields["thread_ts"] = thread
        await self._call(client, body, "assistant.threads.setSuggestedPrompts", fields)

    async def _answer(self, client: AsyncWebClient, body: Body) -> None:
        place = place_of(body)
        key = f"slack:trigger:{body.get('trigger_id')}"
        if not await self._office.desk.claim(key):
            return
        ask = Ask(str(body["actions"][0]["value"]), place, "slack:home", (key,))
        try:
            answer = await self._office.answer(ask)
            message = render(answer, Options(experts=self._office.experts, in_view=True))
        except Exception as error:  # noqa: BLE001 - whoever pressed it always gets a word
            await self._office.apologise(client, place, error)
            return
        if not await self._office.courier.show(client, body, answer_view(message)):
            await self._office.courier.privately(client, place, self._office.rendered(answer))

    async def _call(self, client: AsyncWebClient, body: Body, method: str, fields: Body) -> None:
        try:
            await self._office.courier.call(client, str(body.get("team_id") or ""), method, fields)
        except NotPosted:
            return  # logged; there is nobody to tell
