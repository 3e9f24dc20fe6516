"""The environment, and what is said about a mistake in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings


def test_everything_has_a_default() -> None:
    assert read_settings({}) == Settings()


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_settings({"DATABASE_URL": " ", "PORT": "", "META_APP_SECRET": ""}) == Settings()


def test_reads_several_app_secrets() -> None:
    assert read_settings({"META_APP_SECRET": "one, two,"}).meta_app_secrets == ("one", "two")


def test_reads_a_secret_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")

    assert read_settings({"META_VERIFY_TOKEN_FILE": str(tmp_path / "secret")}).meta_verify_token == "hush"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-24T18:30+01:00", datetime(2026, 12, 24, 17, 30, tzinfo=UTC)),
        ("2026-12-24T18:30", datetime(2026, 12, 24, 18, 30, tzinfo=UTC)),
        ("2026-12-24", datetime(2026, 12, 24, tzinfo=UTC)),
    ],
)
def test_reads_a_frozen_moment(text: str, moment: datetime) -> None:
    assert read_settings({"SVARTID_NOW": text}).now == moment


def test_reads_how_alarms_reach_people(tmp_path: Path) -> None:
    (tmp_path / "smtp").write_text("smtp://svartid:hush@mail.example.com\n")
    (tmp_path / "key").write_text("whsec_aHVzaA==\n")
    read = read_settings(
        {
            "SMTP_URL_FILE": str(tmp_path / "smtp"),
            "ALERT_WEBHOOK_URL": "https://hooks.example.com/services/hush/",
            "ALERT_WEBHOOK_SECRET_FILE": str(tmp_path / "key"),
        }
    )

    assert read.mail_server is not None
    assert (read.mail_server.host, read.mail_server.password) == ("mail.example.com", "hush")
    assert read.alert_webhook_url == "https://hooks.example.com/services/hush/"
    assert read.alert_webhook_key == b"hush"


def test_a_signing_secret_may_be_any_text() -> None:
    assert read_settings({"ALERT_WEBHOOK_SECRET": "långt"}).alert_webhook_key == "långt".encode()


WRONG = [
    ("PORT", "eighty"),
    ("PORT", "70000"),
    ("PORT", "-1"),
    ("META_APP_ID", "abc"),
    ("GRAPH_API_URL", "graph.facebook.com"),
    ("INSTAGRAM_GRAPH_API_URL", "ftp://x"),
    ("GRAPH_API_URL", "http://[broken"),
    ("GRAPH_API_VERSION", "26"),
    ("SVARTID_NOW", "tonight"),
    ("META_APP_SECRET_FILE", "/nowhere/secret"),
    ("SMTP_URL", "hush"),
    ("SMTP_URL", "smtp://user:hush@mail:x"),
    ("ALERT_WEBHOOK_URL", "hush.example.com"),
    ("ALERT_WEBHOOK_SECRET", "whsec_hush!"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_bad_value_is_told_in_one_sentence_that_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as told:
        read_settings({name: value})

    assert name in str(told.value)
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
    assert "hush" not in str(told.value)


def test_a_secret_may_not_be_given_twice(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="META_APP_SECRET and META_APP_SECRET_FILE"):
        read_settings({"META_APP_SECRET": "a", "META_APP_SECRET_FILE": str(tmp_path)})


def test_a_secret_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not a text file"):
        read_settings({"META_APP_SECRET_FILE": str(tmp_path / "secret")})


def test_no_secret_is_shown_when_settings_are_printed() -> None:
    names = ["META_APP_SECRET", "META_VERIFY_TOKEN", "META_PAGE_TOKENS", "ENCRYPTION_KEY", "ALERT_WEBHOOK_SECRET"]
    addresses = {
        "DATABASE_URL": "postgresql://user:hush@host/name",
        "SMTP_URL": "smtp://user:hush@host",
        "ALERT_WEBHOOK_URL": "https://hooks.example.com/services/hush",
    }
    shown = repr(read_settings(dict.fromkeys(names, "hush") | addresses))

    assert "hush" not in shown


def test_reads_which_proxies_are_believed() -> None:
    assert read_settings({}).proxies == ()
    named = read_settings({"FORWARDED_ALLOW_IPS": "203.0.113.7, 198.51.100.0/24,::1"}).proxies
    assert [str(network) for network in named] == ["203.0.113.7/32", "198.51.100.0/24", "::1/128"]
    assert [str(network) for network in read_settings({"FORWARDED_ALLOW_IPS": "*"}).proxies] == ["0.0.0.0/0", "::/0"]
    with pytest.raises(SettingsError, match="FORWARDED_ALLOW_IPS must be addresses or networks"):
        read_settings({"FORWARDED_ALLOW_IPS": "my proxy"})
