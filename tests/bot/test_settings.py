from __future__ import annotations

import tomllib
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from bot.credentials import Secrets
from bot.layers import keys
from bot.settings import Settings, default_database, load
from retrieval.errors import SettingsError
from retrieval.resources import config_folder, seeds_folder

DEFAULT = config_folder() / "default.toml"


def faults(config: Path | None = None, environ: dict | None = None, **options: object) -> list[str]:
    with pytest.raises(SettingsError) as error:
        load(config, environ or {}, options, dotenv=None)
    return str(error.value).splitlines()


def flat(table: dict, prefix: str = "") -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            values |= flat(value, f"{prefix}{key}.")
        else:
            values[f"{prefix}{key}"] = value
    return values


def test_the_default_file_holds_every_key_with_its_default():
    held = flat(tomllib.loads(DEFAULT.read_text(encoding="utf-8")))
    defaults = {key: field.default for key, field, _ in keys(Settings)}
    defaults |= {"articles": "", "database": ""}
    assert {k: tuple(v) if isinstance(v, list) else v for k, v in held.items()} == defaults


def test_the_default_file_says_what_every_key_means():
    lines = DEFAULT.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if " = " in line and " # " not in line] == []


def test_nothing_given_means_the_seeds_and_a_database_of_their_own():
    settings = load(None, {}, {}, dotenv=None)
    assert settings.articles == seeds_folder()
    assert settings.database == default_database(seeds_folder())
    assert settings.engine == "auto"


def test_two_folders_never_share_a_default_database(tmp_path):
    first = load(None, {}, {"articles": tmp_path / "a" / "docs"}, dotenv=None)
    second = load(None, {}, {"articles": tmp_path / "b" / "docs"}, dotenv=None)
    assert first.database != second.database
    assert first.database.name.startswith("docs-")


def test_each_layer_goes_over_the_one_before(tmp_path):
    config = tmp_path / "mine.toml"
    config.write_text("passage_words = 50\n[web]\nport = 1\n[retrieval]\nk1 = 1\n")
    environ = {"QUOTEDESK_WEB__PORT": "2", "QUOTEDESK_ENGINE": "disk"}
    settings = load(config, environ, {"engine": "auto", "database": None}, dotenv=None)
    assert (settings.passage_words, settings.web.port, settings.engine) == (50, 2, "auto")
    assert settings.retrieval.k1 == 1.0
    assert settings.retrieval.b == 0.4


def test_relative_paths_in_a_file_are_relative_to_it(tmp_path):
    config = tmp_path / "mine.toml"
    config.write_text('articles = "docs"\n')
    assert load(config, {}, {}, dotenv=None).articles == tmp_path / "docs"
    assert load(config, {}, {"articles": "docs"}, dotenv=None).articles == Path.cwd() / "docs"


def test_the_environment_can_name_the_file(tmp_path):
    config = tmp_path / "mine.toml"
    config.write_text("workers = 9\n")
    assert load(None, {"QUOTEDESK_CONFIG": str(config)}, {}, dotenv=None).workers == 9


def test_port_is_the_web_port_unless_that_is_set_itself():
    assert load(None, {"PORT": "5000"}, {}, dotenv=None).web.port == 5000
    both = {"QUOTEDESK_WEB__PORT": "6000", "PORT": "5000"}
    assert load(None, both, {}, dotenv=None).web.port == 6000
    assert load(None, {"PORT": "5000"}, {"web.port": 7000}, dotenv=None).web.port == 7000


@pytest.mark.parametrize("given", ["C1, C2", "C1 C2", '["C1", "C2"]', "[C1,C2]"])
def test_lists_are_read_from_the_environment(given):
    settings = load(None, {"QUOTEDESK_SLACK__CHANNELS_ALLOW": given}, {}, dotenv=None)
    assert settings.slack.channels_allow == ("C1", "C2")


def test_ids_may_be_written_as_numbers(tmp_path):
    config = tmp_path / "mine.toml"
    config.write_text("[discord]\nexperts_channel = 1234\nforum_channels = [5678]\n")
    discord = load(config, {}, {}, dotenv=None).discord
    assert (discord.experts_channel, discord.forum_channels) == ("1234", ("5678",))


