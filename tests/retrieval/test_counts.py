"""Numbers are counted right, few or many of them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import counts
from retrieval.counts import Counts

NAMES = [f"name {number}" for number in range(30)]


@given(st.lists(st.sets(st.integers(0, 29))), st.sampled_from([0, 5, 1_000_000]))
def test_each_number_is_counted_under_its_name(met: list[set[int]], many: int) -> None:
    held = Counts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counts, "_MANY", many)
        for numbers in met:
            held.add(numbers)
    assert held.named(NAMES) == Counter(NAMES[number] for numbers in met for number in numbers)
    assert 0 not in held.named(NAMES).values()
