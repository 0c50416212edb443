"""Questions that the articles nearly answer: about another office, people, month or speaker."""

import pytest

from retrieval.model import Answer

ARTICLES = (
    "Talks on the river\n\n"
    "Lena Brod, deputy mayor of Torvik, and Ole Fain, the harbour master of Ferrol, met on Tuesday."
    " Karvelian border troops shot three Zahrastani soldiers, the Zahrastani ministry said. The"
    " sanctions hit two Karvelian boat builders, Drava and Kessel.\n\n"
    "Earlier in June, the envoy maintained that the canal had been closed for good.\n\n"
    "Rosa Quill (aide to UN and ED) praised Anton Veit. Governor Mila Horn said Anton Veit was a"
    " friend of the valley.\n",
    "The clinic on the hill\n\n"
    "Dr Ina Moss runs the clinic, which saw 150 patients a day. Nora Stahl, 52, a granddaughter of"
    " the founder, gave the clinic a piano. The clinic on the hill has 30 beds.\n\n"
    "The canteen of the clinic is open for staff aged 18 to 65. The guests of the clinic come from"
    " France and eat in the town of Alten. Former treasurer Uwe Lang spoke first.\n",
    "Sport on the river\n\n"
    "Noor Saba, a 16-year-old who taught herself, beat Oskar Lund in the final after two hours."
    " The boat Vega carries a mast of 12 metres. The cup, made in 1664, was stolen by two boys."
    " Lea Brun came third in 2:24:09, ahead of Rita Ohm.\n",
    "Visit of the envoys\n\n"
    "The envoys led by Consul Rolf Amsel will visit Norway this week. The envoys will meet"
    " officials in Denmark and Norway from May 2 to 4.\n",
    "Deals of the day\n\n"
    "Rovers have signed Milo Brann from Corvel Town for three years. Brann scored 22 goals for"
    " Corvel last season. First in the queue was tanker driver Olga Prent, who had been waiting"
    " since ten past three. Of 3,260 replies from fans, 71 per cent were against the deal.\n\n"
    "The Corvel hall came into existence at midnight on 1 September. Ida Birk, who has died aged"
    " 91, carved puppets there. A probe that searches for ice took off after two delays. Governor"
    " Tora Lind told the bank that inflation had slowed. Her neighbour Per Strom died on 2 January,"
    " aged 84, of pneumonia.\n",
    "Court and river\n\n"
    "Gareth Polling was jailed for four years at Alten Crown Court on Friday. Twelve people are"
    " known to have died in the flood of the Bisk, rescuers said. Portugal's interior minister, Rui"
    " Falk, pledged 4 million euros for the valley of the Bisk. The new Bisk Trust will employ 900"
    " people from the island of Sorel. Mira Kost, chief of the Tarn works, closed the mill.\n\n"
    "The death toll of the fire in the Haddan camp rose to 33. Otto Lamm carried a portrait of his"
    " wife. Mrs Oyela is leaving the school in July after 22 years. The rules of the guild were"
    " adopted by a vote of its members (212 for, 9 against). A coral reef almost five kilometres"
    " long has been found in total darkness south of Sorel. The wreck was found by Ina Roth."
    " President Orm dropped the minister Ada Zell in his first reshuffle since he was re-elected in"
    " 2022. Nine coaches of the train, the"
    " Sorel-bound Mila Sand Express, derailed near Alten.\n",
    "In brief\n\nThe Tarn works were opened in 1998. The court saw Susan late; the"
    " Spanish guests had left.\n",
    "Notes from the island\n\nThe choir has applied for 9,000 crowns from the island fund. An"
    " exhibition of nets opens at the Salt Shed, from 3 October.\n\n"
    "The jury acquitted Olaf Renn on Thursday. A plumber pushed the cart into the canal. A second"
    " book, about bees, was left unfinished. The ferry strike has lasted since June.\n",
)


