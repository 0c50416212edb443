"""A message as a question."""

from hypothesis import given
from hypothesis import strategies as st

from bot.discord.asked import plain
from bot.discord.places import Rules, rules, with_use
from bot.settings import DiscordSettings

ME = 900
NAMES = {("user", 1): "Ann", ("role", 2): "Staff", ("channel", 3): "talk"}


def test_the_bots_own_mention_goes_wherever_it_stands():
    assert plain("<@900> who led?", {}, ME) == "who led?"
    assert plain("who <@!900> led?", {}, ME) == "who led?"
    assert plain("who led? <@900>", {("user", ME): "Quotedesk"}, ME) == "who led?"


def test_other_mentions_become_names_and_unknown_ones_go():
    assert plain("did <@1> and <@&2> meet in <#3>?", NAMES, ME) == "did Ann and Staff meet in talk?"
    assert plain("did <@77> meet <#78>?", NAMES, ME) == "did meet ?"


def test_emoji_and_times_go_and_commands_keep_their_name():
    text = "<:wave:123> <a:party:9> when </ask help:55> <t:1700000000:R>?"
    assert plain(text, {}, ME) == "when ask help ?"


@given(st.text())
def test_no_markup_is_left(text):
    assert "<@900>" not in plain(f"{text}<@900>", {}, ME)


def test_channels_without_settings_are_all_answered_in():
    assert Rules().answers_in(5, None, None)


def test_denied_wins_over_allowed_and_a_thread_follows_its_channel():
    held = Rules(allow=frozenset({"1", "2"}), deny=frozenset({"2"}))
    assert held.answers_in(1)
    assert held.answers_in(77, 1)
    assert not held.answers_in(2)
    assert not held.answers_in(77, 2)
    assert not held.answers_in(3)


def test_a_support_channel_is_one_to_answer_in():
    held = Rules(allow=frozenset({"1"}), support=frozenset({"5", "6"}), deny=frozenset({"6"}))
    assert held.answers_in(77, 5)
    assert held.supports(5)
    assert not held.supports(6)
    assert not held.supports(1)
    assert not held.supports(None)


def test_what_a_server_chooses_wins_over_the_settings():
    settings = DiscordSettings(
        channels_deny=("1",), forum_channels=("5",), reply="message", experts_channel="9"
    )
    chosen = {"channels": {"1": "answer", "5": "ignore"}, "reply": "thread", "experts": ""}
    held = rules(settings, chosen)
    assert held.reply == "thread"
    assert held.experts == ""
    assert held.answers_in(1)
    assert not held.supports(5)
    assert rules(settings, {}).experts == "9"


def test_the_default_takes_a_choice_back():
    chosen = {"channels": with_use({}, 7, "ignore")}
    assert chosen == {"channels": {"7": "ignore"}}
    assert with_use(chosen, 7, "default") == {}
    assert with_use(chosen, 8, "support") == {"7": "ignore", "8": "support"}
