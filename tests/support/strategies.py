"""Arbitrary answers, as hypothesis strategies: lawful ones, over texts with every trap in them."""

from __future__ import annotations

from hypothesis import strategies as st

from retrieval.model import OUTCOMES, Answer, Citation, Correction, Quote, Reading, Span

TRAPS = (
    "@everyone ",
    "<@123> ",
    "<!channel> ",
    "[x](http://evil.example) ",
    "||spoiler|| ",
    "`code` ",
    "*bold* _under_ ~gone~ ",
    "&amp; <b> ",
    "\x1b[31mred\x1b[0m ",
    "\x07\x00",
    "\u202eright to left\u202c ",
    "\u200b",
    "http://example.org/path ",
    "“curly” ‘quotes’ – ",
    "naïve café 東京 \N{GRINNING FACE} ",
    "Lt. Gen. Mohammed Saeed led the team. ",
    "\n\n",
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
texts = st.lists(st.sampled_from(TRAPS) | words, min_size=1, max_size=12).map("".join)
filled = texts.filter(lambda text: bool(text.strip()))
names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
shares = st.floats(0, 1)


@st.composite
def spans(draw: st.DrawFn, length: int) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=4)))
    return tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def citations(draw: st.DrawFn, article: str | None = None) -> Citation:
    return Citation(
        article=article or draw(names),
        title=draw(filled),
        published=draw(st.none() | st.dates()),
        publisher=draw(st.none() | names),
        line=draw(st.integers(1, 100_000)),
        url=draw(st.none() | st.just("https://example.org/a?b=c&d=<e>")),
    )


@st.composite
def quotes(draw: st.DrawFn, article: str = "a.txt", text: str | None = None) -> Quote:
    if text is None:
        text = draw(filled)
    start = draw(st.integers(0, 10_000))
    return Quote(article, start, start + len(text), text, draw(spans(len(text))))


@st.composite
def readings(draw: st.DrawFn, text: str | None = None) -> Reading:
    citation = draw(citations())
    support = (citation, *draw(st.lists(citations(), max_size=2)))
    return Reading(
        phrase=draw(names),
        confidence=draw(shares),
        quote=draw(quotes(citation.article, text)),
        citation=citation,
        context=draw(st.none() | quotes(citation.article)),
        label=draw(st.none() | filled),
        note=draw(st.none() | filled),
        sources=draw(st.integers(1, len(support))),
        support=support,
    )


@st.composite
def answers(draw: st.DrawFn, text: str | None = None) -> Answer:
    """Draw an answer that keeps its own word: as many readings shown as its outcome says."""
    outcome = draw(st.sampled_from(OUTCOMES))
    least = {"found": 1, "several": 2, "closest": 1, "not_found": 0}[outcome]
    held = draw(st.lists(readings(text), min_size=least, max_size=least + 2)) if least else []
    most = {"found": 1, "several": len(held), "closest": min(2, len(held)), "not_found": 0}
    return Answer(
        id=draw(st.from_regex(r"[A-Za-z0-9_-]{16}", fullmatch=True)),
        question=draw(filled),
        outcome=outcome,
        took_ms=draw(shares),
        readings=tuple(held),
        shown=draw(st.integers(least, most[outcome])),
        reason=draw(st.none() | filled) if outcome in {"closest", "not_found"} else None,
        missing=tuple(draw(st.lists(names, max_size=3))),
        nearest=tuple(draw(st.lists(citations(), max_size=3))),
        understood=draw(st.none() | filled),
        corrections=tuple(draw(st.lists(st.builds(Correction, names, names), max_size=2))),
        confidence=draw(shares),
    )
