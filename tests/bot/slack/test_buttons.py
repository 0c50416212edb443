"""Every button of an answer, against the bot as a process of its own."""

from __future__ import annotations

import pytest
from fakes import CHOLLET, WHO

from tests.bot.slack.local.checks import texts
from tests.bot.slack.local.people import buttons, until
from tests.bot.slack.local.state import Channel, Fault, Message

pytestmark = pytest.mark.slow


def read(shown) -> str:
    return "".join(texts(shown.blocks if isinstance(shown, Message) else shown))


def posts(stage, channel: str = "C1") -> list[Message]:
    return [message for message in stage.world.posted(channel) if message.call != "user"]


async def mentioned(stage, question: str) -> Message:
    before = len(posts(stage))
    await stage.people.mention(question)
    return (await until(lambda: posts(stage)[before:]))[0]


async def asked(stage, question: str, **where: str) -> Message:
    before = len(stage.world.private("U1"))
    await stage.people.slash(question, **where)
    return (await until(lambda: stage.world.private("U1")[before:]))[0]


async def test_context_shows_the_paragraph_in_a_modal(stage) -> None:
    await stage.start()
    post = await mentioned(stage, CHOLLET)
    await stage.people.click(post, "Context")
    ((_, view),) = await until(lambda: stage.world.views)
    assert "The Pakistani team, led by Lt. Gen. Mohammed Saeed" in read(view)
    assert "Talks · The News" in read(view)


async def test_more_answers_shows_the_next_readings(stage) -> None:
    await stage.start()
    post = await mentioned(stage, f"{WHO} everything")
    await stage.people.click(post, "More answers", user="U2")
    ((_, view),) = await until(lambda: stage.world.views)
    assert "2. Visit" in read(view)
    assert "Syed Haider Shah" in read(view)


async def test_a_button_pressed_too_late_for_a_modal_answers_in_private(socket_stage) -> None:
    stage = socket_stage
    await stage.start()
    post = await mentioned(stage, CHOLLET)
    stage.world.fault("views.open", Fault(error="expired_trigger_id"))
    await stage.people.click(post, "Context")
    (shown,) = await until(lambda: stage.world.private("U1"))
    assert "The Pakistani team" in read(shown)
    assert shown.thread_ts == post.thread_ts


async def test_feedback_is_kept_and_thanked_for(stage) -> None:
    await stage.start()
    post = await mentioned(stage, CHOLLET)
    await stage.people.click(post, "👍")
    (word,) = await until(lambda: stage.world.private("U1"))
    assert read(word) == "Thank you, good to know."
    await stage.people.click(post, "👎", user="U2")
    (other,) = await until(lambda: stage.world.private("U2"))
    assert "other words" in read(other)


async def test_a_link_button_is_acknowledged_and_nothing_more(stage) -> None:
    await stage.start()
    post = await mentioned(stage, CHOLLET)
    link = next(element for _, element, label in buttons(post.blocks) if label == "Open source")
    assert link["url"] == "https://example.org/a"
    calls = len(stage.world.calls)
    await stage.people.click(post, "Open source")
    await stage.people.click(post, "👍")
    await until(lambda: stage.world.private("U1"))
    assert len(stage.world.private("U1")) == 1
    assert len(stage.world.calls) == calls


async def test_sharing_posts_the_answer_once_with_who_asked(stage) -> None:
    await stage.start()
    answer = await asked(stage, CHOLLET, channel="CELSEWHERE")
    await stage.people.click(answer, "Share in channel")
    (shared,) = await until(lambda: posts(stage, "CELSEWHERE"))
    assert f" asked: {CHOLLET}" in read(shared)
    assert "Derek Chollet will visit Islamabad" in read(shared)
    assert "Share in channel" not in [label for _, _, label in buttons(shared.blocks)]
    assert shared.blocks[0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "U1"}
    replaced = await until(lambda: stage.world.private("U1")[1:])
    assert replaced[0].body["replace_original"] is True
    await stage.people.click(answer, "Share in channel")
    again = await until(lambda: stage.world.private("U1")[2:])
    assert "before" in read(again[0])
    assert len(posts(stage, "CELSEWHERE")) == 1


