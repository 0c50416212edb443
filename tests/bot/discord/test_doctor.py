"""What the doctor says of a Discord app, over a real connection to the local Discord."""

import asyncio

import pytest

from bot.discord.doctor import check
from bot.settings import load
from tests.bot.discord.local.server import Fault
from tests.bot.discord.local.world import APPLICATION


@pytest.fixture
def examine(server, monkeypatch):
    """Run the doctor beside the server, as it would run by itself."""
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)

    async def run(token=server.token):
        environ = {"DISCORD_TOKEN": token, "DISCORD_API_BASE_URL": server.api}
        settings = load(environ=environ, dotenv=None)
        return {found.name: found for found in await asyncio.to_thread(check, settings)}

    return run


async def test_all_is_well(server, examine):
    found = await examine()
    assert found["discord token"].found == f"Quotedesk (application {APPLICATION})"
    assert found["discord events"].state == "ok"
    invite = found["discord invite"].found
    assert f"client_id={APPLICATION}" in invite
    assert "permissions=309237763072" in invite
    assert "scope=bot+applications.commands" in invite
    assert server.registered == 0


async def test_commands_are_missing_until_they_are_registered(server, examine, bots):
    missing = (await examine())["discord commands"]
    assert missing.state == "warn"
    assert "ask" in missing.found
    await bots()
    assert (await examine())["discord commands"].state == "ok"
    server.commands[0]["options"] = []
    assert (await examine())["discord commands"].state == "warn"


async def test_interactions_that_go_elsewhere_are_a_fault(server, examine):
    server.application["interactions_endpoint_url"] = "https://elsewhere.example"
    assert (await examine())["discord events"].state == "fail"


async def test_user_installs_are_looked_at(server, examine):
    assert (await examine())["discord installs"].state == "warn"
    server.application["integration_types_config"] = {"0": {}, "1": {}}
    assert (await examine())["discord installs"].state == "ok"


async def test_a_wrong_token_no_token_and_no_discord(server, examine):
    wrong = await examine("not-the-token")
    assert list(wrong) == ["discord token"]
    assert "Reset Token" in wrong["discord token"].mend
    assert "not-the-token" not in str(wrong)
    assert (await examine(""))["discord token"].state == "fail"
    server.faults.append(Fault("GET", "/users/@me$", 503, {}))
    assert "cannot be reached" in (await examine())["discord"].mend
