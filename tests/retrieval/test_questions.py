"""What questions ask for, and what is left of them without politeness and noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analyzer
from retrieval.answer_types import ANSWER_TYPES, answer_type
from retrieval.questions import understand
from retrieval.tidying import last_question, tidy

ANALYZER = Analyzer.default()


@pytest.mark.parametrize(
    ("question", "kind", "focus"),
    [
        ("Who led the delegation?", "person", ""),
        ("When did it start?", "date", ""),
        ("In what year was the bridge built?", "date", "year"),
        ("Where is the river?", "place", ""),
        ("In which city did they meet?", "place", "city"),
        ("How many soldiers were killed?", "number", "soldiers"),
        ("How many years did it last?", "duration", "years"),
        ("How much money was lost?", "money", ""),
        ("How long will the talks last?", "duration", ""),
        ("Why did he resign?", "reason", ""),
        ("What is the purpose of the meeting?", "reason", "purpose"),
        ("What did the minister say about trade?", "quotation", ""),
        ("What is photosynthesis?", "definition", ""),
        ("Who is Ned Price?", "identity", ""),
        ("Who is stepping down at the port?", "person", ""),
        ("Which general heads the Pakistani team?", "person", "general"),
        ("Which river crosses the city?", "place", "river"),
        ("What is the title of Todd Robinson?", "title", "title"),
        ("What is the name of the state official leading the team?", "person", "official"),
        ("What is the name of the newly elected mayor of Leeds?", "person", "mayor"),
        ("What is the name of the river in Paris?", "place", "river"),
        ("What is the name of the ship that sank?", "name", ""),
        ("Is the bridge open?", "yes_no", ""),
        ("What percentage of people voted?", "percent", ""),
        ("Which team won the cup?", "organisation", "team"),
        ("How was he removed?", "manner", ""),
        ("How old was she when she won?", "age", ""),
        ("How many seconds were left when they scored?", "duration", "seconds"),
        ("How much time was left when they scored?", "duration", ""),
        ("Who was the leader when the war began?", "person", ""),
        ("What happened when the ferry sank?", "thing", ""),
        ("When the talks had ended, who spoke?", "person", ""),
        ("When did the talks end, and who spoke?", "date", ""),
        ("In what area is it common?", "place", "area"),
        ("What is the area of Texas?", "measure", "area"),
        ("During which period did it form?", "thing", "period"),
        ("What event happened 66 million years ago?", "thing", "event"),
        ("How many examination boards exist in India?", "number", "boards"),
        ("How many guests attended the dinner celebrating it?", "number", "guests"),
        ("How many square miles did it cover?", "measure", "miles"),
        ("how many km is the loop", "measure", "km"),
        ("who was boss of the works before Mira Kost", "person", "boss"),
        ("Who was Mira Kost?", "identity", ""),
        ("tell me who Mira Kost is", "identity", ""),
        ("tell me who the mayor is", "person", ""),
        ("What time does the café open?", "time", ""),
        ("What are the opening hours on Sundays?", "time", ""),
        ("What does the Saturday club cost?", "money", ""),
        ("How much is the deposit?", "money", ""),
        ("How much did the treasurer steal?", "money", ""),
        ("How much rain fell?", "number", "rain"),
        ("What is the full name of the TTP?", "definition", ""),
        ("Who is Ann Lee's deputy?", "person", ""),
        ("Who is running the new school?", "person", ""),
        ("What is the name of Ann's boss?", "person", "boss"),
        ("venue of the talks", "place", "venue"),
        ("foreign minister name", "person", "minister"),
        ("price of the new lift", "money", "price"),
        ("fire service number of calls", "number", "calls"),
        ("minutes of the meeting", "thing", ""),
        ("founding year Ostrander brewery", "date", "year"),
        ("new headmaster hollow school", "person", "headmaster"),
        ("first round dialogue location", "place", "location"),
        ("mileage rate for bicycles", "money", "rate"),
        ("title of the book about moths", "name", "title"),
        ("fee if you lose your badge", "money", "fee"),
        ("name one of the ships", "thing", ""),
        ("days.", "date", "days"),
        (". ...", "thing", ""),
        ("we are on 2.2, can we upgrade straight to 3.0?", "yes_no", ""),
        ("What did Hadley pay for the mill?", "money", ""),
        ("What did they charge him with?", "thing", ""),
        ("What does the crate weigh?", "measure", ""),
        ("How much do I get per kilometre?", "money", ""),
        ("How much did sales fall?", "number", ""),
        ("By how much was the truce extended?", "number", ""),
        ("How much compensation do the families get?", "money", ""),
        ("How much does a bat eat?", "number", ""),
        ("How quickly must it be answered?", "duration", ""),
        ("How strong were the gusts?", "measure", ""),
        ("What sentence did the treasurer get?", "duration", ""),
        ("At what local time did it begin?", "time", ""),
        ("What was behind the crash?", "reason", ""),
        ("By what means did he lose power?", "manner", ""),
        ("Where does the trust get its money from?", "thing", ""),
        ("What is the camel called?", "name", ""),
        ("What is the title of the man named Derek?", "title", "title"),
        ("What is the hotel limit per night?", "place", "hotel"),
        ("What is her ritual before a game?", "thing", "ritual"),
        ("What was the reason the court gave?", "reason", "reason"),
        ("What is it associated with?", "thing", ""),
        ("What was the ship carrying when it sank?", "thing", ""),
        ("What came out of the talks?", "thing", ""),
        ("What was the strongest gust measured in Leeds?", "measure", "gust"),
        ("What are the names of the generals in the team?", "person", "general"),
        ("Which shop ran out of oranges?", "thing", "shop"),
    ],
)
def test_the_answer_type(question: str, kind: str, focus: str) -> None:
    assert answer_type(question) == (kind, focus)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What does Ned Price do?", "title"),
        ("what does Ann Lee do for a living", "title"),
        ("What does the pump do?", "thing"),
        ("What did Ann Lee do in May?", "thing"),
    ],
)
def test_what_somebody_does_is_an_office(question: str, kind: str) -> None:
    assert understand(question, ANALYZER).kind == kind


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Hi there! whos the leader please?", "who is the leader"),
        ("Hello, can you tell me when the talks are? thanks!", "when the talks are"),
        ("WHO LED THE PAKISTANI DELEGATION", "who led the pakistani delegation"),
        ("who led the us side 🙏🙏", "who led the US side"),
        ("hey, does anyone remember what the potter did?", "what the potter did?"),
        ("chollet agenda", "chollet agenda"),
        ("How many lives did the flood claim?", "how many people were killed in the flood?"),
        ("how many lives were lost in Orvik", "how many people were killed in Orvik"),
        ("By what means did he lose power?", "how did he lose power?"),
        ("  what\nis\tit :smile: ", "what is it"),
        ("thanks", "thanks"),
        ("Where's the meeting?", "Where is the meeting?"),
    ],
)
def test_what_is_left(typed: str, asked: str) -> None:
    assert tidy(typed) == asked


def test_the_question_among_sentences() -> None:
    assert last_question("I read about the floods. How many died? It was sad.") == "How many died?"
    assert last_question("No question here. None at all.") == "No question here. None at all."


def test_names_and_numbers_are_seen() -> None:
    asked = understand("How many people did Ned Price meet in Islamabad in 2023?", ANALYZER)
    assert {"ned", "price", "islamabad"} <= asked.name_terms
    assert asked.number_terms == {"2023"}
    assert asked.focus_terms == {"peopl"}


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    asked = understand(tidy(last_question(text)), ANALYZER)
    assert asked.kind in ANSWER_TYPES
    assert all(asked.text[t.start : t.end] for t in asked.tokens)


_ASKING = (
    "what which how much many long who when where why is was did does can a the of for in name"
    " names title days year school mayor price fee new first paying called ran it you . ? , ..."
).split()


@given(st.lists(st.sampled_from(_ASKING), max_size=8).map(" ".join))
def test_words_that_ask_may_stand_in_any_order(text: str) -> None:
    kind, focus = answer_type(text)
    assert kind in ANSWER_TYPES
    assert focus in text
