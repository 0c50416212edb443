"""Which paragraphs are furniture of a news site: notices, menus, bylines, credits, pointers.

A paragraph of running text is never furniture for a word it holds: each rule asks for the whole
paragraph to have its form, or for several signs at once and nobody being quoted.
"""

from __future__ import annotations

import re

from retrieval.articles.dates import find_date, without_dates
from retrieval.articles.rules import BoilerplateRules, key

_SHORT = 200  # characters; no line of the page's own is longer, but for notices
_NOTICE = 600
_WORD = re.compile(r"[^\W_][\w'&-]*|&")
_SAID = re.compile(r"[“”\"]|\b(?:said|says|told|according|wrote|reported|added|asked)\b", re.I)

_NAME = r"(?:[A-Z][\w.'’-]*|de|van|von|der|al|bin|el|ul|ur|da|dos)"
_BYLINE = re.compile(
    r"(?:(?:[Ww]ritten|[Rr]eported|[Ee]dited|[Pp]osted|[Pp]ublished|[Ss]tory|[Ww]ords|[Tt]ext|[Rr]eport"
    r"|[Cc]ompiled|[Uu]pdated|[Tt]ranslated)(?: and \w+)? )?(?:[Bb]y|BY):?\s+"
    rf"{_NAME}(?:,? (?:and |& )?{_NAME}){{0,8}}"
)
_PICTURE_OF = re.compile(
    r"(?:[Pp]icture|[Aa]vatar|[Pp]hoto|[Ii]mage|[Pp]ortrait) of (?:the )?[A-Z]\S*(?: \S+){0,4}"
)
_CREDIT = re.compile(
    r"[(\[]?(?:file |stock )?(?:photos?|images?|pictures?|pics?|photographs?|photography"
    r"|illustration|graphic|video|credits?|screengrab|courtesy)(?: credits?| courtesy)?"
    r"(?: by|\s*[:|/–—-])",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyrights?\b)[\s\S]{0,30}\d{4}|©|[\s\S]{0,120}\ball rights reserved\W*$",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"(?:reading time:?\s*)?[\d.,]+\s?[km]?\+?\s*(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?"
    r"|seconds?|views?|shares?|comments?|likes?|reads?|responses?|replies|reactions?)"
    r"(?:\s*(?:read|ago|to read))?|reading time:?.{0,20}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:[\w ]{1,30}:\s*)?(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|[@#]\w+(?:[\s,|]+[@#]\w+)*)",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r"\s+(?:[>»›|•·/]|->|→)+\s*")
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?"
    r"|[+-]\d\d:?\d\d\b|\b\d+\s*(?:min(?:ute)?s?|hours?|days?)\s*(?:read|ago)\b",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"\b(?:published|posted|updated|last|modified|first|created|on|at|by|date|dated|time|in|the|of"
    r"|ist|pkt|pst|est|edt|et|gmt|utc|bst|cet|hrs|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?"
    r"|sun)(?:day)?)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(r"\W{0,5}([\w' ]{4,40}?)\s*(?::|\||–|—| - )\s*\S")
_THOUGHTS = re.compile(r"thoughts? on\b.{0,200}|comments? on\b.{0,200}")
_WHOLE = (_COUNTER, _ADDRESS)


def is_furniture(text: str, level: str, rules: BoilerplateRules) -> bool:
    """Tell whether a paragraph is furniture wherever it stands.

    ``text`` is the paragraph with white space levelled, ``level`` is ``key(text)``.
    """
    if not level and not _WORD.search(text):
        return True
    if len(text) > _NOTICE:
        return False
    if level in rules.lines or level in rules.link_lists or level in rules.ends:
        return True
    if _is_notice(text, level, rules):
        return True
    return len(text) <= _SHORT and (
        _is_pointer(text, level, rules)
        or any(form.fullmatch(text) for form in _WHOLE)
        or _COPYRIGHT.match(text) is not None
        or _is_credit(text)
    )


def is_edge_furniture(text: str, level: str, rules: BoilerplateRules) -> bool:
    """Tell whether a paragraph is furniture at the head or foot of an article.

    In between, "Reuters" or "Health" could be a heading, and "By Jane Doe" part of a list.
    """
    if len(text) > _SHORT:
        return False
    if level in rules.desks or level in rules.publishers or is_date_line(text, rules):
        return True
    return _is_byline(text) or _is_menu(text, rules)


def is_link_list(level: str, rules: BoilerplateRules) -> bool:
    """Tell whether a paragraph heads a list of links to other articles."""
    return level in rules.link_lists


def is_end(level: str, rules: BoilerplateRules) -> bool:
    """Tell whether only comments and the foot of the page follow."""
    return level in rules.ends or _THOUGHTS.fullmatch(level) is not None


def is_date_line(text: str, rules: BoilerplateRules) -> bool:
    """Tell whether a line gives a date and besides it names only: who, where, which agency."""
    if len(text) > 120 or not any(char.isdigit() for char in text):
        return False
    rest = without_dates(text)
    if rest == text:
        return False
    words = _WORD.findall(_DATE_WORDS.sub(" ", _TIME.sub(" ", rest)))
    names = [word for word in words if word.casefold() not in rules.publishers]
    return len(names) <= 6 and all(word[0].isupper() for word in names)


def is_dateline(text: str, rules: BoilerplateRules) -> bool:
    """Tell whether a line is a place and a day without a year: "Islamabad, February 13"."""
    return find_date(text) is None and is_date_line(text, rules) and text[0].isalpha()


def _is_notice(text: str, level: str, rules: BoilerplateRules) -> bool:
    """Tell whether a paragraph speaks of the site itself, and nobody is quoted as saying so."""
    opens = level.startswith(rules.openings) and len(text) <= _SHORT + _SHORT // 2
    if not opens and not any(all(sign in level for sign in signs) for signs in rules.notices):
        return False
    return _SAID.search(text) is None or level.startswith("this")


def _is_pointer(text: str, level: str, rules: BoilerplateRules) -> bool:
    """Tell whether a line points to another article: "Also read: ..."."""
    match = _POINTER.match(text)
    return match is not None and key(match[1]) in rules.pointers and level != key(match[1])


def _is_credit(text: str) -> bool:
    return _CREDIT.match(text) is not None or _PICTURE_OF.fullmatch(text) is not None


def _is_byline(text: str) -> bool:
    return len(text) <= 120 and _BYLINE.fullmatch(text) is not None


def _is_menu(text: str, rules: BoilerplateRules) -> bool:
    """Tell whether a line is a menu or a trail of sections: "Home > World > Asia"."""
    parts = _CRUMBS.split(text)
    if len(parts) > 2 and all(len(part.split()) <= 4 for part in parts):
        return True
    words = [word.casefold() for word in _WORD.findall(text)]
    return len(words) > 1 and all(word in rules.menu_words for word in words)
