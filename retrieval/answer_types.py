"""What kind of answer a question asks for: a person, a date, an amount, ..., by rules over its words."""

from __future__ import annotations

import re
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
    " counsellor counselor consul undersecretary chairperson caretaker sheriff",
    "organisation": "organization organisation company group team club party agency ministry department"
    " university college school institution corporation firm bank network station channel newspaper magazine"
    " publisher publication union association committee council commission court government administration"
    " army band label studio church airline brand league conference body alliance paper outlet store",
    "place": "venue location address place city country state town village county province region continent location island river lake"
    " ocean sea mountain area district street building stadium venue capital nation nations countries states"
    " cities site territory neighborhood planet border airport park hotel hospital border",
    "date": "deadline date day year month decade century week season era period dates days years weekday anniversary",
    "number": "number amount population count size total figure score quantity",
    "percent": "percentage percent proportion share rate fraction",
    "money": "price cost salary budget revenue income fee fine",
    "measure": "height length width depth distance weight speed temperature altitude elevation diameter area"
    " volume capacity frequency density magnitude",
    "duration": "duration",
    "age": "age",
    "ordinal": "round edition rank place",
    "title": "title position job role rank office post profession occupation designation",
    "reason": "reason cause purpose aim goal objective motive",
    "name": "name nickname word term language nationality religion ethnicity",
}  # fmt: skip
_TYPE_OF_NOUN: dict[str, AnswerType] = {
    noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()
}
# Nouns that an answer need not stand beside: a year is one without the word. A hotel seldom is.
GENERAL = frozenset(_TYPE_OF_NOUN) - frozenset(
    "hotel salary capital population price cost budget revenue income fee fine river lake ocean sea mountain"
    " island street venue stadium airport park newspaper magazine nickname language religion ethnicity"
    " nationality anniversary height length width depth weight temperature ambassador".split()
)
_PERIODS = frozenset(("period", "era", "season"))  # have a name as often as years
_NOT_HEADS = frozenset(
    "is are was were does do did has have had will would can could of in".split()
)
AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|shall)"
)
_DETERMINER = r"(?:the|a|an|this|that|these|those|his|her|its|their|our|my|your)\s+"

_OPENERS = frozenset("the a an his her its their this these those".split())

