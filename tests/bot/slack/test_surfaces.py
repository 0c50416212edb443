"""Every way to ask, against the bot as a process of its own, over the socket and over HTTP."""

from __future__ import annotations

import pytest
from fakes import CHOLLET, WHO

from tests.bot.slack.local.checks import texts
from tests.bot.slack.local.people import buttons, until
from tests.bot.slack.local.state import Message

pytestmark = pytest.mark.slow


def read(message: Message) -> str:
    return "".join(texts(message.blocks))


def posts(stage, channel: str = "C1") -> list[Message]:
    return [message for message in stage.world.posted(channel) if message.call != "user"]


async def test_a_mention_is_answered_in_a_thread_under_it(stage) -> None:
    await stage.start()
    ts = await stage.people.mention(CHOLLET)
    (post,) = await until(lambda: posts(stage))
    assert post.thread_ts == ts
    assert "Derek Chollet will visit Islamabad next week." in read(post)
    assert "talks.txt, line 1" in read(post)
    assert "(Talks, The News, 13 February 2023)" in post.text
    assert post.body["unfurl_links"] is False
    assert post.body["unfurl_media"] is False


async def test_a_mention_in_a_thread_follows_up_what_was_asked_there(stage) -> None:
    await stage.start()
    ts = await stage.people.mention(CHOLLET)
    await until(lambda: posts(stage))
    await stage.people.mention("and who?", user="U2", thread_ts=ts)
    _, second = await until(lambda: posts(stage)[1:] and posts(stage))
    assert second.thread_ts == ts
    assert f"I understood: {CHOLLET} and who?" in read(second)


async def test_a_direct_message_is_a_plain_conversation_with_follow_ups(stage) -> None:
    await stage.start()
    await stage.people.direct(CHOLLET)
    (first,) = await until(lambda: posts(stage, "DU1"))
    assert first.thread_ts is None
    await stage.people.direct("and who?")
    _, second = await until(lambda: posts(stage, "DU1")[1:] and posts(stage, "DU1"))
    assert "I understood:" in read(second)


async def test_a_slash_command_is_answered_for_the_asker_alone_even_where_the_bot_is_not(
    stage,
) -> None:
    await stage.start()
    delivery = await stage.people.slash(CHOLLET, channel="CELSEWHERE")
    assert not delivery.payload
    (answer,) = await until(lambda: stage.world.private("U1"))
    assert "Derek Chollet" in read(answer)
    assert "Share in channel" in [label for _, _, label in buttons(answer.blocks)]
    assert posts(stage) == []


@pytest.mark.parametrize("text", ["", "help", " HELP "])
async def test_the_slash_command_explains_itself_in_three_lines(socket_stage, text) -> None:
    await socket_stage.start()
    await socket_stage.people.slash(text)
    (help_,) = await until(lambda: socket_stage.world.private("U1"))
    assert len(help_.text.splitlines()) == 3
    assert "do not work in threads" in help_.text


async def test_a_mention_without_a_question_gets_the_help(stage) -> None:
    await stage.start()
    await stage.people.mention("")
    (post,) = await until(lambda: posts(stage))
    assert "/ask" in read(post)


async def test_thanks_are_no_question(socket_stage) -> None:
    await socket_stage.start()
    await socket_stage.people.mention("thanks!")
    (post,) = await until(lambda: posts(socket_stage))
    assert read(post) == "You are welcome."


async def test_the_message_shortcut_answers_whoever_chose_it(stage) -> None:
    await stage.start()
    await stage.people.shortcut("<@U2> who will *visit* <#C9|islamabad>? :wave:", thread_ts="1.2")
    (answer,) = await until(lambda: stage.world.private("U1"))
    assert "Derek Chollet" in read(answer)
    assert answer.thread_ts == "1.2"
    await stage.people.shortcut("")
    _, word = await until(lambda: stage.world.private("U1")[1:] and stage.world.private("U1"))
    assert "no words" in read(word)


async def test_app_home_says_what_the_bot_knows_and_how_to_ask(stage) -> None:
    await stage.start()
    event = {"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "home"}
    await stage.people.event(event)
    ((user, view),) = await until(lambda: stage.world.views)
    seen = "".join(texts(view))
    assert user == "U1"
    assert view["type"] == "home"
    assert "I know 2 articles, the newest of 13 February 2023" in seen
    assert "/ask" in seen
    samples = [label for _, _, label in buttons(view["blocks"])]
    assert 1 <= len(samples) <= 3
    await stage.people.click_view(view, samples[0])
    _, (_, modal) = await until(lambda: stage.world.views[1:] and stage.world.views)
    assert modal["type"] == "modal"
    await stage.people.click_view(modal, "Context")
    await until(lambda: stage.world.called("views.push"))
    await stage.people.click_view(modal, "Helpful")
    (word,) = await until(lambda: posts(stage, "DU1"))
    assert "Thank you" in read(word)


async def test_both_generations_of_the_assistant_pane_get_prompts(stage) -> None:
    await stage.start()
    await stage.people.event(
        {"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "messages"}
    )
    thread = {"user_id": "U1", "channel_id": "DU1", "thread_ts": "5.6", "context": {}}
    await stage.people.event({"type": "assistant_thread_started", "assistant_thread": thread})
    await stage.people.event(
        {"type": "assistant_thread_context_changed", "assistant_thread": thread}
    )
    method = "assistant.threads.setSuggestedPrompts"
    await until(lambda: len(stage.world.called(method)) == 2)
    bodies = [call.body for call in stage.world.called(method)]  # in either order
    new, old = sorted(bodies, key=lambda body: "thread_ts" in body)
    assert "thread_ts" not in new
    assert old["thread_ts"] == "5.6"
    assert all(prompt["title"] and prompt["message"] for prompt in new["prompts"])


async def test_an_assistant_thread_shows_a_status_and_gets_a_title_once(stage) -> None:
    await stage.start()
    for question in (CHOLLET, WHO):
        await stage.people.direct(question, thread_ts="5.6")
    await until(lambda: len(posts(stage, "DU1")) == 2)
    assert {post.thread_ts for post in posts(stage, "DU1")} == {"5.6"}
    await until(lambda: stage.world.called("assistant.threads.setTitle"))
    calls = [call.method for call in stage.world.calls]
    assert calls.index("assistant.threads.setStatus") < calls.index("chat.postMessage")
    assert len(stage.world.called("assistant.threads.setStatus")) == 2
    assert len(stage.world.called("assistant.threads.setTitle")) == 1


async def test_a_refusal_says_so_plainly(stage) -> None:
    await stage.start()
    await stage.people.mention("what about zebras?")
    (post,) = await until(lambda: posts(stage))
    assert read(post).startswith("🚫 The articles do not answer this.")
    assert post.text.startswith("The articles do not answer this.")


async def test_the_answer_goes_to_the_channel_when_the_settings_say_so(stage) -> None:
    await stage.start(QUOTEDESK_SLACK__REPLY="channel")
    await stage.people.mention(CHOLLET)
    (post,) = await until(lambda: posts(stage))
    assert post.thread_ts is None
    await stage.people.mention(CHOLLET, thread_ts="7.8")
    _, second = await until(lambda: posts(stage)[1:] and posts(stage))
    assert second.thread_ts == "7.8"
