"""The question in what people write in a chat: no greetings, politeness, emoji or shouting."""

from __future__ import annotations

import re

from retrieval.answer_types import AUXILIARY
from retrieval.splitting import split

_GREETING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening)|yo|ok|okay|so|well|um|please|pls|plz"
    r"|thanks|thank you|sorry|excuse me)(?:\s+(?:there|all|everyone|team|folks|bot|quotedesk|again))?[\s,!.:;—-]+)+",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^\W*(?:(?:can|could|would|will) (?:you|u|someone|anyone|anybody) (?:please |pls |kindly )?(?:tell|inform|remind|show|help|give)"
    r"(?: me| us)?(?: know| out| understand| find)?(?: (?:about|with))?|do(?:es)? (?:you|u|anyone|anybody|someone) (?:happen to )?(?:know|remember|recall)"
    r"|(?:please |pls )?(?:tell|remind) (?:me|us)(?: about)?|i(?:'d| would) (?:like|love) to know|i(?:'m| am) (?:just )?(?:wondering|curious|trying to find out"
    r"|looking for)|i (?:want|need) to know|any (?:idea|clue)|quick question|question|just (?:wondering|curious))[\s,:—-]*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s,.!?—-]*(?:\b(?:please|pls|plz|thanks|thank you|thx|ty|cheers|many thanks|thanks in advance|kind regards|lol)\b[\s!.?,]*)+$",
    re.IGNORECASE,
)
_NOISE = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|:[a-z0-9_+-]{2,40}:"
)
_CONTRACTED = re.compile(
    r"\b(who|what|where|when|why|how)(?:['’]?s|['’]re)\b(?!\s*['’])", re.IGNORECASE
)
_IDIOMS = (  # said in words that no article uses for it
    (
        re.compile(r"\bhow many lives (?:did|has|have|had) (.+?) (?:claim|cost)(?:ed)?\b", re.I),
        r"how many people were killed in \1",
    ),
    (re.compile(r"\bhow many lives were (?:lost|claimed)\b", re.I), "how many people were killed"),
    (re.compile(r"\b(?:by what means|in what way)\b", re.I), "how"),
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_THE_US = re.compile(
    r"\b(the|from|in|and|between|by|to|with|of|vs)\s+us\b(?=\s*(?:\?|$|and\b|side|team|delegation|government|state|official|president|army|troops|military|dollar|aid|embassy|secretary|delegat|capital|congress|senate))"
)


def tidy(text: str) -> str:
    """Return the question without greetings, politeness, emoji, control characters and shouting."""
    text = " ".join(_CONTROL.sub(" ", _NOISE.sub(" ", text)).replace("’", "'").split())
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 12 and sum(map(str.isupper, letters)) > 0.8 * len(letters):
        text = text.lower()
    shorter = text
    for pattern in (_GREETING, _POLITE, _GREETING, _CLOSING):
        shorter = pattern.sub("", shorter).strip() or shorter
    shorter = _CONTRACTED.sub(lambda m: f"{m.group(1)} is", shorter)
    shorter = _THE_US.sub(r"\1 US", shorter)
    for idiom, plain in _IDIOMS:
        shorter = idiom.sub(plain, shorter)
    return shorter.strip(" ,;:—-") or text


def last_question(text: str) -> str:
    """Return the sentence of ``text`` that asks: the last with a question mark or a question word."""
    parts = [text[start:end] for start, end in split(text)]
    if len(parts) < 2:
        return text
    asking = [part for part in parts if part.endswith("?")] or [
        part
        for part in parts
        if re.match(rf"\W*(?:who|what|when|where|why|which|how|{AUXILIARY})\b", part, re.I)
    ]
    return asking[-1] if asking else text
