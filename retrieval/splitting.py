"""Where sentences end.

Measured on 44 known sentences of the five seed articles and on 240 paragraphs of an encyclopedia
(1,180 sentences), with the libraries as published:

    splitter    known sentences missed       import    a sentence
    nupunkt     2 (Lt. Gen., Mr.)             35 ms        23 µs
    syntok      2 (Lt. Gen., after …)         27 ms       136 µs
    pysbd       2 (after …, before ,”)        17 ms     1,100 µs
    blingfire   1 (10-day)                    90 ms        31 µs
    this file   0                              4 ms         4 µs

None was right on all five articles, and a sync splits millions of sentences; hence this file. On
the paragraphs it parts from no boundary that two of the others agree on. A pattern finds
candidates (punctuation, closing quotes, then a space) and a few rules turn some of them down: what
follows (a small letter, a comma), what precedes (an abbreviation, an initial, a list number). Every
scan is bounded or runs over its own stretch once, so the time is linear in the text.
"""

from __future__ import annotations

import re

_SPACELESS = "。！？｡।॥።။។"  # scripts that need no space after the full stop
_STOPS = ".!?…۔؟‼⁇⁈⁉։" + _SPACELESS
_CLOSERS = "\"'”’»)\\]」』）］"
_CANDIDATE = re.compile(
    rf"[{_STOPS}](?<![{_STOPS}].)[{_STOPS}]*+"
    rf"(?:[{_CLOSERS}]|\[\d{{1,3}}\])*+(?:[ \xa0]”(?=\s|\Z))?"
    rf"(?:(?=\s)|(?<=[{_SPACELESS}{_CLOSERS}])(?=[“‘「『（《]?\w)|(?=[“‘]?[A-Z][a-z]))"
)
_NEXT = re.compile(r"\s*+([“\"‘'«(\[¿¡‹„*•·#–—-]*+)\s*+(\S?)([^\W\d_]{0,20})(\S?)")
_WORD = re.compile(r"[^\W_]")
_SHORT = 12  # characters: what is shorter may be a list number
_ATTRIBUTED = re.compile(
    r"\s+(?:[A-Z][\w.'’-]{0,30}\s+){1,4}"
    r"(?:said|says|asked|asks|wrote|added|told|replied|wondered|shouted|cried)\b"
)
_LIST_NUMBER = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[A-Za-z]|[ivxIVX]{1,5})\.")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_NUMERAL = re.compile(r"\d|[IVXLC]{1,6}\b|[A-Z]\b")
_ZONE_OR_DAY = re.compile(
    r"[A-Z]{2,5}\b|(?:Mon|Tue|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Eastern|Pacific|Central|Mountain"
    r"|Local|Greenwich|January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b"
)

# Before a name, never the end of a sentence.
_TITLES = frozenset(
    "mr mrs ms mx messrs dr drs prof gen lt maj col capt cpt cmdr cdr brig adm sgt cpl pvt pfc ssgt"
    " rep reps sen sens gov govs pres rev revd hon amb atty supt insp ald fr msgr mgr mme mlle sra"
    " srta cllr smt md mohd ven st ste mt ft asst dep e.g i.e viz cf vs eg ie".split()
)
# The end of a sentence only when a usual first word follows.
_SHORT_FORMS = frozenset(
    "inc ltd corp co cos bros jr sr plc llc dept govt univ assn est approx ave blvd rd jan feb mar"
    " apr jun jul aug sep sept oct nov dec al ca eds trans vol esq intl natl".split()
)
# Before a number, a numeral or a letter, never the end of a sentence.
_NUMBERED = frozenset(
    "no nos art arts fig figs sec secs eq eqs ch chap vol vols p pp para paras pt pts op rs tk ref"
    " refs ex approx c ca b d r fl cl sch nr v ver".split()
)
_ABBREVIATIONS = _TITLES | _SHORT_FORMS | _NUMBERED
_FIRST_WORDS = frozenset(
    "the a an in on at it its he his she her they their we our you your i my this that these those"
    " there here but and or so yet however when while where what who why how which after before"
    " if as of for from by to with within without under over during since until although though"
    " because despite according meanwhile moreover also then thus now today yesterday tomorrow"
    " later earlier last next some many most several both each every all another other others no"
    " not none one two three four five six seven eight nine ten more only even once still"
    " instead between among about against through following such any never perhaps".split()
)


