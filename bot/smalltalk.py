"""What people say to a bot that is no question: greetings, thanks, calls for help.

Looked up in the articles, "thanks!" would be turned down as a question that they do not answer.
"""

from __future__ import annotations

import re
from typing import Literal

SmallTalk = Literal["help", "thanks"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ABOUT = frozenset(
    (
        "who are you",
        "what are you",
        "what can you do",
        "what do you do",
        "how do you work",
        "how does this work",
        "how can i ask",
    )
)
_GREETING = frozenset("hi hello hey hiya howdy help morning afternoon evening".split())
_BESIDE_GREETING = frozenset("good there me please all everyone everybody bot quotedesk".split())
_THANKS = frozenset("thanks thank thx thanx ty tysm cheers".split())
_BESIDE_THANKS = frozenset(
    "you a lot so very much many ok okay great perfect nice cool awesome lovely got it that helps"
    " helped for your help the bot quotedesk answer again".split()
)


def small_talk(text: str) -> SmallTalk | None:
    """Tell whether a message is small talk and which; None for a question.

    A message without a word (or none at all) calls for help.
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words:
        return "help"
    said = set(words)
    if said & _THANKS and said <= _THANKS | _BESIDE_THANKS:
        return "thanks"
    greets = bool(said & _GREETING) and said <= _GREETING | _BESIDE_GREETING
    return "help" if greets or " ".join(words) in _ABOUT else None
