from __future__ import annotations

import pytest

from bot.smalltalk import small_talk

HELP = ["", " ", "?!", "🙂", "help", "Help?", "hello!", " hi ", "Good morning", "hey there 👋"]
ABOUT = ["help me please", "who are you?", "What can you do"]
THANKS = ["thanks!", "Thank you so much 🙏", "thx", "ok great, thanks", "cheers for that answer"]
ASKED = ["help with the visa?", "who led?", "thanks, and who led?", "who thanked you?", "1974?"]
SHORT = ["hello kitty", "the bot", "you", "good", "谁赢了?", "what do you know?"]


@pytest.mark.parametrize("text", [*HELP, *ABOUT])
def test_greetings_and_nothing_ask_for_help(text: str) -> None:
    assert small_talk(text) == "help"


@pytest.mark.parametrize("text", THANKS)
def test_thanks_are_thanks(text: str) -> None:
    assert small_talk(text) == "thanks"


@pytest.mark.parametrize("text", [*ASKED, *SHORT])
def test_everything_else_is_a_question(text: str) -> None:
    assert small_talk(text) is None
