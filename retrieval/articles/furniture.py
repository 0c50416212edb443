"""Which paragraphs are furniture of a news site wherever they stand: notices, pointers, credits.

A paragraph of running text is never furniture for a word it holds: each rule asks for the whole
paragraph to have its form, or for several signs at once and nobody being quoted.
"""

from __future__ import annotations

import re

from retrieval.articles.phrases import Phrases, key

_NOTICE, _OPENING = 600, 300  # the longest such paragraphs (characters)
_START = 60  # characters that hold the longest opening
_LEAST_TITLE_WORDS = 5
_WORD = re.compile(r"[^\W_]")
_SAID = re.compile(
    r"[“”\"]|\b(?:said|says?|told|according|wrote|reported|added|asked|announced|claim(?:s|ed)?)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[(\[]?(?:file |stock )?(?:photos?|images?|pictures?|pics?|photographs?|photography"
    r"|illustration|graphic|credits?|screengrab|courtesy)(?: credits?| courtesy)?"
    r"(?: by\b|\s?[:|/–—])|image source, ",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyrights?\b).{0,30}\d{4}|©|.{0,120}\ball rights reserved\W*$",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"(?:reading time:? )?[\d.,]+ ?[km]?\+? ?(?:(?:views?|shares?|comments?|likes?|reads?|replies"
    r"|responses?|reactions?)|(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|seconds?)"
    r" (?:read|ago|to read|of reading))|reading time:?.{0,20}",
    re.IGNORECASE,
)
_TWEET = re.compile(r"[—–-] ?.{1,60}\(@\w{1,30}\).{0,40}|pic\.twitter\.com/\w{1,30}")
_PUBLISHED_IN = re.compile(r"Published in .{2,60}, \w{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}\.?")
_HASHTAGS = re.compile(r"#\w+(?:[\s,|]+#\w+)*")
# A note that tells what an earlier version got wrong would be quoted as if it were so.
_CORRECTION = re.compile(
    r"(?:(?:corrections?|clarifications?|editor['’]?s note|update)\b[^.:]{0,30}[:—–-]\s*.{0,500}?)?"
    r"(?:(?<=[ :—–-])|^)(?:an? (?:earlier|previous|original) version of (?:this|the|our)\b"
    r"|(?:this|our) (?:article|story|report|post|piece|headline)\b.{0,60}\b"
    r"(?:amended|corrected|incorrectly|erroneously|mistakenly|wrongly|misstated|misidentified|misspelled)\b).*",
    re.IGNORECASE,
)
_FORMS = (_COUNTER, _TWEET, _PUBLISHED_IN, _HASHTAGS)
_POINTER = re.compile(r"\W{0,5}([\w' ]{4,40}?) ?(?::|\||–|—| -) ?\S")
_THOUGHTS = re.compile(r"(?:thoughts?|comments?|responses?) on .{0,200}")


def is_furniture(text: str, level: str, phrases: Phrases, *, first: bool = False) -> bool:
    """Tell whether a short paragraph is furniture wherever it stands.

    ``text`` is the paragraph with single spaces, ``level`` is ``key(text)``. The ``first``
    paragraph of an article may be a headline such as "Photos: Snow covers the city".
    """
    if not level and not _WORD.search(text):
        return True
    if level in phrases.lines or level in phrases.link_lists or level in phrases.ends:
        return True
    if any(form.fullmatch(text) for form in _FORMS):
        return True
    if len(text) <= _NOTICE and _CORRECTION.match(text):
        return True
    if _COPYRIGHT.match(text) or is_notice(text, phrases):
        return True
    if first and text.count(" ") + 1 >= _LEAST_TITLE_WORDS:
        return False
    return _CREDIT.match(text) is not None or _is_pointer(text, level, phrases)


def is_notice(text: str, phrases: Phrases) -> bool:
    """Tell whether a paragraph speaks of the site itself, and nobody is said to say so."""
    if len(text) > _NOTICE or not phrases.may_open(text[:_START]):
        return False
    start = key(text[:_START])
    opening = len(text) <= _OPENING and start.startswith(phrases.openings)
    if not opening and not (start.startswith(phrases.notice_starts) and phrases.notify(key(text))):
        return False
    return start.startswith("this") or _SAID.search(text) is None


def is_end(level: str, phrases: Phrases) -> bool:
    """Tell whether only comments and the foot of the page follow."""
    return level in phrases.ends or _THOUGHTS.fullmatch(level) is not None


def _is_pointer(text: str, level: str, phrases: Phrases) -> bool:
    """Tell whether a line points to another article: "Also read: ..."."""
    match = _POINTER.match(text)
    return match is not None and key(match[1]) in phrases.pointers and level != key(match[1])
