"""What a person typed, without Slack's wrapping."""

from __future__ import annotations

import re

# <@U1>, <@U1|name>, <#C1|name>, <!here>, <!subteam^S1|@group>, <!date^1^{date}|today>, <url|text>
_WRAPPED = re.compile(r"<(?:([@#!])([^<>|]*)|([a-z][a-z0-9+.-]*:[^<>|\s]*))(?:\|([^<>]*))?>")
_EMOJI = re.compile(r"(?<![\w:]):[a-z+-][a-z0-9_+'-]*:(?::skin-tone-\d:)?(?![\w])")
_STYLE = re.compile(r"(?<![\w*~`])([*~`]{1,3})(?=\S)(.{1,300}?)(?<=\S)\1(?![\w*~`])", re.DOTALL)

MOST = 100_000
"""Characters looked at; a message has at most 40,000."""


def clean(text: str) -> str:
    """Return the plain words of a message: mentions of people go, channels and links keep names.

    A message that quotes (lines that begin with ``>``) keeps what is quoted.
    """
    text = _WRAPPED.sub(_unwrapped, text[:MOST])
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    text = _STYLE.sub(r"\2", _EMOJI.sub(" ", text))
    lines = (line.removeprefix(">").strip() for line in text.splitlines())
    return " ".join(" ".join(lines).split())


def _unwrapped(match: re.Match[str]) -> str:
    sign, _, link, name = match.groups()
    if sign == "@":
        return " "
    if sign == "#":
        return name or " "
    if sign == "!":
        return " " if name is None or name.startswith("@") else name
    return name or link.removeprefix("mailto:").removeprefix("tel:")
