"""What kind of answer a question asks for: a person, a date, an amount, ..., by rules over its words."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Literal

AnswerType = Literal[
    "person", "organisation", "place", "date", "time", "duration", "number", "money", "percent",
    "measure", "ordinal", "age", "frequency", "reason", "manner", "quotation", "definition",
    "identity", "title", "yes_no", "name", "thing",
]  # fmt: skip
ANSWER_TYPES: tuple[AnswerType, ...] = AnswerType.__args__  # type: ignore[attr-defined]

_NOUNS: dict[AnswerType, str] = {
    "person": "person man woman people actor actress author writer singer artist musician composer king queen"
    " emperor president minister leader general commander scientist inventor founder director producer player"
    " coach quarterback ceo chairman politician philosopher poet painter architect engineer explorer bishop pope"
    " saint prince princess wife husband son daughter father mother brother sister child spokesperson spokesman"
    " official officials diplomat ambassador secretary governor mayor senator judge historian critic character"
    " mathematician economist physicist chemist individual member spokeswoman chairwoman businessman businesswoman host candidate nominee winner suspect victim"
    " captain pilot driver lawyer doctor nurse teacher commander editor reporter journalist owner prosecutor manager"
    " officer coordinator chief boss deputy successor predecessor envoy delegate treasurer headteacher principal professor"
    " counsellor counselor consul undersecretary chairperson caretaker sheriff headmaster headmistress",
    "organisation": "organization organisation company group team club party agency ministry department"
    " university college school institution corporation firm bank network station channel newspaper magazine"
    " publisher publication union association committee council commission court government administration"
    " army band label studio church airline brand league conference body alliance paper outlet store",
    "place": "venue location address place city country state town village county province region continent location island river lake"
    " ocean sea mountain area district street building stadium venue capital nation nations countries states"
    " cities site territory neighborhood planet border airport park hotel hospital border",
    "date": "deadline date day year month decade century week season era period dates days years weekday anniversary",
    "number": "number amount population count size total figure score quantity attendance",
    "percent": "percentage percent proportion share rate fraction turnout",
    "money": "price cost salary budget revenue income fee fine fare rent deposit wage wages surcharge pension sum compensation"
    " severance cash debt",
    "measure": "height length width depth distance weight speed temperature altitude elevation diameter area"
    " volume capacity frequency density magnitude gust gusts",
    "duration": "duration downtime notice",
    "age": "age",
    "ordinal": "round edition rank place",
    "title": "title position job role rank office post profession occupation designation",
    "reason": "reason reasoning cause purpose aim goal objective motive",
    "name": "name nickname word term language nationality religion ethnicity",
}  # fmt: skip
_TYPE_OF_NOUN: dict[str, AnswerType] = {
    noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()
}
# Nouns that an answer need not stand beside: a year is one without the word. A hotel seldom is.
GENERAL = frozenset(_TYPE_OF_NOUN) - frozenset(
    "hotel salary capital population price cost budget revenue income fee fine river lake ocean sea mountain"
    " island street venue stadium airport park newspaper magazine nickname language religion ethnicity"
    " nationality anniversary height length width depth weight temperature ambassador attendance turnout fare rent"
    " deposit wage wages surcharge pension compensation severance cash debt gust gusts downtime notice headmaster"
    " headmistress".split()
)
_PERIODS = frozenset(("period", "era", "season"))  # have a name as often as years
_VERBS = frozenset(  # that no ending gives away, and that are seldom nouns
    "is are was were do does did has have had will would can could should may might must shall isn't aren't wasn't"
    " weren't doesn't don't didn't hasn't haven't hadn't won't can't couldn't became began broke brought built came comes chose"
    " drew drove fell felt found gave gets goes got grew happens happened heard held hit kept knew laid led left lost made"
    " makes means meant met paid ran said sang sank sat saw sent shot sold spent spoke stood struck sued swam taught"
    " thought threw told took went won wore wrote".split()
)
_BEHIND_HEADS = frozenset(
    "of for in that which who at to on between used by from before after about during under per with as if when where behind"
    " i we you they he she it".split()
)
_PROGRESSIVE = _VERBS | frozenset(
    "carrying wearing paying losing doing going looking being having getting trying making planning working using hoping"
    " saying gonna".split()
)
_STRANDED = frozenset("with to as on for about in of".split())  # ends "associated with"
_NOT_HEADS = _VERBS | {"of", "in"}
_MODIFIERS = frozenset(  # before the noun that a few keywords ask for: "founding year cooperage"
    "new next current present former first last latest total final maximum minimum max min founding starting opening"
    " closing average annual yearly daily monthly hourly main old original official strongest".split()
)
_PARTS_OF_NAMES = frozenset(("organisation", "place"))  # "new headmaster hollis school"
_WORKS = frozenset(
    "book film movie song album novel memoir play exhibition talk lecture report documentary painting story".split()
)
_PAID = frozenset("mileage hourly daily day room entry".split())
AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|shall)"
)
_DETERMINER = r"(?:the|a|an|this|that|these|those|his|her|its|their|our|my|your)\s+"

_OPENERS = frozenset("the a an his her its their this these those".split())

_RULES: tuple[tuple[AnswerType, str], ...] = (
    ("time", r"\bwhat (?:local |exact )?(?:time|hour)\b|\bwhat are the (?:opening|closing|office|visiting|business|working|service) (?:hours|times)\b"),
    ("date", r"\bwhen\b|\bsince when\b|\buntil when\b|\bhow (?:recently|long ago|soon|late|early)\b"),
    ("measure", r"\bhow long (?:is|was|are|were) (?:the|this|that|its) (?:[\w'-]+ )?"
     r"(?:river|bridge|road|wall|tunnel|street|highway|motorway|canal|coast|coastline|border|route|line|track|detour|trail|path"
     r"|walk|pier|beach|fence|queue|cable|pipeline|island|runway|marathon|race|lake|building|ship|boat|train|snake)\b"),
    ("duration", r"\bhow long\b|\bhow quickly\b|\bhow much longer\b"
     r"|\bwhat (?:\w+ )?(?:sentence|jail term|prison term)\b.* (?:get|receive|given|serve|serving|face)\b"
     r"|\bwhat (?:period of notice|notice period)\b"),
    ("age", r"\bhow old\b"),
    ("frequency", r"\bhow often\b|\bhow frequently\b|\bhow many times\b"),
    ("money", r"\bwhat (?:do|does|did|will|would) (?:.* )?(?:cost|pay|charge|earn|spend|fetch|go for)\b(?!.* with\W*$)"),
    ("money", r"\bwhat (?:is|are|was|were) .*\bpaying\b"),
    ("measure", r"\bwhat (?:do|does|did) .*\bweigh\b"),
    ("measure", r"\bhow much (?:do|does|did|will|would|can) .*\b(?:weigh|hold)\b"),
    ("money", r"\bhow expensive\b|\bhow much\W*$|^how much (?:for|to)\b|\bhow much (?:\w+ )?(?:aid|money|cash|funding|compensation"
     r"|severance|rent|debt|tax|pocket money)\b"),
    ("money", r"\bhow much\b.*\b(?:aid|cost|costs|pay|paid|worth|spend|spent|loan|debt|dollars|budget|fund|funding|raise"
     r"|raised|money|revenue|profit|price|fine|earn|earned|invest|invested|sell|sold|steal|stole|lose|lost|donated?|give|gave"
     r"|owe|saved?|charged?|claim|refund|collect|collected|win|won|offer|offered)\b"),
    ("money", r"(?<!by )\bhow much (?:is|are|was|were|do|does|did|will|would|can|could|should|must|may|has|have|had) (?!.*\b(?:difference"
     r"|increased?|rise|risen|rose|share|fall|fallen|drop(?:ped)?|grow|grown|shrink|shrunk|decreased?|declined?|reduced?|cut|change|differ"
     r"|changed|know|help|eat|drink|use|produce|consume|agreed?|rain|snow|sleep|weight|water|faster|longer|larger|smaller|bigger|higher|lower|less|more)\b)"),
    ("percent", r"\bwhat (?:(?:percent|percentage|proportion|share|fraction)\b|%)"),
    ("percent", r"\bhow (?:big|large|high) an? (?:pay rise|raise|rise|increase|discount|share|majority|reduction)\b"),
    ("money", r"\bhow (?:big|large|high) an? (?:\w+ )?(?:fine|loan|debt|grant|budget|bill|donation|bonus|deposit)\b"),
    ("measure", r"\bhow (?:tall|high|far|deep|wide|heavy|fast|big|large|thick|hot|warm|cold|close|strong|steep|loud)\b"),
    ("number", r"\bhow (?:many|much)\b"),
    ("reason", r"\bwhy\b|\bwhat (?:caused|led to|made|triggered|sparked|went wrong|is wrong|was wrong|(?:is|was) behind)\b|\bhow come\b"
     r"|\bfor what (?:reason|purpose)\b"),
    ("thing", r"\bwhere\b(?=.*\b(?:money|funds|funding|cash|income|revenue)\b.*\b(?:from|get|gets|got)\b)"),
    ("place", r"\bwhere\b"),
    ("quotation", r"\bwhat (?:did|does|do|has|have) (?:.* )?(?:say|said|says|state|stated|tell|told|call|called|announce"
     r"|announced|add|added|claim|claimed|promise|warn|warned|stress|emphasi[sz]e|think|believe|describe)\b|\bwhat .* quoted\b"),
    ("quotation", r"\bhow (?:did|does|do|has) .* (?:describe|react|respond|comment|characteri[sz]e|call)\b"),
    ("name", r"\bwhat (?:is|was|are|were) .*\b(?:called|named|titled|nicknamed|known as)\b(?=\W*$|,| (?:in|by|when|that|now|at|near|before)\b)"),
    ("definition", r"\bwhat (?:is|was) the full (?:name|form) of (?:the )?[\w&]{2,6}\b(?! \w)"),
    ("definition", r"\bwhat (?:do|does|did) (?:[\w'.&-]+ ){1,5}(?:stand for|mean)\b|\bwhat is [\w'.&-]+ short for\b"),
    ("identity", r"^(?:who|who's|whos) (?:is|was|are|were) (?!the |a |an |in |on |at |to |going |leading |heading )"
     r"(?!(?:[\w.-]+ ){0,3}?[\w.-]+'s )(?!\w+ing (?:the|an?|our|its|his|her|their|this|that|for|to|at|in|on|down|up|out|off|over|away|back|with|from)\b)"
     r"(?!(?!\w*(?:ham+|hm|sae|say|ashe|ale|ave|hale|tim|nadi|aji)ed\b)\w{3,}ed\b)"),
    ("identity", r"\bwho (?!(?:the|an?|is|was|are|were|will|did|does|do|has|had|have|can|could|would|should)\b)"
     r"(?:[\w.'’-]+ ){1,4}(?:is|was)\W*$"),
    ("person", r"\bwho(?:m|se|s|'s)?\b"),
    ("manner", r"\bhow\b|\b(?:by what means|in what way)\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
# "When many are arrested, what happens?": the condition asks nothing
_CONDITION = re.compile(
    rf"^(?:when|where|as|after|before|while|if|although|since|until)\b(?!\s+{AUXILIARY}\b)[^?]*?,\s*"
    r"(?=(?:\w+\s+)?(?:what|who|whom|whose|which|how|why|where|when)\b)"
)
# a few words without any that a question or a sentence has: "venue trade talks"
_KEYWORDS = re.compile(
    rf"(?!.*\b(?:{AUXILIARY[3:-1]}|who|whom|whose|what|which|when|where|why|how|whos|wheres|whats|tell|i|you|we|he|she"
    r"|it|they|or|about)\b)(?:[\w'&.-]+ ){1,6}[\w'&.-]+\W*"
)
_TURNED = re.compile(rf"[,;:.]\s+{AUXILIARY}\s+(?:i|we|you|they|he|she|it|there|the|my|our)\b")
_WHICH = re.compile(
    r"\b(?:what|which)(?:'s| kinds? of| types? of| sorts? of)?\s+((?:[\w'-]+\s*){1,7})"
)
_COPULA = re.compile(
    r"\bwh(?:at|ich)\s+(?:is|are|was|were|'s)\s+(?:" + _DETERMINER + r")?((?:[\w'-]+\s*){1,8})"
)
_OFFICE = re.compile(  # "who was boss of the firm before Ada Jones"
    r"who(?:'?s| is| was| are| were) (\w+) (?:of|at|for|in|before|after|until|when)\b"
)
_HOW_MANY = re.compile(r"\bhow (?:many|much)\s+((?:[\w'-]+\s*){1,5})")
_PARTICIPLE = re.compile(
    r" \w+(?:ing|ed) (?:the|an?|his|her|its|their|\w+ly)\b"
)  # "official leading the ..."


def type_of_noun(noun: str) -> AnswerType | None:
    """Return the answer type of "which ...": a person for "minister", None for most nouns."""
    return _TYPE_OF_NOUN.get(noun)


def answer_type(text: str) -> tuple[AnswerType, str]:
    """Return the answer type of a question and its focus, a noun or ""."""
    lower = _CONDITION.sub("", text.lower().strip())
    if re.match(rf"^{AUXILIARY}\b(?!n't)", lower) and not re.search(r"\bor\b", lower):
        return "yes_no", ""
    keywords = _KEYWORDS.fullmatch(lower)
    if keywords:
        return _keyed(lower.rstrip(" ?.!").split())
    asking = [(kind, match) for kind, rule in _COMPILED if (match := rule.search(lower))]
    if not asking:
        return _unasked(lower)
    # of several question words the first asks: "how old was he when ..."
    kind, match = min(asking, key=lambda found: found[1].start())
    which = _WHICH.search(lower)
    if which and which.start() < match.start() and kind not in ("quotation", "percent"):
        return _which(lower)
    office = _OFFICE.match(lower) if kind == "identity" else None
    if office and _TYPE_OF_NOUN.get(office[1]) == "person":
        return "person", office[1]
    if kind == "number":
        counted = _HOW_MANY.search(lower)
        return _counted(counted.group(1) if counted else "")
    return kind, ""


def _unasked(lower: str) -> tuple[AnswerType, str]:
    """Return what is asked without a question word: "we are on 2.2, can we upgrade?"."""
    if _WHICH.search(lower):
        return _which(lower)
    if _TURNED.search(lower):
        return "yes_no", ""
    words = lower.rstrip(" ?.!").split()
    opens = words[1:2] if words and words[0] in _MODIFIERS else words[:1]
    noun = "".join(opens)  # "fee if you lose your badge"
    if noun not in _TYPE_OF_NOUN or _orders(words):
        return "thing", ""
    found = _of_noun(noun, words)
    return found if found[0] not in ("organisation", "ordinal") else ("thing", "")


def _keyed(words: list[str]) -> tuple[AnswerType, str]:
    """Return what a few keywords ask for: "venue trade talks", "foreign minister name"."""
    if not words:  # ". ..."
        return "thing", ""
    until = next((i for i, word in enumerate(words) if word in ("of", "for", "in", "at", "on")), 0)
    first = words[1] if words[0] in _MODIFIERS and len(words) > 1 else words[0]
    nouns = [words[-1]] if _orders(words) else [words[-1], first]
    if _TYPE_OF_NOUN.get(words[-1]) in _PARTS_OF_NAMES and _TYPE_OF_NOUN.get(first) != "ordinal":
        nouns.reverse()
    nouns = [words[until - 1], *nouns] if until else nouns
    if nouns[0] == "name" and len(words) > 1 and _TYPE_OF_NOUN.get(words[-2]) == "person":
        return "person", words[-2]
    noun = next((noun for noun in nouns if noun in _TYPE_OF_NOUN), "")
    if noun in ("number", "count") and until:
        return _counted(" ".join(words[until + 1 :]))
    return _of_noun(noun, words) if noun else ("thing", "")


def _orders(words: list[str]) -> bool:
    """Say whether words tell us to do something: "name one of the ships"."""
    return len(words) > 1 and words[0] == "name" and words[1] in ("a", "an", "one", "the", "two")


def _of_noun(noun: str, words: list[str]) -> tuple[AnswerType, str]:
    """Return what a noun asks for: the title of a book is a name, a mileage rate is money."""
    at = words.index(noun)
    if noun == "title" and _WORKS.intersection(words[at:]):
        return "name", noun
    if noun == "rate" and at and words[at - 1] in _PAID:
        return "money", noun
    return _TYPE_OF_NOUN[noun], noun


def _counted(words: str) -> tuple[AnswerType, str]:
    parts = words.split()
    nouns = _up_to_verb(parts)
    plural = [word for word in nouns if _PLURAL.fullmatch(word)]
    noun = (plural or nouns or [""])[-1]
    first = next((w for w in parts if w not in ("more", "other", "square", "cubic", "full")), "")
    if first in (
        "years",
        "days",
        "months",
        "weeks",
        "hours",
        "minutes",
        "seconds",
        "decades",
        "centuries",
    ):
        return "duration", first
    if first in _UNITS:
        return "measure", first
    if first == "time":
        return "duration", ""
    if first in ("dollars", "euros", "rupees", "money"):
        return "money", first
    return "number", noun


_UNITS = frozenset(
    "miles kilometers kilometres kms km feet meters metres centimeters centimetres cm inches yards acres"
    " hectares tons tonnes pounds kilograms kilos kg grams liters litres gallons degrees gigabytes gb megabytes"
    " mb".split()
)
_PLURAL = re.compile(r"(?!\w*(?:ss|us|is)$)\w{2,}s|people|men|women|children|police|\w{2,}men")


def _up_to_verb(words: list[str]) -> list[str]:
    stop = _VERBS | frozenset(
        "in on at of by to from for with who that live lived died killed take there".split()
    )
    out: list[str] = []
    for word in words:
        if word in _OPENERS and len(out) > 1:  # "which general heads | the team"
            return out[:-1]
        if word in stop or (word.endswith("ed") and out and not out[-1].endswith("ly")):
            break
        out.append(word)
    return out


def _which(lower: str) -> tuple[AnswerType, str]:
    copula = _COPULA.search(lower)
    if copula:
        return _copular(copula.group(1).split())
    which = _WHICH.search(lower)
    if not which:
        return "thing", ""
    words = which.group(1).split()
    if words and (words[0] in _NOT_HEADS or words[0].endswith("ed")):
        return "thing", ""
    head = next((w for w in reversed(_up_to_verb(words)) if w in _TYPE_OF_NOUN), "")
    if head == "area":  # "in which area"; its size is asked for as "what is the area of"
        return "place", head
    if head in _PERIODS:
        return "thing", head
    if head:
        return _TYPE_OF_NOUN[head], head
    nouns = _up_to_verb(words)
    return "thing", nouns[-1] if nouns else ""


def _is_modifier(word: str) -> bool:
    """Say whether a word behind a noun is a participle or an adverb: "the gust | measured"."""
    return word.endswith(("ed", "ly")) and len(word) > len("speed") and word not in _TYPE_OF_NOUN


def _copular(words: list[str]) -> tuple[AnswerType, str]:
    """Read "what is the ... of ...": the noun before "of" says the type."""
    head = list(takewhile(lambda word: word not in _BEHIND_HEADS, words))
    again = next((i for i, word in enumerate(head) if i and word in _OPENERS), len(head))
    head = head[:again]  # "the reason | the court gave"
    if any(word in _PROGRESSIVE for word in head[1:]):  # "the ship carrying", "the roof built of"
        return "thing", ""
    whole = len(head) == len(words)
    while head and _is_modifier(head[-1]):  # "the strongest gust measured"
        head.pop()
        if words[-1] in _STRANDED:
            return "thing", ""
    if head in (["name"], ["names"]) and "of" in words:
        after = " ".join(_up_to_verb(words[words.index("of") + 1 :]))
        named = _PARTICIPLE.split(after)[0].split()
        named = [w if w in _TYPE_OF_NOUN else w.removesuffix("s") for w in named]
        noun = next((w for w in reversed(named) if w in _TYPE_OF_NOUN), "")
        return (_TYPE_OF_NOUN[noun], noun) if noun else ("name", "")
    noun = next((w for w in reversed(head) if w in _TYPE_OF_NOUN), "")
    if noun in _PERIODS:
        return "thing", noun
    if noun:
        return _of_noun(noun, words)
    if len(words) <= 4 and whole:
        return "definition", ""
    return "thing", head[-1] if head else ""
