"""An answer as a Discord message: golden files, and what every message must hold."""

import json
import os
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from bot.discord.buttons import is_web_address
from bot.discord.escape import BREAK
from bot.discord.payload import excesses
from bot.discord.render import Options, render, render_paragraph
from retrieval.errors import LawBroken
from retrieval.model import Correction
from tests.bot.discord.samples import EVIL, answer, citation, quote, reading, texts, values

GOLDEN = Path(__file__).parents[2] / "golden" / "discord"

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


def test_a_refusal_with_nothing_to_add_has_no_empty_embed():
    message = render(answer(outcome="not_found"))
    assert message.embed is None
    assert message.content == "**The articles do not answer this.**"


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
