"""The listeners inside a simulated Discord (simcord), which checks permissions and lifecycles."""

from __future__ import annotations

import contextlib

import discord
import pytest
import simcord
from fakes import service

from bot.desk import Desk
from bot.discord.client import Quotedesk
from bot.discord.words import MENU
from bot.settings import DiscordSettings

CHOLLET = "who will visit Islamabad?"


class World:
    """A server with a channel, Alice, and the bot."""

    def __init__(self, env, bot):
        self.env, self.bot = env, bot
        self.guild = env.create_guild()
        self.channel = self.guild.create_text_channel("talk")
        self.alice = self.guild.add_member(env.create_user("alice"))

    async def mention(self, question, **more):
        return await self.alice.send(self.channel, f"{self.bot.user.mention} {question}", **more)

    @property
    def said(self):
        """What the bot said in the channel, oldest first."""
        own = (m for m in self.channel.history() if m.author.id == self.bot.user.id)
        return [m for m in own if m.type is not discord.MessageType.thread_created]


@pytest.fixture
async def world():
    async with contextlib.AsyncExitStack() as stack:
        kept = service()

        async def start(**settings):
            desk = Desk(kept, 2)
            stack.push_async_callback(desk.close)
            bot = Quotedesk(desk, DiscordSettings(**settings))
            env = simcord.Env(bot, shard_count=1)
            await env.start()
            stack.push_async_callback(env.shutdown)
            return World(env, bot)

        start.desk = lambda: Desk(kept, 2)
        yield start


def label(message, words):
    return next(b for row in message.components for b in row.children if b.label == words)


async def test_a_mention_is_answered_in_a_reply(world):
    here = await world()
    asked = await here.mention(CHOLLET)
    (answer,) = here.said
    assert answer.reference.message_id == asked.id
    assert answer.mentions == []
    assert "Derek Chollet" in answer.embeds[0].description


async def test_other_bots_and_plain_talk_are_left_alone(world):
    here = await world()
    await here.alice.send(here.channel, CHOLLET)
    other = here.guild.add_member(here.env.create_user("other", bot=True))
    await other.send(here.channel, f"{here.bot.user.mention} {CHOLLET}")
    assert here.said == []


async def test_a_reply_to_the_answer_is_a_follow_up(world):
    here = await world()
    await here.mention("who will visit?")
    await here.mention("and Islamabad?", reply_to=here.said[0])
    assert "I understood" in here.said[1].embeds[0].footer.text


async def test_greetings_and_thanks_are_no_questions(world):
    here = await world()
    await here.mention("hello!")
    await here.mention("thanks a lot", reply_to=here.said[0])
    assert "Use /ask anywhere" in here.said[0].content
    assert here.said[1].content == "You are welcome."


async def test_a_direct_message_is_answered(world):
    here = await world()
    await here.alice.send_dm(CHOLLET)
    assert "Derek Chollet" in here.alice.user.dm_channel.last_message.embeds[0].description


async def test_ask_in_private_then_share(world):
    here = await world()
    result = await here.alice.slash(here.channel, "ask", question=CHOLLET, private=True)
    assert result.ephemeral
    assert here.said == []
    await here.alice.click(result.response, label="Share in channel")
    assert "Derek Chollet" in here.said[0].embeds[0].description


async def test_the_message_menu(world):
    here = await world()
    message = await here.alice.send(here.channel, CHOLLET)
    result = await here.alice.context_menu(here.channel, MENU, message)
    assert result.ephemeral
    assert "Derek Chollet" in result.response.embeds[0].description


async def test_articles_and_help(world):
    here = await world()
    articles = await here.alice.slash(here.channel, "articles")
    assert "2 articles" in articles.response.content
    helped = await here.alice.slash(here.channel, "help")
    assert "direct message" in helped.response.content


async def test_buttons_of_an_earlier_run_work(world):
    here = await world()
    await here.mention(CHOLLET)
    desk = world.desk()
    await here.env.restart_bot(Quotedesk(desk, DiscordSettings()))
    context = await here.alice.click(here.channel.last_message, label="Context")
    assert context.ephemeral
    assert "arrived in Washington" in context.response.embeds[0].description
    thanks = await here.alice.click(here.channel.last_message, label="Helpful")
    assert "Thank you" in thanks.response.content
    await desk.close()


async def test_asking_a_person(world):
    here = await world()
    experts = here.guild.create_text_channel("experts")
    manager = here.guild.create_role("M", permissions=discord.Permissions(manage_guild=True))
    boss = here.guild.add_member(here.env.create_user("boss"), roles=[manager])
    await boss.slash(here.channel, "settings experts", channel=experts)
    await here.mention("Albania Belgium Canada @everyone")
    await here.alice.click(here.said[0], label="Ask a person")
    request = experts.last_message
    assert "Albania Belgium Canada" in request.content
    assert not request.mention_everyone
    assert here.said[0].jump_url in request.content


async def test_settings_are_hidden_from_those_who_do_not_manage(world):
    here = await world()
    assert "settings show" not in here.alice.available_commands(here.channel)
    assert "ask" in here.alice.available_commands(here.channel)


async def test_answers_in_threads(world):
    here = await world(reply="thread")
    await here.mention(CHOLLET)
    (thread,) = here.channel.threads
    assert thread.name == CHOLLET
    assert "Derek Chollet" in thread.last_message.embeds[0].description
    assert here.said == []


async def test_no_embed_links_no_threads(world):
    here = await world(reply="thread")
    everyone = discord.PermissionOverwrite(embed_links=False, create_public_threads=False)
    overwrites = {here.guild.default_role: everyone}
    here.channel = here.guild.create_text_channel("strict", overwrites=overwrites)
    role = here.guild.me.guild_permissions
    await here.mention(CHOLLET)
    (answer,) = here.said
    if role.administrator:
        pytest.skip("the simulated bot is an administrator")
    assert answer.embeds == []
    assert "Embed Links" in answer.content
    assert "Create Public Threads" in answer.content


async def test_typing_that_fails_hinders_nothing(world):
    here = await world()
    here.env.inject_error("POST", "/channels/*/typing", status=500)
    await here.mention("capital of France?")
    assert here.said[0].content == "**The articles do not answer this.**"
