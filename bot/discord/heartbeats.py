"""Notices a zombie connection: one that is open but has fallen silent.

Discord's gateway says something at least once per heartbeat interval (41.25 s), because it
acknowledges heartbeats. A connection that was silent for longer is given up and resumed;
discord.py would wait 60 s.
"""

from __future__ import annotations

from typing import Any

import discord

LONGEST_SILENCE = 45.0
GRACE = 3.75


def tighten(client: discord.AutoShardedClient, shard_id: int) -> None:
    """Shorten a shard's patience to its own heartbeat interval, when that is shorter still.

    The interval is known only once connected and discord.py has no public name for it; without
    it the limit stays at ``LONGEST_SILENCE``.
    """
    parent: Any = getattr(client.get_shard(shard_id), "_parent", None)
    socket: Any = getattr(parent, "ws", None)
    beats: Any = getattr(socket, "_keep_alive", None)
    interval = getattr(beats, "interval", None)
    if socket is None or not isinstance(interval, int | float):
        return
    socket._max_heartbeat_timeout = min(LONGEST_SILENCE, interval + GRACE)
    beats.heartbeat_timeout = socket._max_heartbeat_timeout
