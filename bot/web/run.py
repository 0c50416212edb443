"""``quotedesk web``: serve until told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket

import uvicorn

from bot.service import QuestionService
from bot.settings import Settings
from bot.signals import STOPPING
from bot.slack.quiet import quieten
from bot.web.app import opened
from retrieval.errors import UsageError

log = logging.getLogger("quotedesk.web")
FINISH_SECONDS = 25


def main(settings: Settings, service: QuestionService) -> int:
    """Serve until SIGTERM or SIGINT; return 0.

    Raises UsageError when the address cannot be used, SettingsError or SlackUnusable when Slack
    is set up wrongly.
    """
    quieten()
    with listening(settings.web.host, settings.web.port) as listener:
        return asyncio.run(serve(settings, service, listener))


async def serve(settings: Settings, service: QuestionService, listener: socket.socket) -> int:
    """Serve on a socket that listens already."""
    async with opened(settings, service) as app:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=FINISH_SECONDS,
        )
        server = uvicorn.Server(config)
        # uvicorn listens to signals only while it serves, and raises the one that stopped it again
        # afterwards: either way it is told, and nothing else happens.
        for number in STOPPING:
            signal.signal(number, server.handle_exit)
        host, port = listener.getsockname()[:2]
        log.info("Listening on http://%s:%d. Stop with Ctrl-C.", host, port)
        await server.serve(sockets=[listener])
    return 0


def listening(host: str, port: int) -> socket.socket:
    """Return a listening socket; raise UsageError when the address cannot be used."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        reason = (error.strerror or "no such address").partition(" (")[
            0
        ]  # what follows names the address again
        raise UsageError(
            f"Cannot listen on {host}, port {port} ({reason}); choose with --host and --port."
        ) from None
