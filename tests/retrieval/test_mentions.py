"""Typed mentions: what they find, and that the quick look before the rules misses nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import mentions as rules
from retrieval.mentions import mentions, unnamed, with_names
from retrieval.patterns import NAMES, TYPED, Kind

PIECES = st.sampled_from(
    "one ten sixteen twenty-five seventy hundred million more than an estimated at least over"
    " some 5 1,700 8.15 at back $3 US$ Rs. A$ EUR CHF R ₹ crowns km ft 1999 1990s May March"
    " January from between the early mid-"
    " late first week of 3rd century 300 BC % per cent dollars won days ago this last night"
    " Sunday to or - – 5.30 p.m. 12:30 noon a few several couple of nineteenth"
    " twenty-first BP".split()
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from((" ", " ", "")))).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("They met on 13 February 2023.", "date", "13 February 2023"),
        ("They met in the early 1990s.", "date", "the early 1990s"),
        ("They met late last night.", "vague_date", "last night"),
        ("It was built in the late nineteenth century.", "date", "the late nineteenth century"),
        ("By 9,000 BP it was forest.", "date", "9,000 BP"),
        ("It grew from 1700 to 250,000 by 1725.", "number", "250,000"),
        ("It takes several years to grow.", "duration", "several years"),
        ("It starts at 5:30 pm sharp.", "time", "5:30 pm"),
        ("It starts at 11.40pm sharp.", "time", "11.40pm"),
        ("The bus leaves 8.15 and is back 16.30 sharp.", "time", "16.30"),
        ("The budget is EUR 6,500 for eleven.", "money", "EUR 6,500"),
        ("They charge 300 CHF for it.", "money", "300 CHF"),
        ("She won 120,000 crowns there.", "money", "120,000 crowns"),
        ("It costs R38 million a day.", "money", "R38 million"),
        ("They paid ₹500 each.", "money", "₹500"),
        ("Some 12.5 per cent agreed.", "percent", "Some 12.5 per cent"),
        ("It cost more than $3 million.", "money", "more than $3 million"),
        ("It took two to three weeks.", "duration", "two to three weeks"),
        ("It is about 5 km away.", "measure", "about 5 km"),
        ("The third round failed.", "ordinal", "third"),
        ("At least twenty-five came.", "number", "At least twenty-five"),
        ("He called it “a fine day”.", "quotation", "“a fine day”"),
        ("The talks were led by Prime Minister Ada Jones.", "person", "Prime Minister Ada Jones"),
        ("They sail to the island of Sorel.", "place", "Sorel"),
        ("US State Department Consul Derek Shule spoke.", "person", "Consul Derek Shule"),
    ],
)
def test_a_mention_is_a_slice_of_the_text(text: str, kind: Kind, words: str) -> None:
    assert (kind, words) in [(m.kind, text[m.start : m.end]) for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3. Fence the old server.", "number"),
        ("(2) Check the lag.", "number"),
        ("The rate stands at 2.30 per cent.", "time"),
        ("It closes 3.50 euros higher.", "time"),
    ],
)
def test_what_is_no_mention_of_a_kind(text: str, kind: Kind) -> None:
    assert kind not in {mention.kind for mention in mentions(text)}


@given(TEXTS)
def test_the_quick_look_misses_nothing(text: str) -> None:
    begins: dict[re.Pattern[str], list[int]] = {}
    for kind, pattern in TYPED:
        everywhere = [match.span() for match in pattern.finditer(text)]
        assert list(rules._runs(text, kind, pattern, begins)) == everywhere
        assert not everywhere or rules._may_hold(text, kind)


@given(TEXTS)
def test_names_are_added_to_the_others(text: str) -> None:
    others = unnamed(text)
    assert not NAMES & {mention.kind for mention in others}
    both = mentions(text)
    assert both == with_names(text, others)
    assert set(others) == {mention for mention in both if mention.kind not in NAMES}
