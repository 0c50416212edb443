"""An answer as a Discord message: golden files, the limits, and what every message must hold."""

import json
import os
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord import payload as limits
from bot.discord.buttons import is_web_address
from bot.discord.escape import BREAK, unescape, units, visible
from bot.discord.fitting import clip, shares
from bot.discord.payload import Button, Embed, Payload, excesses
from bot.discord.render import Options, render, render_paragraph, thread_name
from retrieval.errors import LawBroken
from retrieval.model import Answer, Citation, Correction, Quote, Reading, Span

GOLDEN = Path(__file__).parents[2] / "golden" / "discord"
EVIL = (
    "@everyone said <@123> and <@&9> in <#1>: [x](http://evil) ||spoiler|| `code` "
    "\u202etfel ot thgir\u202c https://evil.example </cmd:1> <:emoji:1> <t:1:R>\n# head\n- item"
)


def quote(text, start=100, *spans):
    return Quote("a/file.txt", start, start + len(text), text, tuple(Span(*s) for s in spans))


def citation(**fields):
    values = {
        "article": "a/file.txt",
        "title": "Talks end",
        "published": date(2023, 2, 13),
        "publisher": "The Herald",
        "line": 7,
        "url": "https://herald.example/talks",
    }
    return Citation(**(values | fields))


def reading(text="He met Ann Lee on Monday.", *spans, **fields):
    cited = fields.pop("citation", citation())
    values = {"phrase": text[:7], "confidence": 0.9, "citation": cited, "support": (cited,)}
    return Reading(quote=quote(text, 100, *spans), **(values | fields))


def answer(*readings, outcome="found", shown=None, **fields):
    shown = len(readings) if shown is None else shown
    values = {"question": "who did he meet?", "readings": readings, "shown": shown}
    return Answer("Abc-123_x", outcome=outcome, **(values | fields))


LONG = " ".join(f"Sentence number {n} says something of its own." for n in range(400))
ANSWERS = {
    "found": (answer(reading("He met Ann Lee on Monday.", (7, 14))), Options()),
    "found_asked_in_private": (
        answer(reading("He met Ann Lee on Monday.", (7, 14), sources=2)),
        Options(asked=True, share=True),
    ),
    "found_with_context": (
        answer(
            reading(
                "He met Ann Lee.",
                context=quote("Bo Ray flew in.", 10),
                note="Monday: 13 February 2023",
            )
        ),
        Options(),
    ),
    "several": (
        answer(
            reading("He met Ann Lee.", (7, 14), label="talks in May", sources=3),
            reading("He met Cy Dee.", (7, 13), label="talks in June"),
            reading("He met nobody."),
            outcome="several",
            shown=2,
        ),
        Options(),
    ),
    "closest": (answer(reading(), outcome="closest"), Options(person=True)),
    "not_found": (
        answer(
            outcome="not_found",
            missing=("france",),
            nearest=(citation(), citation(title="Other talks", url=None)),
            understood="who did Bo Ray meet in France?",
            corrections=(Correction("Frnce", "France"),),
        ),
        Options(person=True),
    ),
    "plain": (
        answer(reading("He met Ann Lee on Monday.", (7, 14))),
        Options(plain=True, asked=True, notes=("I lack Embed Links.",)),
    ),
    "cut": (answer(reading(LONG, (9_020, 9_035))), Options()),
    "evil": (
        answer(
            reading(
                EVIL, (0, 9), citation=citation(title=EVIL, publisher=EVIL, article="[a](b).txt")
            ),
            question=EVIL,
        ),
        Options(asked=True),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_rendered_as_in_the_golden_file(name):
    rendered = asdict(render(*ANSWERS[name]))
    path = GOLDEN / f"{name}.json"
    text = json.dumps(rendered, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def texts(message: Payload) -> list[str]:
    embed = message.embed or Embed("")
    return [message.content, embed.description, embed.title, embed.author, embed.footer]


def seen(message: Payload) -> str:
    """Return the text of all parts as a reader sees it, block quote marks taken off."""
    lines = "\n".join(texts(message)).split("\n")
    return unescape("\n".join(line.removeprefix("> ").removeprefix("-# ") for line in lines))


def values(message: Payload) -> list[str]:
    return [button.value for row in message.rows for button in row]


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


def test_a_cut_quote_says_so_keeps_its_phrase_its_citation_and_comes_whole_as_a_file():
    message = render(*ANSWERS["cut"])
    assert "[...]" in message.embed.description
    assert f"**{LONG[9_020:9_035]}**" in message.embed.description
    assert "The Herald · 13 February 2023 · a/file.txt, line 7" in message.embed.description
    assert "context:Abc-123_x" in values(message)
    assert message.attachment.text.startswith(LONG)


def test_one_sentence_of_thirty_thousand_characters_fits():
    text = "lorem " * 5_000 + "ANSWER " + "ipsum " * 100
    for plain in (False, True):
        message = render(answer(reading(text.strip(), (30_000, 30_006))), Options(plain=plain))
        assert excesses(message) == []
        assert "**ANSWER**" in "".join(texts(message))


@settings(deadline=None)
@given(WORDS, st.booleans())
def test_a_reader_sees_the_words_of_the_article(text, plain):
    message = render(answer(reading(text, (0, len(text)))), Options(plain=plain))
    assert visible(text).strip() in seen(message)


ACTED_ON = ("@everyone", "<@123>", "<@&9>", "<#1>", "](", "||", "</cmd:1>", "<t:1", "\n# head")


def test_nothing_an_article_says_is_acted_on():
    message = render(*ANSWERS["evil"])
    assert not [(text, found) for text in texts(message) for found in ACTED_ON if found in text]
    assert "http:" not in message.content + message.embed.description
    assert f"@{BREAK}everyone" in message.embed.author


def test_outcomes_look_different():
    looks = {
        render(*ANSWERS[name]).embed.colour for name in ("found", "several", "closest", "not_found")
    }
    assert len(looks) == 4
    assert "may not be the answer" in render(*ANSWERS["closest"]).content
    assert render(*ANSWERS["not_found"]).content == "**The articles do not answer this.**"


def test_more_answers_starts_where_the_last_message_ended():
    several = ANSWERS["several"][0]
    assert "more:Abc-123_x:2" in values(render(several))
    rest = render(several, first=2)
    assert "He met nobody." in rest.embed.description
    assert not any(value.startswith("more:") for value in values(rest))


def test_ask_a_person_stands_on_a_refusal_only_and_when_there_are_persons():
    person = "ask_person:Abc-123_x"
    assert person in values(render(*ANSWERS["not_found"]))
    assert person not in values(render(ANSWERS["not_found"][0], Options()))
    assert person not in values(render(ANSWERS["found"][0], Options(person=True)))


def test_the_paragraph_around_a_quote():
    found = ANSWERS["found"][0]
    around = quote("Before. He met Ann Lee on Monday. After.", 92, (15, 22))
    message = render_paragraph(found, 0, around)
    assert "> Before. He met **Ann Lee** on Monday. After." in message.embed.description
    assert message.rows == ()


def test_a_quote_that_is_no_slice_is_not_shown():
    found = ANSWERS["found"][0]
    wrong = replace(found.readings[0], quote=replace(found.readings[0].quote, end=999))
    with pytest.raises(LawBroken):
        render(replace(found, readings=(wrong,)))


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("ftp://a.example", False),
        ("https://", False),
        ("https://a.example/ x", False),
        ("https://a.example/" + "x" * 600, False),
        ("https://[", False),
    ],
)
def test_only_web_addresses_become_link_buttons(url, taken):
    assert is_web_address(url) is taken


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
