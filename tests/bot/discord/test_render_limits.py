"""Every message keeps Discord's limits, to the unit."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cutting import cut
from bot.discord import payload as limits
from bot.discord.escape import units, visible
from bot.discord.fitting import clip, fit, quoted_units, shares
from bot.discord.payload import Button, Embed, Payload, excesses
from bot.discord.render import Options, render, thread_name
from tests.bot.discord.samples import answer, citation, quote, reading, seen, texts, values

WORDS = st.text(
    st.one_of(st.sampled_from("ab *_|`@<[]()\\:/#.\n😀"), st.characters()), min_size=1, max_size=40
)
STRETCHED = st.builds(lambda text, times: text * times, WORDS, st.sampled_from([1, 7, 80, 800]))


@st.composite
def answers(draw):
    cited = st.builds(
        citation, title=STRETCHED, publisher=STRETCHED | st.none(), article=STRETCHED, url=st.none()
    )
    one = st.builds(
        lambda text, end, cited, label, note, context: reading(
            text,
            (0, end),
            citation=cited,
            label=label,
            note=note,
            context=quote(context, 5) if context else None,
        ),
        STRETCHED,
        st.integers(1, 30),
        cited,
        STRETCHED | st.none(),
        STRETCHED | st.none(),
        STRETCHED | st.none(),
    )
    readings = draw(st.lists(one, max_size=5))
    outcome = draw(st.sampled_from(["found", "several", "closest"] if readings else ["not_found"]))
    return answer(
        *readings,
        outcome=outcome,
        question=draw(STRETCHED),
        missing=tuple(draw(st.lists(STRETCHED, max_size=3))),
        nearest=tuple(draw(st.lists(cited, max_size=4))),
        understood=draw(STRETCHED | st.none()),
    )


NOTES = st.lists(STRETCHED, max_size=4).map(tuple)
OPTIONS = st.builds(
    Options,
    asked=st.booleans(),
    share=st.booleans(),
    person=st.booleans(),
    plain=st.booleans(),
    notes=NOTES,
)


@settings(deadline=None)
@given(answers(), OPTIONS)
def test_every_message_keeps_every_limit(given_answer, options):
    message = render(given_answer, options)
    assert excesses(message) == []
    assert "helpful:Abc-123_x" in values(message)
    assert "not_helpful:Abc-123_x" in values(message)
    assert all(("@everyone" not in text and "\u202e" not in text) for text in texts(message))


@settings(deadline=None)
@given(answers().filter(lambda given_answer: given_answer.readings), OPTIONS, st.integers(0, 4))
def test_further_readings_keep_every_limit(given_answer, options, first):
    message = render(given_answer, options, min(first, len(given_answer.readings) - 1))
    assert excesses(message) == []


@pytest.mark.parametrize("plain", [False, True])
def test_a_quote_is_whole_up_to_the_limit_and_cut_one_beyond(plain):
    limit = limits.CONTENT if plain else limits.DESCRIPTION

    def message(length):
        return render(answer(reading("y" * length)), Options(plain=plain))

    whole = max(length for length in range(limit - 300, limit) if not message(length).attachment)
    for length in (whole - 1, whole):
        assert "> " + "y" * length + "\n" in texts(message(length))[0 if plain else 1]
    beyond = message(whole + 1)
    assert beyond.attachment.text.startswith("y" * (whole + 1))
    assert excesses(beyond) == []
    assert units(texts(message(whole))[0 if plain else 1]) > limit - 8


@given(STRETCHED, st.integers(1, 300))
def test_clipped_text_fits(text, limit):
    assert units(clip(text, limit)) <= limit
    assert "\n" not in clip(text, limit)


@pytest.mark.parametrize("length", [99, 100, 101])
def test_a_thread_name_fits(length):
    name = thread_name("x" * length)
    assert len(name) == min(length, 100)
    assert name.endswith("…") is (length > 100)


def test_a_thread_always_has_a_name():
    assert thread_name(" \u200b ") == "?"


@given(st.lists(st.integers(0, 500), max_size=5), st.integers(-5, 1000))
def test_room_is_shared_fairly(needs, room):
    given_room = shares(needs, room)
    assert sum(given_room) <= max(room, 0)
    assert all(got <= need for got, need in zip(given_room, needs, strict=True))
    if sum(needs) <= room:
        assert given_room == needs


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("content", lambda n: Payload("x" * (limits.CONTENT + n))),
        ("title", lambda n: Payload(embed=Embed("", title="x" * (limits.TITLE + n)))),
        ("author", lambda n: Payload(embed=Embed("", author="x" * (limits.AUTHOR + n)))),
        ("description", lambda n: Payload(embed=Embed("x" * (limits.DESCRIPTION + n)))),
        ("footer", lambda n: Payload(embed=Embed("", footer="x" * (limits.FOOTER + n)))),
        ("embed", lambda n: Payload(embed=Embed("x" * 4_000, footer="x" * (2_000 + n)))),
        ("rows", lambda n: Payload(rows=((Button("a", "b"),),) * (limits.ROWS + n))),
        ("row", lambda n: Payload(rows=((Button("a", "b"),) * (limits.BUTTONS + n),))),
        ("label", lambda n: Payload(rows=((Button("a" * (limits.LABEL + n), "b"),),))),
        ("value", lambda n: Payload(rows=((Button("a", "b" * (limits.CUSTOM_ID + n)),),))),
    ],
)
def test_each_limit_holds_to_the_unit(name, build, over):
    assert (name in excesses(build(over))) is bool(over)


@settings(deadline=None)
@given(WORDS, st.booleans())
def test_a_reader_sees_the_words_of_the_article(text, plain):
    message = render(answer(reading(text, (0, len(text)))), Options(plain=plain))
    assert visible(text).strip() in seen(message)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 39_000), st.integers(60, 400), st.sampled_from(["", "\u200b" * 3_000]))
def test_a_quote_far_too_long_is_cut_as_if_all_of_it_were_looked_at(start, limit, hidden):
    text = "".join(
        f"Sentence number {n} says it. {hidden if n == 700 else ''}" for n in range(1_400)
    )
    held = quote(text, 100, (start, start + 9))
    looked_at, whole = fit(held, limit), cut(held, limit, quoted_units)
    assert (looked_at.text, looked_at.highlights) == (whole.text, whole.highlights)


def test_an_endless_sentence_takes_no_longer_than_a_long_one():
    text = "@everyone <@1> [x](y) ||s|| discord" * 100_000
    started = time.perf_counter()
    message = render(answer(reading(text, (1_000_000, 1_000_009))))
    assert time.perf_counter() - started < 3.0
    assert excesses(message) == []
