"""What Slack's error codes mean: for the person who asked, and for who runs the bot."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``said`` goes to the person with the answer in private; ``mend`` goes to the log.

    ``revoked`` means that this token will never work again.
    """

    said: str
    mend: str
    revoked: bool = False


_AWAY = "I could not answer in that channel, so here is the answer for you alone."
_REVOKED = Outcome(
    "", "The bot's token is not valid any more: install the app again and set the new token.", True
)
_OUTCOMES = {
    "not_in_channel": Outcome(
        "I am no member of that channel, so here is the answer for you alone. Invite me there.",
        "Invite the app to the channel.",
    ),
    "channel_not_found": Outcome(_AWAY, "The channel is private or gone: invite the app to it."),
    "is_archived": Outcome(
        "That channel is archived, so here is the answer for you alone.",
        "The channel is archived; nothing can be posted there.",
    ),
    "missing_scope": Outcome(
        "I am not allowed to do that yet; please tell whoever looks after this app.",
        "The app lacks a permission: compare OAuth & Permissions with config/slack_manifest.yaml, "
        "then install it again.",
    ),
    "expired_url": Outcome("", "The answer came more than 30 minutes after the command."),
    "used_url": Outcome("", "Slack takes five messages for one command or button."),
    "ratelimited": Outcome("", "Slack asks for fewer messages; the retries are used up."),
    "user_not_in_channel": Outcome(_AWAY, "The person has left the channel."),
    UNREACHABLE: Outcome("", "Slack could not be reached; check the network."),
    **dict.fromkeys(
        (
            "invalid_auth",
            "token_revoked",
            "token_expired",
            "account_inactive",
            "not_authed",
            "team_access_not_granted",
        ),
        _REVOKED,
    ),
}
_OTHER = Outcome(_AWAY, "See https://docs.slack.dev for this code.")


def outcome(code: str) -> Outcome:
    """Return what a code means; an unknown one has a general answer."""
    return _OUTCOMES.get(code, _OTHER)


def code_of(error: BaseException) -> str:
    """Return Slack's code of an error; connection errors are ``unreachable``."""
    if isinstance(error, SlackApiError):
        answer = getattr(error.response, "data", error.response)
        code = answer.get("error") if isinstance(answer, dict) else None
        return code if isinstance(code, str) and code.isidentifier() else "no_sense"
    return UNREACHABLE


PROBLEMS = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
"""Everything that a call to Slack raises."""
