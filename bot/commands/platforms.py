"""``quotedesk slack``, ``discord`` and ``web``: run a front end, whose libraries may be absent."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from types import ModuleType

from bot.commands.logs import start_logging
from bot.commands.session import opened, refresh_if_possible, settings_of
from retrieval.errors import CorpusError, StoreError, UsageError

LIBRARIES = {
    "slack": ("slack_bolt", "slack_sdk", "aiohttp"),
    "discord": ("discord", "aiohttp", "yarl"),
    "web": ("starlette", "uvicorn", "slack_bolt", "slack_sdk", "aiohttp"),
}
EXTRAS = {"slack": "slack", "discord": "discord", "web": "web,slack"}


def run(arguments: Namespace) -> int:
    """Start the front end and stay until it ends."""
    name = arguments.command
    module = load(name, "run")
    given = {f"web.{key}": getattr(arguments, key, None) for key in ("host", "port")}
    settings = settings_of(arguments, given)
    start_logging(settings.secrets)
    with opened(settings) as service:
        refresh_if_possible(service, (CorpusError, StoreError))
        code: int = module.main(settings, service)
    return code


def load(platform: str, module: str) -> ModuleType:
    """Import a module of a front end; raises UsageError that names the extra when it is absent."""
    try:
        return import_module(f"bot.{platform}.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in LIBRARIES[platform]:
            raise
        raise UsageError(
            f"The libraries for `quotedesk {platform}` are not installed; "
            f'run: pip install "quotedesk[{EXTRAS[platform]}]"'
        ) from None
