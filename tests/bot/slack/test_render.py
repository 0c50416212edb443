from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.service import Overview
from bot.slack import blocks as kit
from bot.slack.blocks import Message
from bot.slack.pages import (
    answer_view,
    as_message,
    context_view,
    expert_post,
    home_view,
    more_view,
    prompts,
    shared,
)
from bot.slack.render import Options, note, render, say
from bot.wording import GAP
from retrieval.errors import LawBroken
from retrieval.model import Answer, Citation, Correction, Quote, Reading, Span
from tests.bot.slack import answers
from tests.bot.slack.local.checks import check_message, check_view, texts
from tests.bot.slack.local.people import buttons
from tests.bot.slack.local.screen import screen_text

GOLDEN = Path(__file__).parents[2] / "golden" / "slack"

OVERVIEW = Overview(
    5,
    40,
    date(2023, 2, 14),
    datetime(2023, 3, 1, 8, 5, tzinfo=UTC),
    ("Who led the Pakistani delegation?", "When were the talks held?"),
)
SCREENS = {
    "found": render(answers.found()),
    "found_private": render(answers.found(), Options(private=True, experts=True)),
    "several": render(answers.several()),
    "closest": render(answers.closest(), Options(experts=True)),
    "not_found": render(answers.not_found(), Options(experts=True)),
    "understood": render(
        answers.found(
            understood="who led the Pakistani delegation?",
            corrections=(Correction("Moahmmed", "Mohammed"),),
        )
    ),
    "answer_view": answer_view(render(answers.several(), Options(in_view=True))),
    "shared": shared(render(answers.found()), "who led the Pakistani delegation?", "U1"),
    "expert_post": expert_post(answers.not_found(), "U1", "C1", "https://example.slack.com/x"),
    "home": home_view(OVERVIEW),
    "noted": note(render(answers.found()), "I am no member of that channel."),
    "more_view": more_view(answers.several(), 2),
    "context_view": context_view([(answers.cited(), answers.SAEED.quote)]),
}


