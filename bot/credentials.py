"""Tokens and server addresses: from the environment or a ``.env`` file, never from settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Tokens; an empty one is not set. Never printed: ``repr`` says only which are set."""

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    discord_token: str = ""

    def __repr__(self) -> str:
        given = [field.name for field in fields(self) if getattr(self, field.name)]
        return f"Secrets(set: {', '.join(given) or 'none'})"

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Secrets:
        """Take each from the variable of its name in capitals."""
        names = [field.name for field in fields(cls)]
        return cls(**{name: variables.get(name.upper(), "").strip() for name in names})


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the platforms are; another address runs the bot against a local server.

    An empty address leaves the library's own default.
    """

    slack_api_base_url: str = "https://slack.com/api/"
    discord_api_base_url: str = ""
    discord_gateway_url: str = ""

    @classmethod
    def read(cls, variables: Mapping[str, str], faults: list[str]) -> Addresses:
        """Take each from the variable of its name in capitals; add a line for each that is none."""
        given: dict[str, str] = {}
        for field in fields(cls):
            variable = field.name.upper()
            value = variables.get(variable, "").strip()
            scheme = "ws" if field.name == "discord_gateway_url" else "http"
            if value and not value.startswith((f"{scheme}://", f"{scheme}s://")):
                faults.append(f"{variable} must be an address that starts with {scheme}s://.")
            elif value:
                given[field.name] = value
        if "slack_api_base_url" in given:
            given["slack_api_base_url"] = given["slack_api_base_url"].rstrip("/") + "/"
        return cls(**given)


def read_variables(environ: Mapping[str, str], dotenv: Path | None) -> dict[str, str]:
    """Return the environment over what a ``.env`` file holds, when there is one."""
    if dotenv is None or not dotenv.is_file():
        return dict(environ)
    from dotenv import dotenv_values  # most runs have no such file

    held = {name: value for name, value in dotenv_values(dotenv).items() if value is not None}
    return held | dict(environ)