def test_all_faults_are_reported_at_once(tmp_path):
    config = tmp_path / "mine.toml"
    config.write_text('passge_words = 5\nweb = 3\n[retrieval]\nk1 = "high"\nb = 2\n')
    environ = {
        "QUOTEDESK_SLACK__REPLY": "loud",
        "QUOTEDESK_WEB__PORT": "70000",
        "SLACK_API_BASE_URL": "slack",
    }
    assert sorted(faults(config, environ, workers=True)) == sorted(
        [
            f"passge_words in {config} is no setting; did you mean passage_words?",
            f"web in {config} must be a section, [web].",
            f"retrieval.k1 in {config} must be a number from 0.0 to 10.0.",
            f"retrieval.b in {config} must be a number from 0.0 to 1.0.",
            "QUOTEDESK_SLACK__REPLY must be one of thread, channel.",
            "QUOTEDESK_WEB__PORT must be a whole number from 0 to 65,535.",
            "--workers must be a whole number from 1 to 256.",
            "SLACK_API_BASE_URL must be an address that starts with https://.",
        ]
    )


@pytest.mark.parametrize("number", ["nan", "inf", "1.5", "", "1e400", "two"])
def test_what_is_no_whole_number_is_a_fault(number):
    (fault,) = faults(None, {"QUOTEDESK_WORKERS": number})
    assert fault == "QUOTEDESK_WORKERS must be a whole number from 1 to 256."


@pytest.mark.parametrize(
    "line", ['engine = "fast"', "engine = 3", "articles = 3", "slack.reply = []"]
)
def test_a_wrong_type_is_a_fault(tmp_path, line):
    config = tmp_path / "mine.toml"
    config.write_text(line)
    (fault,) = faults(config)
    assert " must be " in fault


def test_a_path_with_a_nul_is_a_fault():
    (fault,) = faults(None, {}, articles="a\0b")
    assert fault == "--articles must be a path in quotes."


def test_a_file_that_is_missing_or_no_toml_is_a_fault(tmp_path):
    missing = tmp_path / "missing.toml"
    assert faults(missing) == [
        f"The settings file {missing} cannot be read; check that it is there."
    ]
    broken = tmp_path / "broken.toml"
    broken.write_text("a = 1\nb = = 2\n")
    assert faults(broken) == [f"The settings file {broken} is not valid TOML: see line 2."]
    broken.write_bytes(b"\xff\xfe\x00")
    assert faults(broken) == [f"The settings file {broken} is not valid TOML."]


def test_tokens_come_from_the_environment_or_a_dotenv_file(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_text('SLACK_BOT_TOKEN="xoxb-1"\nDISCORD_TOKEN=file\nQUOTEDESK_WORKERS=7\n')
    settings = load(None, {"DISCORD_TOKEN": "environment "}, {}, dotenv=dotenv)
    assert settings.secrets.slack_bot_token == "xoxb-1"
    assert settings.secrets.discord_token == "environment"
    assert settings.secrets.slack_app_token == ""
    assert settings.workers == 7


def test_tokens_are_never_settings_of_a_file(tmp_path):
    config = tmp_path / "mine.toml"
    config.write_text('[slack]\nbot_token = "xoxb-hidden"\n[secrets]\ndiscord_token = "hidden"\n')
    told = "\n".join(faults(config))
    assert told.count("is no setting") == 2
    assert "hidden" not in told


def test_tokens_are_never_printed():
    given = {field.name.upper(): f"hidden-{field.name}" for field in fields(Secrets)}
    settings = load(None, given, {}, dotenv=None)
    assert "hidden" not in f"{settings!r} {settings} {settings.secrets!r} {settings.secrets!s}"
    assert "slack_bot_token" in repr(settings.secrets)


def test_server_addresses_can_point_elsewhere():
    given = {
        "SLACK_API_BASE_URL": "http://127.0.0.1:9/api",
        "DISCORD_GATEWAY_URL": "ws://127.0.0.1:9/",
    }
    addresses = load(None, given, {}, dotenv=None).addresses
    assert asdict(addresses) == {
        "slack_api_base_url": "http://127.0.0.1:9/api/",
        "discord_api_base_url": "",
        "discord_gateway_url": "ws://127.0.0.1:9/",
    }


@pytest.mark.parametrize("given", ["true", "Yes", "on", "1", True])
def test_yes_and_no_are_said_in_many_ways(given: object):
    assert load(None, {}, {"answer.reader": given}, dotenv=None).answer.reader is True
    assert load(None, {"QUOTEDESK_ANSWER__READER": "off"}, {}, dotenv=None).answer.reader is False


@pytest.mark.parametrize("given", ["maybe", "", 1, 0.5])
def test_neither_yes_nor_no_is_a_fault(given: object):
    assert faults(None, None, **{"answer.reader": given}) == ["--reader must be true or false."]
