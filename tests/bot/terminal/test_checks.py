from bot.doctor import fail, ok, warn
from bot.terminal.checks import render_checks
from bot.terminal.look import Look

CHECKS = [
    ok("Python", "3.11.7"),
    warn("article", "evil\x1b[31m.txt: it holds no text.", "Remove it."),
    fail("settings", "web.port must be a whole number from 0 to 65,535.", "Change it."),
]


def test_each_check_is_a_line_with_its_cure_below() -> None:
    assert render_checks(CHECKS).splitlines() == [
        "ok   Python           3.11.7",
        "warn article          evil␛[31m.txt: it holds no text.",
        "     > Remove it.",
        "fail settings         web.port must be a whole number from 0 to 65,535.",
        "     > Change it.",
        "",
        "1 of 3 checks failed.",
    ]


def test_all_is_well() -> None:
    assert render_checks(CHECKS[:1]).splitlines()[-1] == "All is well."
    assert render_checks(CHECKS[:2]).splitlines()[-1] == "All is well (1 to look at)."


def test_a_narrow_terminal_is_not_overrun() -> None:
    assert all(len(line) <= 40 for line in render_checks(CHECKS, Look(40)).splitlines())


def test_an_address_stays_whole_so_that_it_can_be_copied() -> None:
    address = "https://example.org/" + "long+and-longer/" * 20
    shown = render_checks([ok("invite", address)], Look(width=40))
    assert address in shown
