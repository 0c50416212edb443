"""What is furniture only at the head or foot of an article: bylines, dates, menus, signatures.

In between, "Reuters" or "Health" could be a heading, and "By Jane Doe" an entry of a list.
"""

from __future__ import annotations

import re

from retrieval.articles.dates import find_date, without_dates
from retrieval.articles.phrases import Phrases, key

URL_LINE = re.compile(
    r"(?:(?:source|url|link|permalink|original(?: article)?|read (?:the )?original(?: at)?|via|from"
    r"|retrieved from|available at|canonical)\s*:?\s+)?<?(https?://[^\s<>\"”]+)>?\.?",
    re.IGNORECASE,
)
"""A line that is an address, whatever stands before it; the address is its first group."""

_LONGEST_DATE_LINE, _MOST_NAMES = 120, 6
_WORD = re.compile(r"[^\W_][\w'’&.-]*|&")
_NAME = r"(?:[A-Z][\w.'’-]*|de|van|von|der|al|bin|el|ul|ur|da|dos)"
_BYLINE = re.compile(
    r"(?:(?:[Ww]ritten|[Rr]eported|[Ee]dited|[Pp]osted|[Pp]ublished|[Ss]tory|[Ww]ords|[Tt]ext"
    r"|[Rr]eport|[Cc]ompiled|[Uu]pdated|[Tt]ranslated)(?: and \w+)? )?(?:[Bb]y|BY):? "
    rf"{_NAME}(?:,? (?:and |& |in |[|•·–-] )?{_NAME}){{0,8}}"
)
_PICTURE_OF = re.compile(
    r"(?:[Pp]icture|[Aa]vatar|[Pp]hoto|[Ii]mage|[Pp]ortrait) of (?:the )?[A-Z]\S*(?: \S+){0,4}"
)
_LABEL = re.compile(
    r"\W?(?:source|courtesy|publisher|publication|newspaper|url|link|permalink|author|authors|date"
    r"|byline|reporter|correspondent|via|original|read (?:the )?original)s?(?: at)? ?"
    r"[:–—-] ?\S.{0,150}",
    re.IGNORECASE,
)
_PUBLISHED_IN = re.compile(
    r"(?:originally |first )?(?:published|appeared) (?:in|on|at) .{2,100}", re.I
)
_ADDRESS = re.compile(
    r"<?(?:https?://|www\.)\S+|@\w+|[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,20}){1,4}"
)
_FORMS = (URL_LINE, _BYLINE, _PICTURE_OF, _LABEL, _PUBLISHED_IN, _ADDRESS)
_SIGNATURE = re.compile(r"\W{0,3}([A-Z]{2,8})(?:[ /][A-Z]{2,4}){0,5}\W{0,3}")
_CRUMBS = re.compile(r" (?:[>»›|•·/]|->|→)+ ")
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?"
    r"|\b\d{1,4}\s*(?:hrs|hours?)\b|[+-]\d\d:?\d\d\b|T\d\d:\d\d\S*"
    r"|\b\d+\s*(?:min(?:ute)?s?|hours?|days?)\s*(?:read|ago)\b",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"\b(?:published|posted|updated|update|last|modified|first|created|on|at|by|date|dated|time|in"
    r"|and|min|read|leave a comment|no comments|\d+ comments?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b",
    re.IGNORECASE,
)

_HEADLINE_WORDS = frozenset(
    "from until till to for of off after before since with as is are was be will not".split()
)
"""What no name holds, however its letters are written."""


def is_edge_furniture(text: str, level: str, phrases: Phrases) -> bool:
    """Tell whether a paragraph is furniture at the head or foot of an article.

    ``text`` has single spaces; ``level`` is ``key(text)``, or empty for a long paragraph.
    """
    if not level:
        return False
    if any(level in names for names in (phrases.labels, phrases.desks, phrases.publishers)):
        return True
    if is_date_line(text, phrases) or any(form.fullmatch(text) for form in _FORMS):
        return True
    return _is_signature(text, phrases) or _is_menu(text, phrases)


def is_date_line(text: str, phrases: Phrases) -> bool:
    """Tell whether a line gives a date and besides it names only: who, where, which agency."""
    if len(text) > _LONGEST_DATE_LINE or not any(char.isdigit() for char in text):
        return False
    timeless = _TIME.sub(" ", text)
    rest = without_dates(timeless)
    if rest == timeless:
        return False
    words = _WORD.findall(_DATE_WORDS.sub(" ", rest))
    known = (phrases.publishers, phrases.desks)
    names = [word for word in words if not any(word.casefold() in names for names in known)]
    if any(word.casefold() in _HEADLINE_WORDS for word in names):  # "ROADS SHUT FROM 4 NOVEMBER"
        return False
    return len(names) <= _MOST_NAMES and all(word[0].isupper() for word in names)


def is_dateline(text: str, phrases: Phrases) -> bool:
    """Tell whether a line is a place and a day without a year: "Islamabad, February 13"."""
    return text[:1].isalpha() and is_date_line(text, phrases) and find_date(text) is None


def _is_signature(text: str, phrases: Phrases) -> bool:
    """Tell whether a line is an agency's, with the editors' initials: "PTI SH RC"."""
    match = _SIGNATURE.fullmatch(text)
    return match is not None and key(match[1]) in phrases.publishers


def _is_menu(text: str, phrases: Phrases) -> bool:
    """Tell whether a line is a menu or a trail of sections: "Home > World > Asia"."""
    parts = _CRUMBS.split(text)
    if len(parts) > 1 and (len(parts) > 2 or key(parts[0]) == "home"):
        return all(part.count(" ") < 4 for part in parts[:-1])
    words = [word.casefold() for word in _WORD.findall(text)]
    return len(words) > 1 and all(word in phrases.menu_words for word in words)
