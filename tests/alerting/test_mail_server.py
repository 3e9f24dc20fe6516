"""SMTP_URL, as people write it."""

import pytest

from bot.alerting.mail_server import MailServer, parse_smtp_url


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.com", MailServer("mail.example.com", 587, "svartid@mail.example.com")),
        ("smtps://mail.example.com/", MailServer("mail.example.com", 465, "svartid@mail.example.com", tls=True)),
        ("smtp://127.0.0.1:25", MailServer("127.0.0.1", 25, "svartid@localhost")),
        ("smtp://[::1]:25?from=a@example.com", MailServer("::1", 25, "a@example.com")),
        (
            "smtp://anna%40example.com:p%40ss%2Fword@mail.example.com:2525?from=shop+alarms@example.com",
            MailServer(
                "mail.example.com", 2525, "shop+alarms@example.com", user="anna@example.com", password="p@ss/word"
            ),
        ),
    ],
)
def test_reads_a_mail_server(url: str, server: MailServer) -> None:
    assert parse_smtp_url(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com",
        "https://mail.example.com",
        "smtp://",
        "smtp://user:hush@",
        "smtp://user:hu/sh@mail.example.com",
        "smtp://user:hu?sh@mail.example.com",
        "smtp://user:hu#sh@mail.example.com",
        "smtp://user@mail.example.com",
        "smtp://:hush@mail.example.com",
        "smtp://user:@mail.example.com",
        "smtp://user:hu%C3%B8sh@mail.example.com",
        "smtp://mail.example.com:mail",
        "smtp://mail.example.com:99999",
        "smtp://mail.example.com?sender=a@example.com",
        "smtp://mail.example.com?from=shop",
        "smtp://mail.example.com?from=a@example.com,b@example.com",
        "smtp://mail.example.com?from=søren@example.com",
        "smtp://[broken",
    ],
)
def test_what_is_no_mail_server_is_told_without_a_word_of_it(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as told:
        parse_smtp_url(url)

    assert "hu" not in str(told.value).replace("such", "")


@pytest.mark.parametrize(
    ("host", "here"), [("localhost", True), ("127.0.0.2", True), ("[::1]", True), ("10.0.0.1", False), ("mx", False)]
)
def test_knows_what_stays_on_this_machine(host: str, here: bool) -> None:
    assert parse_smtp_url(f"smtp://{host}").is_this_machine is here