@pytest.fixture(scope="module")
def ask(asking):
    return asking(*ARTICLES)


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Ferrol?",
        "How much did the choir get from the island fund?",
        "Until when does the exhibition at the Salt Shed run?",
        "How long did the jury take to acquit Olaf Renn?",
        "What is the name of the plumber who pushed the cart?",
        "What is the title of the book about bees?",
        "Who is the deputy harbour master of Ferrol?",
        "Who is Governor Horn's chauffeur?",
        "Who is the deputy mayor of Ferrol?",
        "Who is the treasurer?",
        "How many Karvelian soldiers were shot?",
        "Which Zahrastani boat builders were hit by the sanctions?",
        "When did the envoy close the canal for good?",
        "How many patients does the clinic see in October?",
        "What does ED stand for?",
        "What did Ole Fain say about the valley?",
        "How old is Dr Ina Moss?",
        "Why did Nora Stahl leave the clinic?",
        "What does the canteen of the clinic cost?",
        "How old is Oskar Lund?",
        "How old is Rita Ohm?",
        "How much does the boat Vega weigh?",
        "When was the cup stolen?",
        "How many times has Oskar Lund won the final?",
        "How many goals did Jon Pell score for Corvel last season?",
        "how old is olga prent",
        "In what year did the Corvel hall come into existence?",
        "What did Ida Birk die of?",
        "how much ice did the probe find",
        "Who led the bank before Tora Lind?",
        "How many people died in the flood of the Bisk in 1998?",
        "how much did the spanish minister pledge for the valley of the bisk",
        "how long was susan polling jailed for by the court",
        "Who will chair the new Bisk Trust?",
        "How far from Alten is the Haddan camp?",
        "What was the name of Otto Lamm's wife?",
        "Why is Mrs Oyela leaving the school?",
        "How many members are in the guild?",
        "who found the coral reef near sorel?",
        "Why was Ada Zell dropped by President Orm?",
        "who was driving the train that derailed near alten",
    ],
)
def test_a_near_miss_is_not_shown_as_an_answer(ask, question: str) -> None:
    answer: Answer = ask(question)
    assert answer.outcome in ("closest", "not_found"), answer.readings[0].phrase


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("Who is the deputy mayor of Torvik?", "Lena Brod"),
        ("How much has the choir applied for?", "9,000 crowns"),
        ("When does the exhibition of nets open?", "3 October"),
        ("When did the jury acquit Olaf Renn?", "Thursday"),
        ("How long has the ferry strike lasted?", "since June"),
        ("who is the harbour master?", "Ole Fain"),
        ("Who was the treasurer?", "Uwe Lang"),
        ("What is the name of the harbour master of Ferrol?", "Ole Fain"),
        ("How many Zahrastani soldiers were shot?", "three"),
        ("Which Karvelian boat builders were hit by the sanctions?", "Drava and Kessel"),
        ("How many patients does the clinic see a day?", "150"),
        ("How old is Nora Stahl?", "52"),
        ("How old is Noor Saba?", "16-year-old"),
        ("Which country besides Norway will the envoys visit?", "Denmark"),
        ("How high is the mast of the Vega?", "12 metres"),
        ("When was the cup made?", "1664"),
        ("How many goals did Milo Brann score for Corvel last season?", "22"),
        ("When did the Corvel hall come into existence?", "1 September"),
        ("What did Per Strom die of?", "pneumonia"),
        ("After how many delays did the probe take off?", "two"),
        ("What was the death toll of the fire in the Haddan camp?", "33"),
        ("Who found the wreck?", "Ina Roth"),
        ("When is Mrs Oyela leaving the school?", "July"),
        ("how long was gareth polling jailed for", "four years"),
        ("How many people died in the flood of the Bisk?", "Twelve people"),
        ("How much did the Portuguese minister pledge for the valley of the Bisk?", "4 million"),
        ("what % of replies were against the deal", "71 per cent"),
    ],
)
def test_the_question_beside_it_is_answered(ask, question: str, phrase: str) -> None:
    answer: Answer = ask(question)
    assert answer.outcome in ("found", "several")
    assert phrase in answer.readings[0].phrase


def test_a_country_is_no_town(ask) -> None:
    assert "France" not in ask("In which town do the guests of the clinic eat?").readings[0].phrase
