from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import load
from retrieval.model import Article
from retrieval.passages import sentences

line = st.sampled_from(
    ["", "A title", "Zorblatt opened the gallery.", "Also Read: more", "Leave a Comment", "PTI"]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30)


def loaded(text: str) -> Article:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(text.encode())
        return load(path, Path(folder))


def test_two_short_lines_are_an_article() -> None:
    found = loaded("A title\n\nZorblatt opened the gallery.")
    assert "Zorblatt opened the gallery." in [sentence.text for sentence in sentences(found)]


@settings(max_examples=150, deadline=None)
@given(st.lists(line, max_size=8))
def test_any_few_lines_are_an_article(lines: list[str]) -> None:
    found = loaded("\n".join(["A title", *lines]))
    for sentence in sentences(found):
        assert found.text[sentence.start : sentence.end] == sentence.text
