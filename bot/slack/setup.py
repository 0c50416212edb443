"""What has to be set before Slack can be served, and the paths of the web server."""

from __future__ import annotations

from bot.settings import Settings
from retrieval.errors import SettingsError

EVENTS_PATH = "/slack/events"
INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"


def require_tokens(settings: Settings) -> None:
    """Raise SettingsError with a line for each token that Socket Mode needs and is not set."""
    needed = {
        "SLACK_BOT_TOKEN": (settings.secrets.slack_bot_token, "xoxb-...: OAuth & Permissions"),
        "SLACK_APP_TOKEN": (
            settings.secrets.slack_app_token,
            "xapp-...: Basic Information > App-Level Tokens",
        ),
    }
    faults = [f"{name} is not set ({hint})." for name, (value, hint) in needed.items() if not value]
    if faults:
        raise SettingsError("\n".join([*faults, "See “Slack in five minutes” in the README."]))


def over_http(settings: Settings) -> bool:
    """Tell whether Slack is to be served; raise SettingsError when only half is set."""
    secrets = settings.secrets
    workspace = bool(secrets.slack_bot_token)
    many = bool(secrets.slack_client_id and secrets.slack_client_secret)
    if not secrets.slack_signing_secret:
        if secrets.slack_client_id or secrets.slack_client_secret:
            raise SettingsError(
                "SLACK_SIGNING_SECRET is not set (Basic Information > App Credentials); without "
                "it anybody could pretend to be Slack."
            )
        return False
    if not (workspace or many):
        raise SettingsError(
            "SLACK_SIGNING_SECRET is set, but neither SLACK_BOT_TOKEN (one workspace) nor both "
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (many workspaces)."
        )
    return True
