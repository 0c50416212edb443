from __future__ import annotations

import asyncio
import threading
import time

import fakes
import pytest
from fakes import CHOLLET, WHO, FakeAnswerer

from bot.desk import Desk
from bot.settings import LimitSettings
from retrieval.errors import EmptyQuestion
from retrieval.model import Question


class SlowAnswerer(FakeAnswerer):
    """Takes a while and remembers how many were at work at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = self.most = 0

    def answer(self, snapshot, question, conversation):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.01)
        with self.lock:
            self.now -= 1
        return super().answer(snapshot, question, conversation)


async def test_fifty_questions_at_once_are_each_answered_once_by_a_few_threads():
    slow = SlowAnswerer()
    limits = LimitSettings(per_asker=0, per_channel=0)
    desk = Desk(fakes.service(answerer=slow, limits=limits), workers=4)
    asked = [Question(WHO, asker=f"a{i}", conversation=f"c{i}") for i in range(50)]
    answers = await asyncio.gather(*(desk.ask(question) for question in asked))
    assert len({answer.id for answer in answers}) == 50
    assert {answer.outcome for answer in answers} == {"several"}
    assert 1 < slow.most <= 4
    kept = await asyncio.gather(*(desk.get(answer.id) for answer in answers))
    assert kept == answers
    await desk.close()


async def test_the_event_loop_goes_on_while_questions_are_answered():
    desk = Desk(fakes.service(answerer=SlowAnswerer()), workers=1)
    asking = asyncio.create_task(desk.ask(Question(CHOLLET)))
    ticks = 0
    while not asking.done():
        await asyncio.sleep(0.001)
        ticks += 1
    assert ticks > 1
    await desk.close()


async def test_closing_finishes_what_is_in_flight():
    desk = Desk(fakes.service(answerer=SlowAnswerer()), workers=1)
    asking = [asyncio.create_task(desk.ask(Question(CHOLLET))) for _ in range(5)]
    await asyncio.sleep(0)
    await desk.close()
    assert [task.result().outcome for task in asking] == ["found"] * 5
    await desk.close()


async def test_what_the_service_raises_comes_through():
    desk = Desk(fakes.service(), workers=1)
    with pytest.raises(EmptyQuestion):
        await desk.ask(Question(""))
    await desk.close()


async def test_every_method_of_the_service_is_there():
    desk = Desk(fakes.service(), workers=2)
    answer = await desk.ask(Question(CHOLLET), surface="slack:mention", channel="C1")
    assert (await desk.paragraph(answer.id)).article == "talks.txt"
    assert await desk.feedback(answer.id, "anna", True)
    assert await desk.claim("event")
    await desk.release("event")
    assert await desk.claim("event")
    await desk.set_preference("discord:1", "reply", "thread")
    assert await desk.preferences("discord:1") == {"reply": "thread"}
    assert (await desk.overview()).articles == 2
    assert len(await desk.articles()) == 2
    assert (await desk.article("talks.txt")).title == "Talks"
    await desk.close()
