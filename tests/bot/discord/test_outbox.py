"""Sending in the richest form that is allowed, in whatever way Discord refuses."""

from types import SimpleNamespace

import discord
import pytest

from bot.discord import outbox
from bot.discord.outbox import Refused, missing_of, patiently, pause, post
from bot.discord.payload import Attachment, Embed, Payload


def error(kind, status, headers=None):
    response = SimpleNamespace(status=status, reason="no", headers=headers or {})
    return kind(response, {"code": 0, "message": "no"})


class Channel:
    """Takes messages unless they hold what is forbidden; ``troubles`` come first."""

    def __init__(self, *forbidden, troubles=()):
        self.forbidden, self.troubles = set(forbidden), list(troubles)
        self.took, self.tries = [], 0

    async def send(self, **given):
        self.tries += 1
        if self.troubles:
            raise self.troubles.pop(0)
        if self.forbidden & (given.keys() | {"anything"}):
            raise error(discord.Forbidden, 403)
        self.took.append(given)
        return given


def build(plain, notes):
    file = Attachment("quote.txt", "whole")
    if plain:
        return Payload("\n".join(["words", *notes]), attachment=file)
    return Payload("\n".join(notes), Embed("words"), attachment=file)


@pytest.mark.parametrize(
    ("forbidden", "keys", "note"),
    [
        ((), {"embed", "file"}, ""),
        (("embed",), {"content", "file"}, "Embed Links here"),
        (("file",), {"content", "embed"}, "Attach Files here"),
        (("embed", "file"), {"content"}, "Embed Links and Attach Files here"),
    ],
)
@pytest.mark.parametrize("told", [True, False])
async def test_the_richest_form_that_is_allowed(forbidden, keys, note, told):
    channel = Channel(*forbidden)
    names = {"embed": "embed_links", "file": "attach_files"}
    missing = frozenset(names[key] for key in forbidden) if told else frozenset()
    sent = await post(channel.send, build, missing)
    assert sent.keys() == keys
    assert note in sent.get("content", "")
    if told:
        assert channel.tries == 1


async def test_a_reply_becomes_a_message_where_replies_are_refused():
    channel = Channel("reference")
    sent = await post(channel.send, build, reference="asked", nonce="1")
    assert sent.keys() == {"embed", "file", "nonce"}


async def test_nothing_allowed_is_refused_and_known_lacks_end_it_soon():
    channel = Channel("anything")
    with pytest.raises(Refused):
        await post(channel.send, build, reference="asked")
    channel = Channel("anything")
    with pytest.raises(Refused) as refused:
        await post(channel.send, build, frozenset({"send_messages"}), reference="asked")
    assert refused.value.missing == ("send_messages",)
    assert channel.tries == 1


async def test_trouble_passes_and_what_stays_is_raised(monkeypatch):
    monkeypatch.setattr(outbox, "LONGEST_WAIT", 0.01)
    monkeypatch.setattr(outbox, "SHORTEST_WAIT", 0.0)
    troubles = [
        error(discord.HTTPException, 429, {"Retry-After": "7"}),
        error(discord.DiscordServerError, 503),
        ConnectionResetError(),
    ]
    channel = Channel(troubles=troubles)
    assert await patiently(channel.send, build(True, ()))
    channel = Channel(troubles=[error(discord.DiscordServerError, 503) for _ in range(9)])
    with pytest.raises(discord.DiscordServerError):
        await patiently(channel.send, build(True, ()))
    assert channel.tries == outbox.TRIES


@pytest.mark.parametrize(
    ("kind", "status"), [(discord.NotFound, 404), (discord.HTTPException, 400)]
)
async def test_what_no_patience_mends_is_raised_at_once(kind, status):
    channel = Channel(troubles=[error(kind, status)] * 9)
    with pytest.raises(kind):
        await patiently(channel.send, build(True, ()))
    assert channel.tries == 1


def test_the_pause_is_what_discord_says_within_bounds():
    assert pause(error(discord.HTTPException, 429, {"Retry-After": "3"}), 0) == 3
    assert pause(error(discord.HTTPException, 429, {"Retry-After": "9000"}), 0) == 60
    assert pause(error(discord.HTTPException, 429, {"Retry-After": "soon"}), 3) == 4
    assert pause(error(discord.HTTPException, 500), 0) == 0.5


def test_unknown_permissions_count_as_held():
    assert missing_of(discord.Permissions(0), "embed_links") == frozenset()
    some = discord.Permissions(send_messages=True)
    assert missing_of(some, "embed_links", "send_messages") == {"embed_links"}