_RULES: tuple[tuple[AnswerType, str], ...] = (
    ("time", r"\bwhat time\b|\bwhat are the (?:opening|closing|office|visiting|business|working|service) (?:hours|times)\b"),
    ("date", r"\bwhen\b|\bsince when\b|\buntil when\b|\bhow (?:recently|long ago|soon|late|early)\b"),
    ("measure", r"\bhow long (?:is|was|are|were) (?:the|this|that|its) (?:[\w'-]+ )?"
     r"(?:river|bridge|road|wall|tunnel|street|highway|motorway|canal|coast|coastline|border|route|line|track|detour|trail|path"
     r"|walk|pier|beach|fence|queue|cable|pipeline|island|runway|marathon|race|lake|building|ship|boat|train|snake)\b"),
    ("duration", r"\bhow long\b"),
    ("age", r"\bhow old\b"),
    ("frequency", r"\bhow often\b|\bhow frequently\b|\bhow many times\b"),
    ("money", r"\bwhat (?:do|does|did|will|would) .*\bcost\b"),
    ("money", r"\bhow much (?:is|are|was|were) (?:the|an?|my|our|your|his|her|its|their)\b(?! (?:difference|increase|rise|share))"),
    ("money", r"\bhow much (?:did|do|does|will|would|has|have|can)\b.*\b(?:steal|stole|lose|lost|donate|donated|give|gave|owe"
     r"|save|saved|charge|charged|claim|refund|collect|collected|win|won|offer|offered)\b"),
    ("money", r"\bhow much (?:money|did .* (?:cost|pay|earn|spend|raise)|does .* cost|is .* worth)\b|\bhow expensive\b"),
    ("money", r"\bhow much\b.*\b(?:aid|cost|costs|pay|paid|worth|spend|spent|loan|debt|dollars|budget|fund|funding|raise"
     r"|raised|money|revenue|profit|price|fine|earn|earned|invest|invested|sell|sold)\b"),
    ("money", r"\bhow much\W*$|^how much (?:for|to)\b"),
    ("percent", r"\bwhat (?:(?:percent|percentage|proportion|share|fraction)\b|%)"),
    ("measure", r"\bhow much (?:do|does|did) .*\bweigh\b"),
    ("measure", r"\bhow (?:tall|high|far|deep|wide|heavy|fast|big|large|thick|hot|cold|close)\b"),
    ("number", r"\bhow (?:many|much)\b"),
    ("reason", r"\bwhy\b|\bwhat (?:caused|led to|made)\b|\bhow come\b|\bfor what (?:reason|purpose)\b"),
    ("place", r"\bwhere\b"),
    ("quotation", r"\bwhat (?:did|does|do|has|have) (?:.* )?(?:say|said|says|state|stated|tell|told|call|called|announce"
     r"|announced|add|added|claim|claimed|promise|warn|warned|stress|emphasi[sz]e|think|believe|describe)\b|\bwhat .* quoted\b"),
    ("quotation", r"\bhow (?:did|does|do|has) .* (?:describe|react|respond|comment|characteri[sz]e|call)\b"),
    ("definition", r"\bwhat (?:is|was) the full (?:name|form) of (?:the )?[\w&]{2,6}\b(?! \w)"),
    ("definition", r"\bwhat (?:do|does|did) (?:[\w'.&-]+ ){1,5}(?:stand for|mean)\b|\bwhat is [\w'.&-]+ short for\b"),
    ("identity", r"^(?:who|who's|whos) (?:is|was|are|were) (?!the |a |an |in |on |at |to |going |leading |heading )"
     r"(?!(?:[\w.-]+ ){0,3}?[\w.-]+'s )(?!\w+ing (?:the|an?|our|its|his|her|their|this|that|for|to|at|in|on)\b)"
     r"(?!(?!\w*(?:ham+|hm|sae|say|ashe|ale|ave|hale|tim|nadi|aji)ed\b)\w{3,}ed\b)"),
    ("identity", r"\bwho (?!(?:the|an?|is|was|are|were|will|did|does|do|has|had|have|can|could|would|should)\b)"
     r"(?:[\w.'’-]+ ){1,4}(?:is|was)\W*$"),
    ("person", r"\bwho(?:m|se|s|'s)?\b"),
    ("manner", r"\bhow\b"),
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
        return _which(lower)
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


def _keyed(words: list[str]) -> tuple[AnswerType, str]:
    """Return what a few keywords ask for: "venue trade talks", "foreign minister name"."""
    until = next((i for i, word in enumerate(words) if word in ("of", "for", "in", "at", "on")), 0)
    nouns = [words[until - 1], words[-1], words[0]] if until else [words[-1], words[0]]
    if nouns[0] == "name" and len(words) > 1 and _TYPE_OF_NOUN.get(words[-2]) == "person":
        return "person", words[-2]
    noun = next((noun for noun in nouns if noun in _TYPE_OF_NOUN), "")
    if noun in ("number", "count") and until:
        return _counted(" ".join(words[until + 1 :]))
    return (_TYPE_OF_NOUN[noun], noun) if noun else ("thing", "")


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
    stop = frozenset(
        "is are was were do does did has have had can could will would should may might must in on at of by to"
        " from for with who that live lived died killed took take there".split()
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


def _copular(words: list[str]) -> tuple[AnswerType, str]:
    """Read "what is the ... of ...": the noun before "of" says the type."""
    head: list[str] = []
    for word in words:
        if word in (
            "of",
            "for",
            "in",
            "that",
            "which",
            "who",
            "at",
            "to",
            "on",
            "between",
            "used",
            "by",
            "from",
        ):
            break
        head.append(word)
    if head == ["name"] and "of" in words:
        after = " ".join(_up_to_verb(words[words.index("of") + 1 :]))
        named = _PARTICIPLE.split(after)[0].split()
        noun = next((w for w in reversed(named) if w in _TYPE_OF_NOUN), "")
        return (_TYPE_OF_NOUN[noun], noun) if noun else ("name", "")
    noun = next((w for w in reversed(head) if w in _TYPE_OF_NOUN), "")
    if noun in _PERIODS:
        return "thing", noun
    if noun:
        return _TYPE_OF_NOUN[noun], noun
    if len(words) <= 4 and len(head) == len(words):
        return "definition", ""
    return "thing", head[-1] if head else ""
