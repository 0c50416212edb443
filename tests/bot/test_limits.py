from __future__ import annotations

from fakes import Clock
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import SlidingWindow


def test_the_window_slides():
    clock = Clock(0.0)
    window = SlidingWindow(2, seconds=60, clock=clock)
    assert window.take("a") == 0
    clock.now = 40
    assert window.take("a") == 0
    clock.now = 59
    assert window.take("a") == 1
    clock.now = 60
    assert window.take("a") == 0
    assert window.take("a") == 40


def test_waiting_in_vain_costs_nothing():
    clock = Clock(0.0)
    window = SlidingWindow(1, seconds=10, clock=clock)
    window.take("a")
    for clock.now in range(1, 10):
        assert window.take("a") == 10 - clock.now
    clock.now = 10
    assert window.take("a") == 0


def test_keys_do_not_touch_each_other_and_no_key_has_no_limit():
    window = SlidingWindow(1)
    assert window.take("a") == window.take("b") == 0
    assert window.take("") == window.take("") == 0


def test_zero_allows_any_number():
    window = SlidingWindow(0)
    assert [window.take("a") for _ in range(100)] == [0] * 100
    assert window.wait("a") == 0


def test_silent_keys_are_forgotten():
    clock = Clock(0.0)
    window = SlidingWindow(5, seconds=60, clock=clock)
    for i in range(1000):
        window.take(f"key {i}")
    clock.now = 61
    window.take("one more")
    assert len(window._events) == 1


@given(st.integers(1, 5), st.lists(st.floats(0, 20), max_size=60))
def test_no_window_ever_holds_more_than_the_limit(limit, steps):
    clock = Clock(0.0)
    window = SlidingWindow(limit, seconds=60, clock=clock)
    taken = []
    for step in steps:
        clock.now += step
        if window.take("a") == 0:
            taken.append(clock.now)
        assert sum(1 for moment in taken if moment > clock.now - 60) <= limit


def test_keys_that_were_only_looked_at_can_be_forgotten_too():
    clock = Clock(0.0)
    window = SlidingWindow(1, seconds=10, clock=clock)
    window.take("a")
    clock.now = 20
    assert window.wait("a") == 0
    clock.now = 40
    assert window.take("b") == 0
