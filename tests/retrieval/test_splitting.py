"""Where sentences end and where they do not."""

from __future__ import annotations

import pytest

from retrieval.splitting import split


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


WHOLE = [
    "Lt. Gen. Mohammed Saeed met Maj. Khan, Col. Ray and Sgt. Bilko.",
    "Todd D. Robinson, J. K. Rowling and A. Q. Khan met George W. Bush.",
    "The U.S. State Department and the U.S. capital are in Washington, D.C. Metro.",
    "Mr. Smith, Mrs. E. Blanc, Ms. Jones and Dr. No saw Prof. Higgins on St. Mark's Square.",
    "Sen. Warren, Rep. Ryan and Gov. Brown signed it.",
    "No. 5 is up 2.5 per cent, to $1.1 billion, vs. Nos. 6 and 7, e.g. Paris, i.e. Texas.",
    "The case of Roe v. Wade was decided in 1973.",
    "Acme Inc. Chairman Bob met Jones Ltd. Director Ann on Jan. 5, Feb. 6 and Sept. 11.",
    "He came at 5 p.m. Monday, not at 6 a.m. EST.",
    "It cost Rs. 500, as pp. 3 and Fig. 2 of Vol. IV say.",
    "“Is it true?” he asked.",
    "“Is it true?” Mr Smith asked.",
    "“Go!” she cried.",
    "Yahoo! said so.",
    "the … President left",
    "The man (he was 80.) left.",
    "visit www.Example.com now",
    "It rose by 3.5.",
    "1. The first point",
    "b. The second point",
    "He paid ... nothing ... at all.",
    "A sentence without an end",
    "(No. 4)",
]
SPLIT = [
    ["He left.", "She stayed."],
    ["In the U.S.", "The man was known."],
    ["He works for Acme Inc.", "It sells nails."],
    ["Talks ended on Friday.", "10-day talks follow."],
    ["The week after I get back…", "We will talk."],
    ["We will wait...", "Then we go."],
    ["“We are aware,” he said.", "“It may be a threat.”", "He left."],
    ["“Never closed, he said.", "Then another.", "Then “a third."],
    ["Undersecretary of Defence,” the office said.", "Ties improved."],
    ["Is it?", "It is!", "Good."],
    ["“Is it true?”", "The man left."],
    ["It was plan B.", "The team won."],
    ["After World War I.", "In 1919 it ended."],
    ["He came at 5 p.m.", "Police followed."],
    ["It ended.[12]", "The next began.[3][4]", "So it went."],
    ["It was “vital”.", "He said no.", "No one came."],
    ["(He left.)", "She stayed."],
    ["Sales rose.", "iPhone sales fell."],
    ["The name is al-Qaeda.", "€5 was paid.", "$16 was not."],
    ["He left.", "– She did too."],
    ["Years passed. ...", "The reason is plain."],
    ["یہ ایک جملہ ہے۔", "یہ دوسرا ہے۔"],
    ["यह एक वाक्य है।", "यह दूसरा है।"],
    ["Он ушёл.", "В. В. Иванов остался."],
    ["ISLAMABAD \xa0–\xa0 Talks began.", "They ended."],
]


@pytest.mark.parametrize("text", WHOLE)
def test_one_sentence_stays_whole(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize("sentences", SPLIT, ids=" | ".join)
@pytest.mark.parametrize("between", [" ", "  ", "\n", "\xa0 "], ids=repr)
def test_sentences_are_told_apart(sentences: list[str], between: str) -> None:
    assert parts(between.join(sentences)) == sentences


def test_scripts_without_spaces() -> None:
    assert parts("这是第一句。“第二句。”第三句！") == ["这是第一句。", "“第二句。”", "第三句！"]


def test_a_lost_space() -> None:
    assert parts("an agreement.The talks") == ["an agreement.", "The talks"]


def test_a_stray_quote_mark_stays_with_its_sentence() -> None:
    assert parts("He said. ” Then he left.” ”") == ["He said. ”", "Then he left.” ”"]


def test_only_the_part_asked_for_is_split() -> None:
    text = "One. Two. Three."
    assert [text[a:b] for a, b in split(text, 4, 11)] == ["Two.", "T"]


@pytest.mark.parametrize("text", ["", " \n\t", "\xa0"])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert parts(text) == []


def test_a_very_long_sentence_stays_one() -> None:
    text = "word " * 6000 + "end"
    assert parts(text) == [text]
