"""Markup inside the text that no reader of the page sees, or that is not the author's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.model import Span

_NAMES = (
    "caption|gallery|embed|audio|video|playlist|button|row|column|col|columns|spacer|divider|tabs?"
    "|accordion|toggle|tooltip|ads?|adrotate|toc|sc|quote|pullquote|dropcap|youtube|vimeo|twitter"
    "|instagram|facebook|soundcloud|iframe|slider|share|follow|nextpage|more|one_half|gravityform"
)
_SHORTCODE = re.compile(
    r"\[(?:"
    r"/[A-Za-z][\w-]{0,60}"  # [/anything] closes one
    r"|[a-z][a-z0-9]{0,30}(?:[_-][a-z0-9]{1,30}){1,8}(?:[\s ][^\[\]]{0,2000})?"  # [vc_row ...]
    r"|[A-Za-z][\w-]{0,60}\s[^\[\]]{0,200}?=[^\[\]]{0,2000}"  # [any key=value]
    rf"|(?:{_NAMES})"
    r")\s?/?\]"
)
_TAG = re.compile(
    r"<!--(?:(?!-->)[\s\S]){0,500}-->"
    r"|</?(?:p|br|hr|div|span|img|iframe|script|figure|figcaption|h[1-6]|ul|ol|li|table|tbody|tr|td"
    r"|th|blockquote|section|article|header|footer|center|font|a|strong|em|b|i|u|sup|sub)\b"
    r"[^<>]{0,1000}>",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"[(\[]\s{0,3}(?:also read|read also|read more|see also|also see|read|watch|related)\s{0,3}:"
    r"[^()\[\]]{1,250}[)\]]",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"[(\[](?:(?:AP|AFP|Reuters|EPA|PTI|ANI|APP|Xinhua|dpa|file|representational|representative|stock)"
    r"[\s/]{1,3}){0,3}(?:photos?|images?|pictures?|photo credit|image credit|photo courtesy)\b"
    r"[^()\[\]]{0,120}[)\]]",
    re.IGNORECASE,
)


def hidden(text: str) -> list[Span]:
    """Return the shortcodes, tags, bracketed pointers and picture credits of ``text``, in order.

    The prose around and between them is untouched.
    """
    patterns = []
    if "[" in text:
        patterns.append(_SHORTCODE)
    if "<" in text:
        patterns.append(_TAG)
    if "[" in text or "(" in text:
        patterns += [_POINTER, _PHOTO]
    found = (Span(*match.span()) for pattern in patterns for match in pattern.finditer(text))
    return merged(found)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return ``spans`` sorted, those that touch or overlap made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result
