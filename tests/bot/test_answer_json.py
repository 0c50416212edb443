from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from strategies import answers

from bot.answer_json import from_json, to_json
from retrieval.model import Answer, Citation, Correction, Quote, Reading, Span

CITED = Citation("001.txt", "Talks", date(2023, 2, 13), "The News", 7, None)
READING = Reading(
    phrase="Lt. Gen. Saeed",
    confidence=0.9,
    quote=Quote("001.txt", 531, 558, "It was led by Lt. Gen. Saeed", (Span(14, 28),)),
    citation=CITED,
    context=Quote("001.txt", 402, 410, "The team"),
    label="defence talks, 13 February 2023",
    note="Sunday: 12 February 2023",
    sources=1,
    support=(CITED,),
)
ANSWER = Answer(
    id="abc",
    question="who led?",
    outcome="found",
    took_ms=1.9,
    readings=(READING,),
    shown=1,
    missing=("france",),
    nearest=(CITED,),
    understood="who led the team?",
    corrections=(Correction("Chollett", "Chollet"),),
    confidence=0.9,
    trace={"query": "kept nowhere"},
)


def test_the_documented_fields_stand_in_their_order():
    values = to_json(ANSWER)
    documented = ["id", "question", "outcome", "took_ms", "readings", "reason", "missing"]
    assert list(values) == [
        *documented,
        *("nearest", "shown", "confidence", "understood", "corrections"),
    ]
    reading = values["readings"][0]
    documented = ["phrase", "confidence", "quote", "citation", "context", "label", "sources"]
    assert list(reading) == [*documented, "support", "note"]
    assert reading["quote"] == {
        "text": "It was led by Lt. Gen. Saeed",
        "start": 531,
        "end": 558,
        "highlights": [[14, 28]],
    }
    assert reading["context"] == {"text": "The team", "start": 402, "end": 410}
    assert reading["citation"] == {
        "article": "001.txt",
        "title": "Talks",
        "published": "2023-02-13",
        "publisher": "The News",
        "line": 7,
        "url": None,
    }
    assert values["corrections"] == [{"typed": "Chollett", "taken": "Chollet"}]


@given(answers())
def test_what_was_written_is_read_back(answer):
    assert from_json(json.loads(json.dumps(to_json(answer)))) == answer


def test_fields_that_came_later_may_be_missing():
    values = to_json(ANSWER)
    for field in ("shown", "confidence", "understood", "corrections"):
        del values[field]
    del values["readings"][0]["note"]
    answer = from_json(values)
    assert (answer.shown, answer.understood, answer.readings[0].note) == (0, None, None)


def test_fields_of_a_later_version_are_left_alone():
    assert from_json(to_json(ANSWER) | {"colour": "green"}) == ANSWER
