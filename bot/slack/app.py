"""The Bolt app: the same listeners for Socket Mode and HTTP."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import words
from bot.slack.buttons import Buttons
from bot.slack.home import Home
from bot.slack.office import Office
from bot.slack.questions import ANY, Questions

log = logging.getLogger("quotedesk.slack")
BOLT = logging.getLogger("slack_bolt")
BOLT_READS = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET")


def build(
    office: Office,
    client: AsyncWebClient,
    authorize: AsyncAuthorize,
    *,
    signing_secret: str = "",
    oauth_flow: AsyncOAuthFlow | None = None,
) -> AsyncApp:
    """Return the app with all listeners.

    ``signing_secret`` may be empty for Socket Mode only, where requests are not signed.
    """
    with unseen(*BOLT_READS):
        app = AsyncApp(
            name="slack_bolt.listeners",  # also the name of a logger, whose level Bolt sets
            logger=BOLT,
            client=client,
            authorize=authorize,  # type: ignore[arg-type] # an AsyncAuthorize is taken as it is
            signing_secret=signing_secret,
            oauth_flow=oauth_flow,
            user_facing_authorize_error_message=words.NOT_INSTALLED,
        )
    if oauth_flow is not None:
        app.enable_token_revocation_listeners()
    Questions(office).register(app)
    Home(office).register(app)
    Buttons(office).register(app)
    app.event(ANY)(_ignore)
    app.view(ANY)(_acknowledge)
    app.view_closed(ANY)(_acknowledge)
    app.shortcut(ANY)(_acknowledge)
    app.options(ANY)(_acknowledge)
    app.error(_failed)
    return app


@contextmanager
def unseen(*names: str) -> Iterator[None]:
    """Hide environment variables for a moment.

    Bolt reads some by itself: a SLACK_CLIENT_ID there would make it ignore the given token.
    """
    held = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(held)


async def _ignore() -> None:
    """Take events that are not for us, so that nobody is told of them."""


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _failed(error: Exception, **_more: Any) -> None:
    log.error("Something went wrong in a Slack listener (%s).", type(error).__name__)
