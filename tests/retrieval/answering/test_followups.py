"""Which questions lean on the one before, and what they then ask."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analyzer
from retrieval.answering.checks import Checker
from retrieval.answering.followups import leans_openly, resolve
from retrieval.model import Answer, Citation, Conversation, Outcome, Quote, Reading, Turn

ANALYZER = Analyzer.default()
CHECKER = Checker.load(ANALYZER)


def turn(question: str, phrase: str = "", outcome: Outcome = "found", meant: str = "") -> Turn:
    text = phrase or "x"
    reading = Reading(
        phrase, 0.9, Quote("a.txt", 0, len(text), text), Citation("a.txt", "A", None, None, 1)
    )
    readings = (reading,) if phrase else ()
    answer = Answer(
        "1", question, outcome, readings=readings, shown=bool(phrase), understood=meant or None
    )
    return Turn(question, answer)


def after(question: str, phrase: str = "", outcome: Outcome = "found") -> Conversation:
    return Conversation((turn(question, phrase, outcome),))


def first(text: str, conversation: Conversation) -> str:
    return next(iter(resolve(text, conversation, ANALYZER, CHECKER)), "")


@pytest.mark.parametrize(
    ("before", "phrase", "asked", "understood"),
    [
        (
            "Who led the Pakistani team at the counterterrorism talks?",
            "Syed Haider Shah",
            "and who led the US side?",
            "Who led the US side at the counterterrorism talks?",
        ),
        (
            "When will the defence talks be held?",
            "Monday",
            "and who leads the US team?",
            "Who leads the US team at the defence talks?",
        ),
        (
            "Who led the Pakistani delegation?",
            "Mohammed Saeed",
            "what about the US?",
            "Who led the US delegation?",
        ),
        (
            "Who led the Pakistani delegation?",
            "Mohammed Saeed",
            "what about the US side?",
            "Who led the US side?",
        ),
        (
            "Who is the coordinator for counterterrorism?",
            "Christopher Landberg",
            "and the Pakistani side?",
            "Who is the coordinator for counterterrorism on the Pakistani side?",
        ),
        (
            "Who led the Pakistani delegation?",
            "Mohammed Saeed",
            "and the Indian one?",
            "Who led the Indian delegation?",
        ),
        (
            "When was the first round of the talks held?",
            "January",
            "and the second?",
            "When was the second round of the talks held?",
        ),
        (
            "Who is Derek Chollet?",
            "a counsellor",
            "what about Ned Price?",
            "Who is Ned Price?",
        ),
        ("Who met in February?", "Ann Lee", "in March?", "Who met in March?"),
        ("Who met the mayor?", "Ann Lee", "in March?", "Who met the mayor in March?"),
        ("How many people were killed?", "80", "and soldiers?", "How many soldiers were killed?"),
        (
            "How many people died in the floods?",
            "1,700",
            "and how much will be needed?",
            "How much will be needed in the floods?",
        ),
        (
            "What happened in March 2021?",
            "talks",
            "and in April 2022?",
            "What happened in April 2022?",
        ),
        (
            "Who heads the CGS office?",
            "Mohammed Saeed",
            "What did he say?",
            "What did Mohammed Saeed say?",
        ),
        ("Who runs the ferry?", "Ann Lee", "what is her job?", "What is Ann Lee's job?"),
        ("Who runs the ferry?", "Ann Lee", "who met her in May?", "Who met Ann Lee in May?"),
        (
            "Who is Ned Price?",
            "a spokesperson",
            "what did he call Pakistan?",
            "What did Ned Price call Pakistan?",
        ),
        (
            "Who led the Pakistani delegation?",
            "Mohammed Saeed",
            "when did it arrive?",
            "When did the Pakistani delegation arrive?",
        ),
    ],
)
def test_a_follow_up_is_asked_in_full(
    before: str, phrase: str, asked: str, understood: str
) -> None:
    assert first(asked, after(before, phrase)) == understood


@pytest.mark.parametrize(
    ("before", "phrase", "asked", "understood"),
    [
        (
            "Who will lead the Pakistani team at the counterterrorism talks?",
            "Haider Shah",
            "where?",
            [
                "Where are the counterterrorism talks?",
                "Where will Haider Shah lead the Pakistani team at the counterterrorism talks?",
                "Where will someone lead the Pakistani team at the counterterrorism talks?",
            ],
        ),
        (
            "Who led the delegation?",
            "Mohammed Saeed",
            "when was that?",
            [
                "When is it that Mohammed Saeed led the delegation?",
                "When is it that someone led the delegation?",
            ],
        ),
        (
            "How many people died in the floods?",
            "1,700",
            "where?",
            ["Where were the floods?", "Where is it that people died in the floods?"],
        ),
        (
            "How many people were killed in the mosque?",
            "over 80",
            "and when?",
            ["When were people killed in the mosque?"],
        ),
        (
            "Where will the defence talks be held?",
            "Washington",
            "how long?",
            ["How long will the defence talks last?"],
        ),
        (
            "How long will the talks last?",
            "four days",
            "when?",
            ["When will the talks take place?"],
        ),
        (
            "Which groups will the dialogue focus on?",
            "the banned ones",
            "when?",
            [
                "When will the dialogue focus on the banned ones?",
                "When will the dialogue focus on groups?",
            ],
        ),
        (
            "Where will the Linnea be repaired?",
            "Osvik",
            "until when?",
            ["Until when will the Linnea be repaired?"],
        ),
        (
            "When will the library reopen?",
            "Saturday",
            "what time?",
            ["What time will the library reopen?"],
        ),
        ("When was Imran Khan ousted?", "2022", "who?", ["By whom was Imran Khan ousted?"]),
        (
            "Who headed the Marenian side in the first round?",
            "Pavel Orsin",
            "and the US side?",
            ["Who headed the US side in the first round?"],
        ),
        ("Did the barge sink?", "yes", "why?", ["Why did the barge sink?"]),
    ],
)
def test_a_question_word_alone_asks_the_earlier_question_anew(
    before: str, phrase: str, asked: str, understood: list[str]
) -> None:
    assert resolve(asked, after(before, phrase), ANALYZER, CHECKER) == understood


@pytest.mark.parametrize("outcome", ["several", "closest"])
def test_an_answer_that_is_not_the_only_one_is_not_built_upon(outcome: Outcome) -> None:
    before = after("Who led the delegation?", "Mohammed Saeed", outcome)
    asked = resolve("when was that?", before, ANALYZER, CHECKER)
    assert asked == ["When is it that someone led the delegation?"]


def test_how_long_is_it_asks_of_the_thing_first() -> None:
    asked = resolve(
        "how long is it?", after("Who designed the bridge?", "Ann Lee"), ANALYZER, CHECKER
    )
    assert asked[0] == "How long is the bridge?"


def test_an_office_stands_for_somebody_whom_nobody_named() -> None:
    before = after("What did the minister order?", "an investigation")
    assert first("who is she?", before) == "Who is the minister?"
    assert first("who is her lawyer?", before) == "Who is the minister's lawyer?"


def test_a_name_in_small_letters_is_somebody_too() -> None:
    talk = Conversation(
        (turn("who ousted him?", "Shehbaz Sharif"), turn("who is derek chollet", "a counsellor"))
    )
    assert first("what does he say?", talk) == "What does derek chollet say?"


def test_who_is_named_first_did_it() -> None:
    before = after("who won the final?", "Mirela Kostova outlasts Hana Videnic")
    assert first("how old is she?", before) == "How old is Mirela Kostova?"


def test_a_doubtful_passage_names_nobody() -> None:
    told = after("who opened the museum?", "Tannery Wharf", "closest").turns[0]
    doubtful = replace(told.answer.readings[0], confidence=0.2)
    talk = Conversation((Turn(told.question, replace(told.answer, readings=(doubtful,))),))
    assert resolve("what did he cut?", talk, ANALYZER, CHECKER) == []


def test_nobody_is_it() -> None:
    talk = Conversation(
        (
            turn("Who led the gardening study?", "Nora Lindqvist"),
            turn("what did she say?", "so", meant="What did Nora Lindqvist say?"),
        )
    )
    assert first("who paid for it?", talk) == "Who paid for the gardening study?"
    assert first("where does she live?", talk) == "Where does Nora Lindqvist live?"


@pytest.mark.parametrize("text", ["who fixed it?", "where did he go?", "what time?", "and in May?"])
def test_some_questions_always_lean(text: str) -> None:
    assert leans_openly(text)


@pytest.mark.parametrize(
    "text",
    [
        "why did it rain?",
        "who is it that led?",
        "what does it cost?",
    ],
)
def test_others_may_stand_alone(text: str) -> None:
    assert not leans_openly(text)


def test_the_verb_is_no_part_of_the_thing() -> None:
    asked = turn("When did the barge go bankrupt?", "July")
    known = Conversation((turn("Who owns the barge?", "Kvarn Shipping"), asked))
    assert first("what was it fined?", known) == "What was the barge fined?"
    assert first("and the ferry?", known) == "When did the ferry go bankrupt?"
    moving = after("How fast was the ferry travelling?", "14 knots")
    assert first("and the barge?", moving) == "How fast was the barge travelling?"
    alone = after("When did the mayor leave Paris?", "July")
    assert first("did it open again?", alone) == "Did the mayor open again?"


def test_a_pronoun_reaches_back_over_a_question_that_leaned_itself() -> None:
    before = Conversation(
        (
            turn("Who is Derek Chollet?", "a counsellor"),
            turn(
                "what did he say?",
                "“an emerging threat”",
                meant="What did Derek Chollet say?",
            ),
            turn("where?", "Islamabad", meant="Where is the interview?"),
        )
    )
    assert first("when will he leave?", before) == "When will Derek Chollet leave?"


@pytest.mark.parametrize(
    "question",
    [
        "How many people were killed in the mosque?",
        "When will the TIFA talks take place?",
        "Who won the cricket match between Pakistan and England?",
        "Where is the museum of modern art?",
        "Why did it rain?",
        "Is it true that the minister resigned?",
        "How many floods were there in Peru?",
    ],
)
def test_a_new_topic_stands_by_itself(question: str) -> None:
    assert resolve(question, after("Who led the delegation?", "Saeed"), ANALYZER, CHECKER) == []


def test_she_is_somebody_and_no_street_that_was_answered_first() -> None:
    turns = [turn("Who runs the school?", name) for name in ("Brook Lane", "Sunita Wexcombe")]
    readings = tuple(reading for one in turns for reading in one.answer.readings)
    answer = replace(turns[0].answer, outcome="several", readings=readings, shown=2)
    talk = Conversation((Turn(answer.question, answer),))
    assert first("when does she start?", talk) == "When does Sunita Wexcombe start?"


def test_nothing_to_lean_on() -> None:
    assert resolve("when was that?", Conversation(), ANALYZER, CHECKER) == []


WORDS = st.lists(
    st.sampled_from(
        "and what about where when how long who else the Pakistani US team side talks did does"
        " will it he her that was led held in at March 2021 first second one barge sink , ? “ 80"
        " people".split()
    ),
    max_size=14,
).map(" ".join)


@given(before=WORDS | st.text(max_size=80), phrase=WORDS, text=WORDS | st.text(max_size=80))
def test_any_follow_up_gives_whole_questions_or_none(before: str, phrase: str, text: str) -> None:
    for asked in resolve(text, after(before, phrase), ANALYZER, CHECKER):
        assert asked.endswith("?")
        assert len(asked) <= len(before) + len(phrase) + len(text) + 60


def test_names_in_small_letters_are_exchanged_too() -> None:
    one = turn("who coaches orvik rovers", "Ada Holm")
    quote = Quote("a.txt", 0, 40, "Ada Holm coaches Orvik Rovers since May.")
    readings = tuple(replace(reading, quote=quote) for reading in one.answer.readings)
    talk = Conversation((Turn(one.question, replace(one.answer, readings=readings)),))
    assert first("and brevik town?", talk) == "Who coaches brevik town?"
    assert first("and the second team?", talk) != "Who coaches the second team?"
