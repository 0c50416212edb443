"""Which questions of the held-out articles can still be answered without their paragraph.

That a gold answer stands somewhere else in an article says little about it: "1642" may stand there
for another reason, and what is answered in other words holds no gold answer. So each of the 1,453
questions was judged by reading the rest of its article. A language model did that, without seeing
what any scorer says; it judged the 299 questions of three articles twice, 96 % of them the same.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

Still = Literal["yes", "partly", "no"]

_FILE = Path(__file__).with_name("judged.json")  # a letter for each question
_LETTERS: dict[str, Still] = {"y": "yes", "p": "partly", "n": "no"}


def judged() -> dict[str, list[Still]]:
    """Return the judgements: path of an article -> one for each question, in the set's order.

    "yes": another paragraph states an answer that a reader would accept, not always the gold one;
    "partly": only half of it, or only by inference; "no": nothing does.
    """
    letters = json.loads(_FILE.read_bytes())
    return {path: [_LETTERS[letter] for letter in marks] for path, marks in letters.items()}
