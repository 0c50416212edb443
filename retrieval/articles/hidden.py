"""Markup inside the text that no reader of the page sees, or that is not the author's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from retrieval.model import Span

_NAMES = (
    "caption|gallery|embed|audio|video|playlist|button|row|column|col|columns|spacer|divider|tabs?"
    "|accordion|toggle|tooltip|ads?|adrotate|toc|pullquote|dropcap|youtube|vimeo|twitter|instagram"
    "|facebook|soundcloud|iframe|slider|nextpage|gravityform"
)
_SHORTCODE = re.compile(
    r"\[embed\][^\[\]]{0,500}\[/embed\]"
    r"|\[(?:"
    r"/[A-Za-z][\w-]{0,60}"  # [/anything] closes one
    r"|[a-z][a-z0-9]{0,30}(?:[_-][a-z0-9]{1,30}){1,8}(?:\s[^\[\]]{0,2000})?"  # [vc_row ...]
    r"|[A-Za-z][\w-]{0,60}\s[^\[\]=]{0,200}=[^\[\]]{0,2000}"  # [any key=value]
    rf"|(?:{_NAMES})"
    r")\s?/?\]"
)
_TAG = re.compile(
    r"<!--[^<>]{0,500}-->"
    r"|</?(?:p|br|hr|div|img|iframe|script|figure|figcaption|h[1-6]|ul|ol|li|table|tbody|tr|td"
    r"|th|blockquote|section|article|header|footer|center)\b"
    r"[^<>]{0,1000}>",
    re.IGNORECASE,
)
_BRACKETED_POINTER = re.compile(
    r"[(\[]\s?(?:also read|read also|read more|see also|also see|read|watch|related)"
    r":[^()\[\]]{1,250}[)\]]",
    re.IGNORECASE,
)
_TRAILING_POINTER = re.compile(
    r"(?<=[.!?”\"])[ \xa0]{1,4}(?:(?:also read|read also|read more|related)"
    r":[^\n.!?]{1,200}[.!?]?|(?:read more|read full story|continue reading))[ \xa0»›→….]{0,6}$",
    re.IGNORECASE | re.MULTILINE,
)
_PICTURE = re.compile(
    r"[(\[|–—-](?:"  # one set of characters to begin with is found quickly
    r"(?<=[(\[])(?:(?:(?:AP|AFP|Reuters|EPA|PTI|ANI|APP|Xinhua|dpa|Getty|file|representational"
    r"|representative|stock)[ /]{1,3}){1,3}(?:photos?|images?|pictures?)\b"
    r"|(?:photos?|images?|pictures?)(?: credit| courtesy)?(?: by\b|:|/))[^()\[\]]{0,120}[)\]]"
    r"|(?<=[|–—-])[ \xa0](?:photo|image|picture)(?: credit| courtesy)?:[^\n]{1,80}$)",
    re.IGNORECASE | re.MULTILINE,
)
_CREDIT = re.compile(
    r"(?<=[.!?”\"])[ \xa0](?:Photo|Image|Picture|Credit|PHOTO|IMAGE|CREDIT)"
    r"(?: [Cc]redit| [Cc]ourtesy)?: "
    r"(?:[A-Z][\w.'’-]{0,20}[ /]?){1,5}(?=\s*(?:\[|$))",
    re.MULTILINE,
)

_POINTERS = ("read:", "more:", "also:", "see:", "watch:", "related:")


def hidden(text: str) -> list[Span]:
    """Return the shortcodes, tags, pointers inside lines and picture credits of ``text``, in order.

    The prose around and between them is untouched.
    """
    spans = (Span(*match.span()) for form in _forms(text) for match in form.finditer(text))
    return merged(spans)


def _forms(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that can match; looking for a word first is far cheaper than they are."""
    if "[" in text:
        yield _SHORTCODE
    if "<" in text:
        yield _TAG
    low = text.lower()
    colon = ":" in text
    if colon and any(map(low.__contains__, _POINTERS)):
        yield _BRACKETED_POINTER
        yield _TRAILING_POINTER
    elif any(map(low.__contains__, ("read more", "read full", "continue reading"))):
        yield _TRAILING_POINTER
    if any(map(low.__contains__, ("photo", "image", "picture", "credit"))):
        yield _PICTURE
        if colon:
            yield _CREDIT


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return ``spans`` sorted, those that touch or overlap made one."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result
