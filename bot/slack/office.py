"""What every listener works with."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot import wording
from bot.desk import Desk
from bot.limits import SlidingWindow
from bot.settings import Settings, SlackSettings
from bot.slack.asks import Ask, Place
from bot.slack.blocks import Message
from bot.slack.courier import Courier
from bot.slack.jobs import Jobs
from bot.slack.outcomes import outcome
from bot.slack.render import Options, render, say
from retrieval.errors import LimitReached
from retrieval.model import Answer, Question

log = logging.getLogger("quotedesk.slack")
FINISH_SECONDS = 25.0


@dataclass(frozen=True)
class Office:
    """The desk that answers, the courier that posts, the jobs in flight and the settings."""

    desk: Desk
    courier: Courier
    settings: SlackSettings = field(default_factory=SlackSettings)
    jobs: Jobs = field(default_factory=Jobs)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    askers: SlidingWindow = field(default_factory=lambda: SlidingWindow(0))

    def open_in(self, place: Place) -> bool:
        """Tell whether the settings let the bot answer there; direct messages always."""
        allowed, denied = self.settings.channels_allow, self.settings.channels_deny
        if place.direct or not place.channel:
            return True
        return place.channel not in denied and (not allowed or place.channel in allowed)

    @property
    def experts(self) -> bool:
        """Tell whether there is somebody to pass questions on to."""
        return bool(self.settings.experts_channel)

    def rendered(self, answer: Answer, *, private: bool = False) -> Message:
        """Return an answer as a message with the buttons this office has."""
        return render(answer, Options(private=private, experts=self.experts))

    async def answer(self, ask: Ask) -> Answer:
        """Ask the desk; raise what it raises."""
        wait = self.askers.take(ask.place.asker)
        if wait:
            raise LimitReached("You have asked many questions within a minute.", wait)
        question = Question(ask.text, ask.place.asker, ask.conversation)
        channel = f"slack:{ask.place.team}:{ask.place.channel}"
        return await self.desk.ask(question, surface=ask.surface, channel=channel)

    async def apologise(self, client: AsyncWebClient, place: Place, error: BaseException) -> None:
        """Tell the asker alone what went wrong, in one sentence."""
        if wording.friendly(error) == wording.BROKEN:
            log.error("A question could not be answered (%s).", type(error).__name__)
        await self.courier.privately(client, place, say(wording.friendly(error)))


def new_office(settings: Settings, desk: Desk, session: aiohttp.ClientSession) -> Office:
    """Put an office together. A revoked token of the only workspace is the end."""
    stopping = asyncio.Event()

    def revoked(team: str, code: str) -> None:
        log.error("Workspace %s: %s", team, outcome(code).mend)
        if settings.secrets.slack_bot_token:
            stopping.set()

    askers = SlidingWindow(settings.slack.per_asker)
    courier = Courier(session, revoked)
    return Office(desk, courier, settings.slack, stopping=stopping, askers=askers)


async def finish(office: Office) -> None:
    """Let the answers in flight go out, then let the desk go."""
    await asyncio.sleep(0.05)  # listeners acknowledged a moment ago have yet to start their job
    late = await office.jobs.finish(FINISH_SECONDS)
    if late:
        log.error("%d answers were not finished in time.", late)
    await office.desk.close()
