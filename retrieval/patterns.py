"""The patterns of typed mentions: dates, times, amounts, titles, quotations."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "date", "vague_date", "time", "money", "percent", "duration", "measure", "number", "ordinal",
    "person", "place", "organisation", "nationality", "name", "title", "quotation",
]  # fmt: skip

NAMES: frozenset[Kind] = frozenset(
    ("person", "place", "organisation", "nationality", "name", "title")
)

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_YEAR = r"(?:1[0-9]|20)\d\d"
_TO = r"\s*(?:to|and|until|through|[-–—])\s*"
# Words may open a sentence; only "One" seldom counts there: "One of the goals", "One must".
_ONES = r"(?<![Nn]o )one|One(?=\s(?:other\s)?(?:man|woman|person|child|boy|girl)\b)|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine"
_TEENS = (
    r"[Tt]en|[Ee]leven|[Tt]welve|[Tt]hirteen|[Ff]ourteen|[Ff]ifteen|[Ss]ixteen|[Ss]eventeen|[Ee]ighteen"
    r"|[Nn]ineteen"
)
_TENS = r"[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty|[Ss]ixty|[Ss]eventy|[Ee]ighty|[Nn]inety"
_SMALL = rf"(?:{_ONES}|{_TEENS}|(?:{_TENS})(?:[- ](?:{_ONES}))?)"
_SCALE = r"(?:hundred|thousand|lakh|crore|million|billion|trillion|dozen)s?"
_HEDGE = (
    r"(?:(?:[Aa]t\s+(?:least|most)|(?:[Mm]ore|[Ll]ess|[Ff]ewer|[Gg]reater)\s+than|[Oo]ver|[Uu]nder|[Aa]bout|[Aa]round"
    r"|[Nn]early|[Aa]lmost|[Uu]p\s+to|[Ss]ome|[Aa]pproximately|[Rr]oughly|[Aa]s\s+(?:many|much|few)\s+as"
    r"|[Aa]n\s+estimated|[Ee]stimated|[Oo]nly|[Jj]ust\s+over|[Jj]ust\s+under|[Cc]lose\s+to|[Aa]n?\s+(?=hundred|thousand|million|billion|dozen))\s+)"
)
_DIGITS = r"\d+(?:[.,]\d+)*"
_NUMBER = rf"(?:(?:{_DIGITS}|{_SMALL})(?:[-\s]{_SCALE})*|{_SCALE})"
_FEW = r"(?:[Ss]everal|[Aa]\s+few|[Aa]\s+couple\s+of)"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first)"
)
_TIME_UNIT = r"(?:second|minute|hour|day|night|week|month|year|decade|centur(?:y|ie)|generation)s?"
_UNIT = (
    r"(?:kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?|millimet(?:er|re)s?|miles?|feet|foot|ft"
    r"|inch(?:es)?|yards?|acres?|hectares?|square\s+(?:miles?|kilomet(?:er|re)s?|feet|met(?:er|re)s?)"
    r"|km2?|mi|kg|kilograms?|grams?|tons?|tonnes?|pounds?|lbs?|lit(?:er|re)s?|gallons?|mph|km/h"
    r"|degrees?|°[CF]?|°|knots?|watts?|megawatts?|MW|kW|volts?|hertz|Hz|GHz|MHz|bytes?|MB|GB|bits?)"
)
_CURRENCY = (
    r"(?:(?:US|U\.S\.|Canadian|Australian)?\s?(?:dollars?|euros?|pounds(?:\s+sterling)?|rupees?|yen|yuan"
    r"|francs?|crowns?|marks?|rubles?|roubles?|pesos?|won|cents?|USD|EUR|GBP|kron(?:er|or|e|a)|korunas?|zloty|forints?|lira|lire"
    r"|rand|baht|ringgit|rupiah|shekels?|dinars?|dirhams?|riyals?|rials?|naira|shillings?|reais|taka|afghanis?)"
    r"|billion-dollar)"
)
_CLOCK_BEFORE = (  # "leaves 8.15, back 16.30"
    "(?:"
    + "|".join(
        rf"(?<=\b{word} )"
        for word in "at from until till before after back leaves starts begins ends opens closes".split()
    )
    + ")"
)
_CODE = r"(?:EUR|USD|GBP|CHF|INR|AUD|CAD|NZD|JPY|CNY|SEK|NOK|DKK|PLN|CZK)"
_DATES = (
    rf"(?:from\s+|between\s+)?{_MONTH}\s+{_DAY}(?:(?:,\s*{_DAY})*{_TO}(?:{_MONTH}\s+)?{_DAY})?"
    rf"(?:,?\s+{_YEAR}\b)?",
    rf"(?:from\s+|between\s+)?(?:the\s+)?{_DAY}(?:{_TO}{_DAY})?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?",
    rf"(?:(?:the\s+)?(?:first|second|third|last|final)\s+(?:week|day|half|month)\s+of\s+)?"
    rf"(?:(?:early|late|mid)[-\s]+)?{_MONTH}(?:{_TO}{_MONTH})?(?:\s+of)?,?\s+{_YEAR}\b",
    rf"(?:the\s+)?(?:first|second|third|last|final)\s+(?:week|day|half)\s+of\s+{_MONTH}\b",
    rf"{_MONTH}\s+(?:of\s+)?(?:last|this|next|that|the\s+same|the\s+following)\s+year\b",
    r"\d{4}-\d\d-\d\d\b",
    r"\d{1,2}/\d{1,2}/\d{2,4}\b",
    rf"(?:the\s+)?(?:(?:early|late|mid)[-\s]+)?(?:{_YEAR}s|\d0s)\b",
    rf"(?:the\s+)?(?:(?:early|late|mid)[-\s]+)?(?:\d{{1,2}}(?:st|nd|rd|th)(?:{_TO}\d{{1,2}}(?:st|nd|rd|th))?"
    rf"|\b{_ORDINAL}(?:{_TO}{_ORDINAL})?)[-\s]+centur(?:y|ies)(?:\s+(?:BCE?|AD|CE))?",
    r"\b(?:\d{1,4}(?:[-–]\d{1,4})?|\d{1,3},\d{3})\s+(?:BCE?|AD|CE|BP)\b|\bAD\s+\d{1,4}\b",
    rf"(?:(?:the\s+)?(?:spring|summer|autumn|fall|winter|end|beginning|start|middle)\s+of\s+|(?:early|late"
    rf"|mid)[-\s]+|from\s+|between\s+)?\b{_YEAR}(?:{_TO}(?:{_YEAR}|\d\d)\b)?(?![\d,.]*\d|%|-)",
    r"(?:(?:early|late|mid)[-\s]+)?\b(?:January|February|April|June|July|August|September|October|November"
    r"|December|(?<=in )March|(?<=in )May)\b",
)
_VAGUE = (
    rf"(?:from\s+|between\s+)?(?:this\s+|next\s+|last\s+)?{_WEEKDAY}(?:{_TO}{_WEEKDAY})?"
    r"(?:\s+(?:morning|afternoon|evening|night))?",
    r"\b(?:earlier\s+|later\s+)?(?:this|next|last|the\s+coming|the\s+following|the\s+previous)\s+(?:week|month|year"
    r"|decade|century|summer|winter|spring|fall|autumn|night)(?:end)?\b",
    r"\b(?:today|yesterday|tomorrow|tonight|recently|nowadays|currently)\b",
    rf"\b(?:{_NUMBER}|a\s+few|several)\s+{_TIME_UNIT}\s+(?:ago|earlier|later)\b",
)
_TITLE_BEFORE = (
    r"(?:(?:Acting|Deputy|Vice|Former|Assistant|Associate|Chief|Senior|Additional|Under|Undersecretary"
    r"|First|Prime|Foreign|Defen[cs]e|Finance|Interior|Home|Lord|Executive|Managing|General|US|U\.S\.)\s+)*"
)
TITLE_NOUN = (
    r"(?:President|Minister|Secretary|Chancellor|Governor|Senator|Ambassador|Counsell?or|Consul|Director"
    r"|Chairman|Chairwoman|Chair|Commissioner|Coordinator|Mayor|King|Queen|Prince|Princess|Emperor|Pope"
    r"|Bishop|Archbishop|Cardinal|Duke|Earl|Lord|Lady|Sir|Dame|Judge|Justice|General|Gen\.|Lt\.?\s+Gen\.?"
    r"|Maj\.?\s+Gen\.?|Brig\.?|Colonel|Col\.|Major|Maj\.|Captain|Capt\.|Lieutenant|Lt\.|Sergeant|Sgt\.|Admiral"
    r"|Commander|Marshal|Professor|Prof\.|Doctor|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Rev\.|Rep\.|Sen\.|Gov\.|Spokes(?:man|woman"
    r"|person)|Officer|Attorney|Representative|Congressman|Congresswoman|Premier|CEO|Coach|Saint|St\.|Sheikh|Imam)"
)
TITLE = _TITLE_BEFORE + TITLE_NOUN
_PATTERNS: tuple[tuple[Kind, str], ...] = (
        ("date", "|".join(_DATES)),
        ("vague_date", "|".join(_VAGUE)),
        (
            "time",
            r"\b\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?\b|\b\d{1,2}(?:\.[0-5]\d)?\s*[ap]\.?m\b\.?|\b(?:noon|midnight)\b"
            rf"|{_CLOCK_BEFORE}(?:[01]?\d|2[0-3])\.[0-5]\d\b(?![.,]?\d|\s*(?:%|per\s?cent|{_SCALE}|{_UNIT}|{_CURRENCY}))",
        ),
        ("percent", rf"{_HEDGE}?(?:{_NUMBER})\s*(?:%|per\s?cent|percentage\s+points?)(?!\w)"),
        (
            "money",
            rf"{_HEDGE}?(?:(?:US|C|A)?[$€£¥₹]|Rs\.?\s?|\bR(?=\d)|\b{_CODE})\s?{_DIGITS}(?:[-\s]?(?:{_SCALE}|[mb]n?)\b)?"
            rf"|{_HEDGE}?{_NUMBER}[-\s](?:{_CURRENCY}|{_CODE})(?!\w)",
        ),
        (
            "duration",
            rf"(?:{_HEDGE}?\b{_NUMBER}(?:(?:\s*(?:to|or|[-–])\s*){_NUMBER})?[-\s]|\b{_FEW}\s+){_TIME_UNIT}\b",
        ),
        ("measure", rf"{_HEDGE}?\b{_NUMBER}(?:(?:\s*(?:to|or|[-–])\s*){_NUMBER})?[-\s]?{_UNIT}(?!\w)"),
        ("ordinal", r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b"),
        (
            "number",
            rf"{_HEDGE}?(?<![A-Z]-)\b{_NUMBER}\b(?:\s*(?:to|or|[-–])\s*{_NUMBER}\b)?|\b(?:[Nn]o\sone|[Nn]obody|[Nn]one)\b",
        ),
        ("quotation", r"[“\"‟„](?=\S)[^“”\"]{2,400}[”\"]"),
)  # fmt: skip
TYPED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
# Where a mention may begin: to look for these is many times as quick as to try the rules everywhere.
_DATE_BEGINS = re.compile(
    r"\d|J|F|M|A|S|O|N|D|from\s|between\s|the\s|early|late|mid|first\s|second\s|third\s|last\s|final\s|spring\s"
    rf"|summer\s|autumn\s|fall\s|winter\s|end\s|beginning\s|start\s|middle\s|\b{_ORDINAL}"
)
_AMOUNT_BEGINS = re.compile(
    rf"\d|[Nn]o\sone|[Nn]obody|[Nn]one|{_HEDGE}|{_FEW}|{_ONES}|{_TEENS}|{_TENS}|{_SCALE}|(?:US|C|A)?[$€£¥₹]|Rs?|{_CODE}"
)
BEGINS: dict[Kind, re.Pattern[str]] = {
    "date": _DATE_BEGINS,
    "percent": _AMOUNT_BEGINS,
    "money": _AMOUNT_BEGINS,
    "duration": _AMOUNT_BEGINS,
    "measure": _AMOUNT_BEGINS,
    "number": _AMOUNT_BEGINS,
}
# Letters without which a text has no mention of that kind.
HOLDS: dict[Kind, tuple[str, ...]] = {
    "vague_date": tuple(
        "day this next last coming following previous tomorrow tonight recently nowadays currently ago earlier"
        " later".split()
    ),
    "time": (":", ".", "m", "noon"),
    "percent": ("%", "per"),
    "money": tuple(
        "$ € £ ¥ ₹ R dollar euro pound rupee yen yuan franc crown mark ruble rouble peso won cent USD EUR GBP kron korun"
        " GBP CHF INR AUD CAD NZD JPY CNY SEK NOK DKK PLN CZK zloty forint lir rand baht ringgit rupiah shekel dinar dirham riyal rial naira shilling reais taka"
        " afghani".split()
    ),
    "duration": tuple("second minute hour day night week month year decade centur generation".split()),
}  # fmt: skip
