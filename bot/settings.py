"""Settings: read once, in one place, into one frozen value; every fault is reported at once.

Defaults < ``config/default.toml`` < the given file < the environment (``QUOTEDESK_WEB__PORT`` is
``web.port``) < options. Secrets come from the environment or a ``.env`` file only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bot.credentials import Addresses, Secrets, read_variables
from bot.layers import environment_layer, file_layer, nested, options_layer, typed
from retrieval.errors import SettingsError
from retrieval.resources import config_folder, seeds_folder

Engine = Literal["auto", "memory", "disk"]


def _key(default: Any, *, least: float | None = None, most: float | None = None) -> Any:
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How passages are ranked."""

    k1: float = _key(0.9, least=0.0, most=10.0)
    b: float = _key(0.4, least=0.0, most=1.0)
    candidates: int = _key(10, least=1, most=1000)


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """When an answer is shown, and as what; see ``retrieval.answering.AnswerOptions``.

    The first five are probabilities. ``reader`` lets the neural reader (the extra ``reader``) look
    at the evidence as well; an answer that it has not read after ``reader_budget_ms`` goes without.
    """

    found: float = _key(0.55, least=0.0, most=1.0)
    closest: float = _key(0.03, least=0.0, most=1.0)
    several: float = _key(0.5, least=0.0, most=1.0)
    reading: float = _key(0.1, least=0.0, most=1.0)
    rival: float = _key(0.3, least=0.0, most=1.0)
    readings: int = _key(6, least=1, most=50)
    reader: bool = False
    reader_budget_ms: float = _key(300.0, least=1.0, most=60_000.0)


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """Questions per minute in chats (0: no limit), and the longest question, in characters."""

    per_asker: int = _key(60, least=0)
    per_channel: int = _key(120, least=0)
    question_characters: int = _key(2000, least=10, most=100_000)


@dataclass(frozen=True, slots=True)
class JournalSettings:
    """How long questions and answers are kept, in days."""

    keep_days: int = _key(90, least=1, most=36_500)


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """Where and how the bot answers in Slack. Channels are ids, such as C0123456789."""

    channels_allow: tuple[str, ...] = ()
    channels_deny: tuple[str, ...] = ()
    reply: Literal["thread", "channel"] = "thread"
    experts_channel: str = ""
    per_asker: int = _key(0, least=0)
    watchdog_seconds: float = _key(60.0, least=1.0, most=3600.0)


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """Where and how the bot answers in Discord. Channels are ids; cooldowns are seconds."""

    channels_allow: tuple[str, ...] = ()
    channels_deny: tuple[str, ...] = ()
    forum_channels: tuple[str, ...] = ()
    reply: Literal["message", "thread"] = "message"
    experts_channel: str = ""
    cooldown_asker: float = _key(0.0, least=0.0, most=3600.0)
    cooldown_channel: float = _key(0.0, least=0.0, most=3600.0)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Where the web server listens, and the address people reach it at."""

    host: str = "127.0.0.1"
    port: int = _key(8000, least=0, most=65_535)
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. ``articles`` and ``database`` are absolute paths."""

    articles: Path
    database: Path
    engine: Engine = "auto"
    max_article_bytes: int = _key(20_000_000, least=1)
    passage_words: int = _key(100, least=10, most=10_000)
    workers: int = _key(4, least=1, most=256)
    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)
    answer: AnswerSettings = field(default_factory=AnswerSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
    journal: JournalSettings = field(default_factory=JournalSettings)
    slack: SlackSettings = field(default_factory=SlackSettings)
    discord: DiscordSettings = field(default_factory=DiscordSettings)
    web: WebSettings = field(default_factory=WebSettings)
    addresses: Addresses = field(default_factory=Addresses, metadata={"elsewhere": True})
    secrets: Secrets = field(default_factory=Secrets, metadata={"elsewhere": True})


def load(
    config: Path | None = None,
    environ: Mapping[str, str] | None = None,
    options: Mapping[str, object] | None = None,
    *,
    dotenv: Path | None = Path(".env"),
) -> Settings:
    """Read all layers and return the settings.

    ``environ`` defaults to the process environment; ``options`` are dotted keys
    (``{"web.port": 8000}``), a value of None counts as not given. ``QUOTEDESK_CONFIG`` names the
    file when ``config`` is None; ``PORT`` is ``web.port`` unless that is set itself. Raises
    SettingsError with one line for each fault.
    """
    faults: list[str] = []
    variables = read_variables(os.environ if environ is None else environ, dotenv)
    if config is None and variables.get("QUOTEDESK_CONFIG"):
        config = Path(variables["QUOTEDESK_CONFIG"])
    layer = file_layer(config_folder() / "default.toml", faults)
    if config is not None:
        layer |= file_layer(config, faults)
    layer |= environment_layer(variables) | options_layer(options or {})
    values = typed(Settings, layer, faults)
    addresses = Addresses.read(variables, faults)
    if faults:
        raise SettingsError("\n".join(faults))
    articles = values.setdefault("articles", seeds_folder())
    values.setdefault("database", default_database(Path(str(articles))))
    secrets = Secrets.read(variables)
    return Settings(**nested(Settings, values), addresses=addresses, secrets=secrets)


def default_database(articles: Path) -> Path:
    """Return where the database of an articles folder lies: one file each, in the user's data."""
    from platformdirs import user_data_path

    name = hashlib.sha256(os.fsencode(articles.resolve())).hexdigest()[:10]
    return user_data_path("quotedesk", appauthor=False) / f"{articles.name or 'articles'}-{name}.db"
