"""The Starlette application: Slack's request URL, the install pages and ``/healthz``."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.desk import Desk
from bot.service import QuestionService
from bot.settings import Settings
from bot.slack import http
from bot.slack.access import new_session
from bot.slack.office import Office, finish, new_office
from bot.slack.setup import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH, over_http

log = logging.getLogger("quotedesk.web")


@asynccontextmanager
async def opened(settings: Settings, service: QuestionService) -> AsyncIterator[Starlette]:
    """Yield the application; on leaving, answers in flight are finished.

    Raises SettingsError or SlackUnusable when Slack is half set up or refuses the token.
    """
    async with new_session() as session:
        desk = Desk(service, settings.workers)
        office = new_office(settings, desk, session)
        slack = None
        if over_http(settings):
            slack = await http.slack_app(settings, office, session)
        else:
            log.warning("Slack is not set up: SLACK_SIGNING_SECRET is not set.")
        try:
            yield application(desk, office, slack)
        finally:
            await finish(office)


def application(desk: Desk, office: Office, slack: AsyncApp | None) -> Starlette:
    """Return the routes."""

    async def healthz(_request: Request) -> Response:
        return await health(desk, office)

    routes = [Route("/healthz", healthz)]
    if slack is not None:
        endpoint = http.Endpoint(slack)
        routes.append(Route(EVENTS_PATH, endpoint.events, methods=["POST"]))
        if slack.oauth_flow is not None:
            routes.append(Route(INSTALL_PATH, endpoint.install))
            routes.append(Route(REDIRECT_PATH, endpoint.callback))
    return Starlette(routes=routes, exception_handlers={500: _failed})


async def health(desk: Desk, office: Office) -> Response:
    """Say whether questions can be answered: 200, or 503 with the reason."""
    if office.stopping.is_set():
        return JSONResponse({"status": "the Slack token was revoked"}, 503)
    try:
        overview = await desk.overview()
    except Exception as error:  # noqa: BLE001 - whatever it is, we are not well
        log.error("The articles cannot be read (%s).", type(error).__name__)
        return JSONResponse({"status": "the articles cannot be read"}, 503)
    body = {"status": "ok", "articles": overview.articles, "passages": overview.passages}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


async def _failed(_request: Request, error: Exception) -> Response:
    log.error("A web request failed (%s).", type(error).__name__)
    return PlainTextResponse("Something went wrong on our side.", 500)