def split(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return start and end of each sentence of ``text[start:end]``, which is one paragraph.

    They are stripped of white space and disjoint; together they hold every character that is not
    white space. Each holds a letter or digit unless the whole paragraph has none.
    """
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    first = _after_space(text, start, end)
    wordless = first  # from here on no letter or digit has been looked for yet
    for match in _CANDIDATE.finditer(text, first, end):
        at, after = match.span()
        if after == at + 1 and at > first + _SHORT and _plain(text, first, at, end):
            found.append((first, after))
            first = wordless = after + 1
            continue
        if wordless >= first:
            known = text[first].isalnum() or _WORD.search(text, wordless, after)
            wordless = -1 if known else after
        if wordless < 0 and _ends(text, first, match, end):
            found.append((first, after))
            first = wordless = _after_space(text, after, end)
    last = _before_space(text, first, end)
    if first < last and found and not _WORD.search(text, first, last):
        found[-1] = found[-1][0], last  # a stray quote mark belongs to the sentence
    elif first < last:
        found.append((first, last))
    return found


def _after_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _before_space(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _plain(text: str, first: int, at: int, end: int) -> bool:
    """Tell quickly what most candidates are: "word. Word", and no abbreviation."""
    behind = text[at : min(at + 3, end)]
    if behind[:2] != ". " or not (behind[2:].isupper() or behind[2:] == "“"):
        return False
    word = text[text.rfind(" ", first, at) + 1 : at]
    return len(word) > 1 and word.isalpha() and word.casefold() not in _ABBREVIATIONS


def _ends(text: str, first: int, match: re.Match[str], end: int) -> bool:
    """Tell whether the sentence that begins at ``first`` ends with the candidate."""
    following = _NEXT.match(text, match.end(), end)
    if following is None or not following[2]:
        return True
    stop, char = match[0], following[2]
    if stop[0] in _SPACELESS:
        return True
    if char.islower():  # "... said", but "... iPhone sales"
        return following[3][:1].isupper()
    if char in ",;:.!?)]}%…":
        return False
    if stop[0] == "." and ".." not in stop:
        return _full_stop(text, first, match, following)
    if stop[0] in "….":
        return not _omission(text, match.start())
    return len(stop) == 1 or _ATTRIBUTED.match(text, match.end(), end) is None


def _omission(text: str, at: int) -> bool:
    """Tell whether the dots at ``at`` stand for words left out: "the … President"."""
    before = text[max(0, at - 4) : at]
    words = before.rstrip(" \xa0[(")
    return words != before and words[-1:] not in (".", "!", "?", "”", '"')


def _full_stop(text: str, first: int, match: re.Match[str], following: re.Match[str]) -> bool:
    """Tell whether one full stop before a capital letter, digit or symbol ends a sentence."""
    before = text[max(first, match.start() - 30) : match.start()].split()
    word = before[-1].lstrip("“\"‘'«([¿¡-–—") if before and match.start() > first else ""
    if not text[match.end()].isspace() and not _lost_space(word):
        return False
    if match.end() - first <= _SHORT and _LIST_NUMBER.fullmatch(text, first, match.end()):
        return False
    short = word.rpartition("-")[2].casefold()
    if short in _TITLES or short.rpartition(".")[2] in _TITLES or word == "v":  # "Roe v. Wade"
        return False
    if len(match[0]) > 1:  # a closing quote or bracket settles it
        return True
    if short in _NUMBERED and _NUMERAL.match(text, following.start(2)):
        return False
    if short in ("a.m", "p.m"):
        return _ZONE_OR_DAY.match(text, following.start(2)) is None
    initial = len(word) == 1 and word.isupper()
    if initial or short in _SHORT_FORMS or _DOTTED.fullmatch(short):
        return _usual_first_word(following)
    return True


def _lost_space(word: str) -> bool:
    """Tell whether a capital letter right after ``word.`` begins a sentence: "agreement.The"."""
    lowered = len(word) > 2 and word[-2:].isalpha() and word[-2:].islower()
    return lowered and word != "www" and "/" not in word


def _usual_first_word(following: re.Match[str]) -> bool:
    word = (following[2] + following[3]).casefold()
    return word in _FIRST_WORDS and following[4] != "."
