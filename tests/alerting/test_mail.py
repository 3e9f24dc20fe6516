"""Mails reach a real server; where they do not, the reason is told."""

import socket
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.alerting.mail import LONGEST_SUBJECT, Mail, Mailer, Refused
from bot.alerting.mail_server import parse_smtp_url
from bot.alerting.undelivered import Undelivered
from tests.casts.postbox import PASSWORD, USER, certificate, postbox

LOGIN = f"{USER}:{quote(PASSWORD, safe='')}@"
HELLO = Mail("shop@example.com", "Café Norden: én ting", "Skynd dig: “Ja”\n.\nslut", "abc")


def send(url: str, *mails: Mail, timeout: float = 20) -> None:
    with Mailer(parse_smtp_url(url), timeout=timeout).round() as opened:
        for mail in mails:
            opened.send(mail)


def failure(url: str, mail: Mail = HELLO) -> str:
    with pytest.raises(Undelivered) as told:
        send(url, mail)
    assert PASSWORD not in str(told.value)
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_mail_arrives_as_it_was_written() -> None:
    with postbox() as box:
        send(box.url(), HELLO)

    (mail,) = box.mails
    assert (mail["From"], mail["To"], mail["Subject"]) == ("svartid@example.com", HELLO.to, HELLO.subject)
    assert mail["Message-ID"] == "<abc@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.tzinfo is not None
    assert mail.get_content_charset() == "utf-8"
    assert box.texts == [HELLO.text]


def test_a_subject_stays_one_line_and_short() -> None:
    with postbox() as box:
        send(box.url(), Mail("a@example.com", "One\r\nBcc: b@example.com " + "ø" * 500, "x", "1"))

    (mail,) = box.mails
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("One Bcc: b@example.com ø")
    assert len(mail["Subject"]) == LONGEST_SUBJECT


def test_several_mails_go_over_one_connection() -> None:
    with postbox() as box:
        send(box.url(), HELLO, Mail("b@example.com", "Two", "Two", "2"))

    assert box.to == ["shop@example.com", "b@example.com"]
    assert len(box.sessions) == 1


def test_an_address_that_is_refused_keeps_no_other_from_its_mail() -> None:
    with postbox() as box, Mailer(parse_smtp_url(box.url())).round() as opened:
        box.unknown.add("gone@example.com")
        with pytest.raises(Refused, match=r"answered 550 5.1.1 No such user here"):
            opened.send(Mail("gone@example.com", "One", "One", "1"))
        for nonsense in ("a,b@example.com", "<a@example.com>", "søren@example.com"):
            with pytest.raises(Refused):
                opened.send(Mail(nonsense, "One", "One", "1"))
        box.answer = "554 5.7.1 Looks like spam"
        with pytest.raises(Refused, match="Looks like spam"):
            opened.send(HELLO)
        box.answer = "250 OK"
        opened.send(HELLO)

    assert box.to == ["shop@example.com"]


def test_encryption_is_used_where_it_is_offered(tmp_path: Path) -> None:
    context, _ = certificate(tmp_path)
    with postbox(starttls=context, offers_login=True) as box:
        send(box.url("localhost", login=LOGIN), HELLO)

    assert (box.encrypted, box.logged_in) == ([True], [True])


def test_a_certificate_that_is_trusted_serves_for_encryption_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with postbox(smtps=context, offers_login=True) as box:
        send(box.url(scheme="smtps", login=LOGIN), HELLO)

    assert box.logged_in == [True]


def test_a_certificate_that_is_not_trusted_is_told(tmp_path: Path) -> None:
    context, _ = certificate(tmp_path)
    with postbox(smtps=context) as box:
        assert "the certificate of 127.0.0.1:" in failure(box.url(scheme="smtps"))
    with postbox(starttls=context, offers_login=True) as box:
        assert "cannot be trusted: self-signed" in failure(box.url("0.0.0.0", login=LOGIN))
    assert box.mails == []


def test_a_password_never_crosses_a_network_in_the_clear() -> None:
    with postbox(offers_login=True) as box:
        assert "offers no encryption, so the password stays here" in failure(box.url("0.0.0.0", login=LOGIN))
        send(box.url("127.0.0.1", login=LOGIN), HELLO)

    assert box.logged_in == [True]


def test_a_wrong_password_is_told() -> None:
    with postbox(offers_login=True) as box:
        assert "127.0.0.1 answered 535" in failure(box.url(login=f"{USER}:wrong@"))


def test_a_server_without_a_login_is_told() -> None:
    with postbox() as box:
        assert "leave user and password out of SMTP_URL" in failure(box.url(login=LOGIN))


def test_a_server_that_cannot_be_reached_is_told() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    assert failure(f"smtp://127.0.0.1:{port}") == f"127.0.0.1:{port} cannot be reached: Connection refused"
    assert "cannot be reached" in failure("smtp://nowhere.invalid")
    assert "cannot be reached" in failure(f"smtp://{'a' * 70}.example")


def test_a_server_that_keeps_silent_is_told() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Undelivered, match="gave no answer in time"):
            send(url, HELLO, timeout=0.1)


def test_a_server_that_speaks_no_tls_is_told() -> None:
    with postbox() as box:
        assert "does not speak TLS as it should" in failure(box.url(scheme="smtps"))