@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_as_they_were_looked_at(name: str) -> None:
    screen = SCREENS[name]
    shown = (
        {"text": screen.text, "blocks": screen.blocks} if isinstance(screen, Message) else screen
    )
    rendered = json.dumps(shown, indent=1, ensure_ascii=False) + "\n"
    drawn = screen_text(list(screen.blocks if isinstance(screen, Message) else screen["blocks"]))
    for path, text in ((GOLDEN / f"{name}.json", rendered), (GOLDEN / f"{name}.txt", drawn)):
        if os.environ.get("QUOTEDESK_WRITE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCREENS)
def test_slack_takes_every_screen(name: str) -> None:
    screen = SCREENS[name]
    if isinstance(screen, Message):
        check_message({"text": screen.text, "blocks": list(screen.blocks)})
    else:
        check_view(screen)


def read(message: Message) -> str:
    return "".join(texts(list(message.blocks)))


def labels(message: Message) -> list[str]:
    return [label for _, _, label in buttons(list(message.blocks))]


def test_the_quote_is_word_for_word_with_the_phrase_bold() -> None:
    quote = next(
        group
        for block in render(answers.found()).blocks
        if block["type"] == "rich_text"
        for group in block["elements"]
        if group["type"] == "rich_text_quote"
    )
    assert "".join(element["text"] for element in quote["elements"]) == answers.SAEED.quote.text
    bold = [e["text"] for e in quote["elements"] if e.get("style", {}).get("bold")]
    assert bold == ["Lt. Gen. Mohammed Saeed"]


def test_the_citation_names_title_publisher_date_file_line_and_sources() -> None:
    seen = read(render(answers.found()))
    for part in (answers.TITLE, "Islamabad Times", "13 February 2023", f"{answers.TALKS}, line 7"):
        assert part in seen
    assert "2 independent articles" in seen


def test_the_fallback_text_holds_phrase_and_source() -> None:
    text = render(answers.found()).text
    assert "Lt. Gen. Mohammed Saeed" in text
    assert answers.TITLE in text


def test_doubt_and_refusal_look_different() -> None:
    first_words = [
        read(render(answer()))[:40]
        for answer in (answers.found, answers.closest, answers.not_found)
    ]
    assert len(set(first_words)) == 3
    assert first_words[1].startswith("⚠️")
    assert first_words[2].startswith("🚫")


def test_a_refusal_names_what_is_missing_and_the_nearest_articles() -> None:
    seen = read(render(answers.not_found()))
    assert "“france”" in seen
    assert answers.TITLE in seen


@pytest.mark.parametrize(
    ("answer", "options", "expected"),
    [
        (answers.found(), Options(), ["Context", "Open source", "👍", "👎"]),
        (answers.found(), Options(experts=True), ["Context", "Open source", "👍", "👎"]),
        (answers.several(), Options(), ["More answers", "Context", "Open source", "👍", "👎"]),
        (
            answers.found(),
            Options(private=True),
            ["Context", "Open source", "Share in channel", "👍", "👎"],
        ),
        (answers.not_found(), Options(experts=True), ["Ask a person", "👍", "👎"]),
        (answers.not_found(), Options(), ["👍", "👎"]),
        (answers.closest(), Options(experts=True), ["Context", "Ask a person", "👍", "👎"]),
    ],
)
def test_the_buttons_of_an_answer(answer: Answer, options: Options, expected: list[str]) -> None:
    assert labels(render(answer, options)) == expected


def test_only_web_addresses_become_buttons() -> None:
    for url in ("javascript:alert(1)", "file:///etc/passwd", "", "https://x/" + "a" * 4_000):
        reading = replace(answers.SAEED, citation=answers.cited(url=url))
        assert "Open source" not in labels(render(answers.found(readings=(reading,))))


def test_two_sources_are_numbered_and_one_source_twice_is_one_button() -> None:
    first, second = (
        replace(reading, citation=replace(reading.citation, url=f"https://x/{at}"))
        for at, reading in enumerate((answers.SAEED, answers.SHAH))
    )
    both = labels(render(answers.several(readings=(first, second))))
    assert [label for label in both if "source" in label] == ["Open source 1", "Open source 2"]
    same = labels(
        render(answers.several(readings=(first, replace(second, citation=first.citation))))
    )
    assert [label for label in same if "source" in label] == ["Open source"]


def test_a_refusal_may_have_readings_behind_the_button() -> None:
    message = render(answers.not_found(readings=(answers.SAEED,), shown=0))
    more = next(e for _, e, label in buttons(list(message.blocks)) if label == "More answers")
    assert more["value"] == "more:An5wer4"
    assert "Saeed" in "".join(texts(more_view(answers.not_found(readings=(answers.SAEED,)), 0)))


def test_more_readings_than_a_message_holds_wait_behind_the_button() -> None:
    many = tuple(replace(answers.SHAH, label=f"talk {n}") for n in range(30))
    message = render(answers.several(readings=many, shown=30))
    more = next(e for _, e, label in buttons(list(message.blocks)) if label == "More answers")
    assert more["value"] == "more:An5wer2:6"
    assert "7. talk 6" in "".join(texts(more_view(answers.several(readings=many, shown=30), 6)))


def test_the_explaining_slice_stands_before_the_quote_with_a_visible_gap() -> None:
    assert f"strategic issues. {GAP} The report said" in read(render(answers.closest()))


def test_neighbouring_slices_show_no_gap() -> None:
    before = answers.quote_of("He came.", start=0)
    after = replace(answers.SHAH, quote=answers.quote_of("He went.", start=9), context=before)
    assert "He came. He went." in read(render(answers.found(readings=(after,))))


def test_nothing_of_an_article_is_read_as_a_mention_or_markup() -> None:
    evil = "<!channel> <@U123> *bold* :smile: [x](http://evil) & <http://evil|here>"
    reading = replace(
        answers.SHAH,
        phrase=evil,
        quote=answers.quote_of(evil),
        citation=answers.cited(title=evil, publisher=evil, path=evil),
    )
    message = render(answers.several(understood=evil, readings=(reading, reading)))
    assert evil in read(message)
    assert "mrkdwn" not in json.dumps(message.blocks)
    assert "<" not in message.text
    assert ">" not in message.text
    assert "&lt;!channel&gt;" in message.text


def test_controls_and_direction_overrides_are_made_visible() -> None:
    text = "a\u202eb\x00c\u2066d\x1be\nf"
    reading = replace(answers.SHAH, quote=answers.quote_of(text))
    assert "a\ufffdb\ufffdc\ufffdd\ufffde\nf" in read(render(answers.found(readings=(reading,))))


def test_a_quote_that_is_no_slice_is_never_shown() -> None:
    wrong = replace(answers.SAEED.quote, end=answers.SAEED.quote.end + 1)
    with pytest.raises(LawBroken):
        render(answers.found(readings=(replace(answers.SAEED, quote=wrong),)))


def test_a_quote_of_30000_characters_is_cut_and_keeps_its_phrase() -> None:
    text = "word " * 3_000 + "THE ANSWER" + " word" * 3_000
    at = text.index("THE ANSWER")
    reading = replace(answers.SAEED, quote=answers.quote_of(text, (at, at + 10)))
    message = render(answers.found(readings=(reading,)), Options(private=True, experts=True))
    check_message({"text": message.text, "blocks": list(message.blocks)})
    assert GAP in read(message)
    assert "THE ANSWER" in read(message)
    assert {"Context", "👍", "👎"} < set(labels(message))
    assert answers.TITLE in read(message)


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_quote_is_cut_only_past_3000_characters(extra: int) -> None:
    text = ("x" * 49 + " ") * 59 + "y" * (50 + extra)
    message = render(answers.found(readings=(replace(answers.SHAH, quote=answers.quote_of(text)),)))
    assert (text in read(message)) == (extra <= 0)


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_the_fallback_text_ends_at_4000_characters(extra: int) -> None:
    text = "x" * (kit.FALLBACK_CHARACTERS + extra)
    assert (kit.fallback(text) == text) == (extra <= 0)
    assert len(kit.fallback("&" * (800 + extra))) <= kit.FALLBACK_CHARACTERS
    assert len(kit.fallback("<" * 5_000)) <= kit.FALLBACK_CHARACTERS


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_labels_end_at_75_characters(extra: int) -> None:
    label = "x" * (75 + extra)
    assert (kit.button(label, "v")["text"]["text"] == label) == (extra <= 0)
    assert len(kit.button(label, "v" * 3_000)["text"]["text"]) <= 75
    assert (kit.button("x", "v" * (2_000 + extra))["value"] == "v" * (2_000 + extra)) == (
        extra <= 0
    )
    assert len(kit.button("x", "v" * 3_000)["action_id"]) == 255


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_message_ends_at_50_blocks(extra: int) -> None:
    blocks = [kit.paragraph(str(n)) for n in range(50 + extra)]
    assert len(as_message(kit.modal("x", blocks)).blocks) == min(50, 50 + extra)
    under_line = note(Message("x", tuple(blocks[: 49 + extra])), "A line.")
    assert len(under_line.blocks) == min(50, 50 + extra)
    check_message({"text": "x", "blocks": list(under_line.blocks)})


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_titles_and_small_lines_end_where_slack_says(extra: int) -> None:
    title = "t" * (24 + extra)
    assert (kit.modal(title, [])["title"]["text"] == title) == (extra <= 0)
    line = "x" * (2_999 + extra)
    shown = kit.small(line, limit=5_000)["elements"][0]["text"]
    assert (shown == line) == (extra <= 0)
    assert len(kit.small(*["x" * 3_000] * 10, limit=5_000)["elements"][0]["text"]) <= 3_000


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_message_ends_at_13000_characters_of_json(extra: int) -> None:
    one = kit.rich(kit.section(kit.words("x" * (13_000 + extra))))
    size = kit.size([one])
    one["elements"][0]["elements"][0]["text"] = "x" * (13_000 + extra - (size - 13_000 - extra))
    assert kit.size([one]) == 13_000 + extra
    assert len(as_message(kit.modal("x", [one])).blocks) == (extra <= 0)


def test_a_line_above_an_answer_and_plain_lines_fit() -> None:
    message = note(render(answers.several()), "I could not post in that channel, so I write here.")
    check_message({"text": message.text, "blocks": list(message.blocks)})
    assert message.text.startswith("I could not post")
    before = render(answers.found())
    assert read(shared(before, "who?", "U1")) == " asked: who?" + read(before)
    plain = say("One <@U1>.", "Two.")
    assert read(plain) == "One <@U1>.Two."
    assert plain.text == "One &lt;@U1&gt;.\nTwo."


lines = st.text(st.characters(codec="utf-8"), max_size=30)
long_lines = st.builds(lambda text, times: (text or "x") * times, lines, st.integers(1, 400))


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text = draw(long_lines)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return Quote("a", 7, 7 + len(text), text, (Span(start, end),))


citations = st.builds(
    Citation,
    long_lines,
    long_lines,
    st.one_of(st.none(), st.just(date(2023, 2, 13))),
    st.one_of(st.none(), long_lines),
    st.integers(1, 10**6),
    st.one_of(st.none(), long_lines.map(lambda text: f"https://x/{text}")),
)
readings = st.builds(
    Reading,
    long_lines,
    st.just(0.5),
    quotes(),
    citations,
    st.one_of(st.none(), quotes()),
    st.one_of(st.none(), long_lines),
    st.one_of(st.none(), long_lines),
    st.integers(1, 5),
)
any_answer = st.builds(
    Answer,
    st.just("aB3_-"),
    long_lines,
    st.sampled_from(["found", "several", "closest", "not_found"]),
    readings=st.lists(readings, max_size=9).map(tuple),
    shown=st.integers(0, 12),
    reason=st.one_of(st.none(), long_lines),
    missing=st.lists(long_lines, max_size=4).map(tuple),
    nearest=st.lists(citations, max_size=6).map(tuple),
    understood=st.one_of(st.none(), long_lines),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_answer, st.booleans())
def test_slack_takes_the_rendering_of_any_answer(answer: Answer, private: bool) -> None:
    message = render(answer, Options(private=private, experts=True))
    check_message({"text": message.text, "blocks": list(message.blocks)})
    assert kit.size(list(message.blocks)) <= 13_000
    assert {"👍", "👎"} <= set(labels(message))
    if answer.readings and answer.shown:
        assert "Context" in labels(message)
        assert f", line {answer.readings[0].citation.line}" in read(message)
    noted = note(message, "A sentence above it all.")
    check_message({"text": noted.text, "blocks": list(noted.blocks)})
    passed_on = expert_post(answer, "U1", "C1", "https://example.slack.com/x")
    for more in (shared(message, answer.question, "U1"), passed_on):
        check_message({"text": more.text, "blocks": list(more.blocks)})
    if answer.readings:
        check_view(more_view(answer, 0))
        again = as_message(more_view(answer, 0))
        check_message({"text": again.text, "blocks": list(again.blocks)})
        check_view(context_view([(reading.citation, reading.quote) for reading in answer.readings]))


@settings(max_examples=30, deadline=None)
@given(st.integers(11_000, 15_000), st.sampled_from('xéß中😀"<'))
def test_the_budget_holds_at_its_edge(length: int, letter: str) -> None:
    text = letter * length
    reading = replace(answers.SAEED, quote=answers.quote_of(text, (0, 10)))
    message = render(answers.several(readings=(reading, reading)))
    check_message({"text": message.text, "blocks": list(message.blocks)})


def test_an_empty_bot_says_so_and_suggests_nothing() -> None:
    empty = Overview(0, 0, None, None, ())
    view = home_view(empty)
    check_view(view)
    assert "There are no articles yet" in "".join(texts(view))
    assert list(buttons(view["blocks"])) == []
    assert prompts(empty) == []


def test_long_sample_questions_fit_a_button_and_are_asked_whole() -> None:
    long = "who " * 100 + "led?"
    view = home_view(replace(OVERVIEW, samples=(long,)))
    check_view(view)
    assert next(buttons(view["blocks"]))[1]["value"] == long
    assert len(prompts(replace(OVERVIEW, samples=(long,) * 6))) == 4
