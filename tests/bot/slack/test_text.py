from __future__ import annotations

import time

import pytest

from bot.slack.asks import from_direct, from_mention
from bot.slack.text import clean


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("<@UBOT> who led it?", "who led it?"),
        ("who led it, <@UBOT|quotedesk>?", "who led it, ?"),
        ("hey <@U2> and <@UBOT> who?", "hey and who?"),
        ("what about R&amp;D &lt;now&gt;?", "what about R&D <now>?"),
        ("&amp;lt; stays", "&lt; stays"),
        ("see <https://x.org/a?b=1&amp;c=2|the report> first", "see the report first"),
        ("see <https://x.org/a> first", "see https://x.org/a first"),
        ("mail <mailto:a@b.org|a@b.org> or <mailto:c@d.org>", "mail a@b.org or c@d.org"),
        ("in <#C1|general> or <#C2>?", "in general or ?"),
        ("<!here> <!subteam^S1|@team> <!date^1^{date}|12 May> ok", "12 May ok"),
        ("*who* led `it` ~then~?", "who led it then?"),
        ("2 * 3 * 4 and snake_case stay", "2 * 3 * 4 and snake_case stay"),
        (":wave: who led it? :+1::skin-tone-2:", "who led it?"),
        ("at 10:30:45 sharp", "at 10:30:45 sharp"),
        ("&gt; he said\nwho?", "he said who?"),
        ("  a\n\n b\t c ", "a b c"),
        ("", ""),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_slacks_wrapping_goes_and_the_words_stay(typed: str, words: str) -> None:
    assert clean(typed) == words


@pytest.mark.parametrize("piece", ["*a ", "<@", ":a", "<!", "`*~", "&amp;", "<http://", ">\n"])
def test_a_hostile_message_is_cleaned_in_no_time(piece: str) -> None:
    started = time.perf_counter()
    clean(piece * 15_000)
    assert time.perf_counter() - started < 1


def mention(**more: object) -> dict:
    event = {"type": "app_mention", "user": "U1", "text": "<@UBOT> who?", "ts": "1.2"}
    return {"team_id": "T1", "event_id": "Ev1", "event": {**event, "channel": "C1", **more}}


def test_a_mention_begins_a_conversation_that_its_thread_goes_on() -> None:
    first, then = from_mention(mention()), from_mention(mention(ts="3.4", thread_ts="1.2"))
    assert first is not None
    assert then is not None
    assert first.conversation == then.conversation == "slack:T1:C1:1.2"
    assert first.keys == ("slack:message:T1:C1:1.2", "slack:event:Ev1")
    assert first.place.thread == then.place.thread == "1.2"


def test_a_direct_message_belongs_to_its_channel_or_its_thread() -> None:
    plain = from_direct(mention(channel_type="im", channel="D1"))
    threaded = from_direct(mention(channel_type="im", channel="D1", thread_ts="1.1"))
    assert plain is not None
    assert threaded is not None
    assert (plain.conversation, plain.place.thread) == ("slack:T1:D1", "")
    assert (threaded.conversation, threaded.place.thread) == ("slack:T1:D1:1.1", "1.1")
    assert from_direct(mention(channel_type="channel")) is None
