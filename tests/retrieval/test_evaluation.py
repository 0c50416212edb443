"""What the figures mean, on answers made by hand."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import UsageError
from retrieval.evaluation import Gold, auroc, evaluate, load_gold, phrase_f1
from retrieval.model import Answer, Citation, Outcome, Quote, Reading


def reading(text: str, phrase: str) -> Reading:
    return Reading(
        phrase, 0.9, Quote("a.txt", 0, len(text), text), Citation("a.txt", "A", None, None, 1)
    )


def answer(outcome: Outcome, *readings: Reading, shown: int = 1, confidence: float = 0.5) -> Answer:
    return Answer("", "", outcome, readings=readings, shown=shown, confidence=confidence)


RIGHT = reading("Ada Smith led the talks.", "Ada Smith")
WRONG = reading("The talks were long.", "long")
OTHER = reading("Ben Jones led the team.", "Ben Jones")
WHO = Gold("1", "Who led the talks?", "factoid", ("Ada Smith",))
BOTH = Gold(
    "2", "Who led?", "ambiguous", ("Ada Smith", "Ben Jones"), (RIGHT.quote.text, OTHER.quote.text)
)
NONE = Gold("3", "Who sang?", "unanswerable", ())


def test_the_first_right_quote_counts() -> None:
    report = evaluate(lambda _: answer("found", WRONG, RIGHT), [WHO])
    assert report.figures["hit@1"] == 0
    assert report.figures["hit@2"] == 1
    assert report.figures["mrr"] == 0.5
    assert report.figures["phrase_f1"] == 0
    assert report.figures["shown_right"] == 0


def test_two_gold_readings_must_be_among_those_shown() -> None:
    shown = evaluate(lambda _: answer("several", RIGHT, OTHER, shown=2), [BOTH])
    hidden = evaluate(lambda _: answer("found", RIGHT, OTHER, shown=1), [BOTH])
    assert shown.figures["readings"] == 1
    assert hidden.figures["readings"] == 0


def test_the_surest_answers_are_counted_at_65_percent() -> None:
    def ask(question: str) -> Answer:
        sure = float(question) / 100
        right = replace(RIGHT if sure > 0.5 else WRONG, confidence=sure)
        return answer("found" if sure > 0.2 else "closest", right)

    def gold(*sure: int) -> list[Gold]:
        return [replace(WHO, question=str(number)) for number in sure]

    surest = evaluate(ask, gold(*range(1, 101))).figures["sure_right"]
    assert surest == pytest.approx(50 / 65)  # of the 65 from 36 to 100, those over 50
    assert math.isnan(evaluate(ask, gold(*range(1, 41))).figures["sure_right"])  # too few found


def test_what_explains_a_quote_is_part_of_it() -> None:
    context = Quote("a.txt", 0, 5, RIGHT.quote.text)
    report = evaluate(lambda _: answer("found", replace(WRONG, context=context)), [WHO])
    assert report.figures["hit@1"] == 1


def test_refusals() -> None:
    def ask(question: str) -> Answer:
        return (
            answer("not_found", shown=0, confidence=0.1)
            if "sang" in question
            else answer("found", RIGHT)
        )

    report = evaluate(ask, [WHO, NONE])
    assert report.figures["refusal_precision"] == report.figures["refusal_recall"] == 1
    assert report.figures["auroc"] == 1
    assert report.by_kind["unanswerable"] == {"refusal_precision": 1, "refusal_recall": 1}


def test_ties_count_half_and_phrases_by_words() -> None:
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.1, 0.9], [0.5]) == 0.5
    assert phrase_f1("the Ada Smith", "Ada B. Smith") == pytest.approx(0.8)


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", '{"answers": []}', '{"question": 1, "answers": []}']
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"question": "Who?", "answers": ["Ada"]}\n' + line, "utf-8")
    with pytest.raises(UsageError, match="Line 2"):
        load_gold(path)


def test_no_file_no_question(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_gold(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(UsageError, match="no question"):
        load_gold(tmp_path / "empty.jsonl")