async def test_sharing_with_a_used_up_response_url_posts_as_a_member(socket_stage) -> None:
    stage = socket_stage
    await stage.start()
    answer = await asked(stage, CHOLLET)
    await stage.people.click(answer, "Share in channel", uses=0)
    (shared,) = await until(lambda: posts(stage))
    assert shared.call == "chat.postMessage"


async def test_sharing_where_nothing_can_be_posted_says_so_and_can_be_tried_again(
    socket_stage,
) -> None:
    stage = socket_stage
    await stage.start()
    stage.world.channels["C9"] = Channel("C9", {"U1"})
    answer = await asked(stage, CHOLLET, channel="C9")
    await stage.people.click(answer, "Share in channel", uses=0)
    word = await until(lambda: stage.world.posted("DU1"))
    assert "Invite me" in read(word[0])
    stage.world.channels["C9"].members.add("UBOT")
    await stage.people.click(answer, "Share in channel", uses=0)
    await until(lambda: posts(stage, "C9"))


async def test_a_refusal_can_be_passed_on_to_people_once(stage) -> None:
    await stage.start(QUOTEDESK_SLACK__EXPERTS_CHANNEL="C2")
    post = await mentioned(stage, "what about <zebras> & lions?")
    await stage.people.click(post, "Ask a person")
    (passed,) = await until(lambda: posts(stage, "C2"))
    assert "zebras" in read(passed)
    assert "Talks" in read(passed)
    link = passed.blocks[0]["elements"][0]["elements"][-1]
    assert link["url"].endswith(f"/archives/C1/p{post.ts.replace('.', '')}")
    (word,) = await until(lambda: stage.world.private("U1"))
    assert "passed on" in read(word)
    await stage.people.click(post, "Ask a person")
    again = await until(lambda: stage.world.private("U1")[1:])
    assert "before" in read(again[0])
    assert len(posts(stage, "C2")) == 1


async def test_a_private_refusal_is_passed_on_without_a_link(socket_stage) -> None:
    stage = socket_stage
    await stage.start(QUOTEDESK_SLACK__EXPERTS_CHANNEL="C2")
    answer = await asked(stage, "what about zebras?")
    await stage.people.click(answer, "Ask a person")
    (passed,) = await until(lambda: posts(stage, "C2"))
    assert {"type": "channel", "channel_id": "C1"} in passed.blocks[0]["elements"][0]["elements"]
    assert "link" not in str(passed.blocks)


async def test_experts_that_cannot_be_reached_are_a_friendly_word(socket_stage) -> None:
    stage = socket_stage
    await stage.start(QUOTEDESK_SLACK__EXPERTS_CHANNEL="CSECRET")
    post = await mentioned(stage, "what about zebras?")
    await stage.people.click(post, "Ask a person")
    (word,) = await until(lambda: stage.world.private("U1"))
    assert "cannot reach" in read(word)
    assert "Invite" in stage.bot.said or "invite" in stage.bot.said


async def test_buttons_work_after_a_restart(stage) -> None:
    await stage.start()
    post = await mentioned(stage, f"{WHO} everything")
    assert await stage.bot.stop() == 0
    stage.slack.connections = 0
    await stage.start()
    await stage.people.click(post, "More answers")
    await until(lambda: stage.world.views)
    await stage.people.click(post, "👍")
    (word,) = await until(lambda: stage.world.private("U1"))
    assert "Thank you" in read(word)


@pytest.mark.parametrize("label", ["Context", "More answers", "👍"])
async def test_an_answer_that_is_gone_gets_a_friendly_word(socket_stage, label) -> None:
    stage = socket_stage
    await stage.start()
    post = await mentioned(stage, f"{WHO} everything")
    await stage.bot.stop()
    (stage.folder / "q.db").unlink()
    stage.slack.connections = 0
    await stage.start()
    await stage.people.click(post, label)
    (word,) = await until(lambda: stage.world.private("U1"))
    assert "no longer kept" in read(word)


async def test_nonsense_in_a_button_is_ignored(socket_stage) -> None:
    stage = socket_stage
    await stage.start()
    post = await mentioned(stage, CHOLLET)
    for _, element, _ in buttons(post.blocks):
        element["value"] = "drop:table"
    post.blocks[-2]["elements"][0]["value"] = "context:../../etc"
    await stage.people.click(post, "Context")
    post = await mentioned(stage, WHO)
    assert stage.world.views == []
    assert "ERROR" not in stage.bot.said
