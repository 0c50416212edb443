"""The shortest way through the real thing, quick enough to run every time."""

from __future__ import annotations

from fakes import CHOLLET

from tests.bot.slack.local.people import until


async def test_a_mention_is_answered_and_its_button_works(stage) -> None:
    await stage.start()
    await stage.people.mention(CHOLLET)
    _, post = await until(lambda: stage.world.posted("C1")[1:] and stage.world.posted("C1"))
    assert "(Talks, The News, 13 February 2023)" in post.text
    await stage.people.click(post, "Context")
    await until(lambda: stage.world.views)
    assert await stage.bot.stop() == 0
    assert "ERROR" not in stage.bot.said
