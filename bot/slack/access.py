"""How we get in: clients, tokens, one workspace or many."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import (
    AsyncAuthorize,
    AsyncInstallationStoreAuthorize,
)
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.outcomes import PROBLEMS, code_of
from retrieval.errors import QuotedeskError

SCOPES: Sequence[str] = (
    "commands",
    "app_mentions:read",
    "chat:write",
    "im:history",
    "assistant:write",
)
SECONDS = 30
LIBRARY = logging.getLogger("slack_sdk")

_START = {
    "invalid_auth": "Slack does not know the {token}; copy it again from {where}.",
    "not_authed": "Slack does not know the {token}; copy it again from {where}.",
    "token_revoked": "The {token} was revoked; install the app again and copy it from {where}.",
    "token_expired": "The {token} has expired; install the app again and copy it from {where}.",
    "account_inactive": "The app was removed from its workspace; install it again in {where}.",
    "not_allowed_token_type": "The {token} is a token of another kind; copy it from {where}.",
    "missing_scope": "The {token} lacks a permission; compare the app with the manifest.",
    "unreachable": "Slack cannot be reached; check the network and SLACK_API_BASE_URL.",
}
_BOT = {"token": "SLACK_BOT_TOKEN (xoxb-...)", "where": "OAuth & Permissions"}
_APP = {"token": "SLACK_APP_TOKEN (xapp-...)", "where": "Basic Information > App-Level Tokens"}


class SlackUnusable(QuotedeskError):
    """Slack does not let us in; the message says what to change."""


def new_session() -> aiohttp.ClientSession:
    """Return the one HTTP session that all clients share."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))


def web_client(base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Return a client that waits as long as Slack asks and retries lost connections.

    It has no token: each request gets its workspace's.
    """
    return AsyncWebClient(
        base_url=base_url,
        timeout=SECONDS,
        session=session,
        retry_handlers=retries(),
        logger=LIBRARY,
    )


def retries() -> list[AsyncRetryHandler]:
    """Return the retry handlers of every method: 429, lost connections, server errors."""
    return [
        AsyncRateLimitErrorRetryHandler(max_retry_count=5),
        AsyncConnectionErrorRetryHandler(3, BackoffRetryIntervalCalculator(0.2)),
        AsyncServerErrorRetryHandler(2, BackoffRetryIntervalCalculator(0.5)),
    ]


async def sign_in(client: AsyncWebClient, token: str) -> AsyncSlackResponse:
    """Return who the bot is; raise SlackUnusable with one sentence when the token is no good."""
    try:
        return await client.auth_test(token=token)
    except PROBLEMS as error:
        raise _unusable(error, _BOT) from None


async def open_socket(client: AsyncWebClient, app_token: str) -> str:
    """Return the address of a socket; raise SlackUnusable when the app token is no good."""
    try:
        answer = await client.apps_connections_open(app_token=app_token)
    except PROBLEMS as error:
        raise _unusable(error, _APP) from None
    return str(answer["url"])


def _unusable(error: BaseException, names: dict[str, str]) -> SlackUnusable:
    code = code_of(error)
    other = f"Slack refused the {{token}} ({code}); see https://docs.slack.dev for this code."
    if isinstance(error, SlackApiError) and code not in _START:
        return SlackUnusable(other.format(**names))
    return SlackUnusable(_START.get(code, _START["unreachable"]).format(**names))


class OneWorkspace(AsyncAuthorize):
    """Knows the token from the start: no request waits for ``auth.test``."""

    def __init__(self, identity: AsyncSlackResponse, token: str) -> None:
        self._result = AuthorizeResult.from_auth_test_response(
            bot_token=token, auth_test_response=identity
        )

    async def __call__(self, **_who: Any) -> AuthorizeResult:
        """Return the one token."""
        return self._result


class ManyWorkspaces(AsyncInstallationStoreAuthorize):
    """Finds each workspace's token and rotates it in time, one request after the other."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(logger=LIBRARY, cache_enabled=True, **parts)
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __call__(self, **who: Any) -> AuthorizeResult | None:
        """Return the token; None when the app is not installed there.

        Two requests at once must not use up the same refresh token.
        """
        async with self._locks[f"{who.get('enterprise_id')}:{who.get('team_id')}"]:
            return await super().__call__(**who)
