"""Mails to people of the house."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.alerting.mail_server import MailServer
from bot.alerting.undelivered import Undelivered, reason_of

TIMEOUT = 20
"""Seconds for which the server may keep silent."""

LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail; the same `mark` makes it recognisable as the same again."""

    to: str
    subject: str
    text: str
    mark: str


class Refused(Undelivered):
    """The server does not take this mail, or not for this address; others it may."""


class MailRound:
    """An open connection to the mail server."""

    def __init__(self, connection: smtplib.SMTP, server: MailServer) -> None:
        self._connection = connection
        self._server = server

    def send(self, mail: Mail) -> None:
        """Hand over a mail. Raises Refused, or Undelivered where no other mail has a chance now."""
        server = self._server
        try:
            message = _written(mail, server.sender)
            self._connection.send_message(message, server.sender, [mail.to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise Refused(_answered(server, code, said)) from None
        except smtplib.SMTPDataError as error:
            raise Refused(_answered(server, error.smtp_code, error.smtp_error)) from None
        except (smtplib.SMTPNotSupportedError, MessageError, ValueError):
            raise Refused(f"{server.host} does not know what to do with this address") from None
        except OSError as error:
            raise Undelivered(_reason(error, server)) from None


class Mailer:
    """Sends by one mail server."""

    def __init__(self, server: MailServer, *, timeout: float = TIMEOUT) -> None:
        self._server = server
        self._timeout = timeout

    @contextmanager
    def round(self) -> Iterator[MailRound]:
        """A connection for some mails. Raises Undelivered."""
        try:
            connection = self._connected()
        except (OSError, ValueError) as error:  # smtplib's own errors are OSErrors
            raise Undelivered(_reason(error, self._server)) from None
        try:
            yield MailRound(connection, self._server)
        finally:
            _hang_up(connection)

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        try:
            self._greet(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _greet(self, connection: smtplib.SMTP) -> None:
        server = self._server
        connection.ehlo_or_helo_if_needed()
        is_private = server.tls or server.is_this_machine
        if not server.tls and connection.has_extn("starttls"):
            connection.starttls(context=_starttls_context(server))
            connection.ehlo()
            is_private = True
        if server.user and server.password:
            if not is_private:
                raise Undelivered(
                    f"{server.host} offers no encryption, so the password stays here: use smtps:// or another server"
                )
            connection.login(server.user, server.password)


def _starttls_context(server: MailServer) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.is_this_machine:  # its certificate is seldom made out to localhost, and nobody sits in between
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _written(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = " ".join(mail.subject.split())[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{mail.mark}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    return message


def _hang_up(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except OSError:
        connection.close()


def _answered(server: MailServer, code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{server.host} answered {code} {' '.join(text.split())[:200]}".strip()


def _reason(error: Exception, server: MailServer) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(server, error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPServerDisconnected) and not isinstance(error.__context__, OSError):
        return f"{server.host} hung up"
    if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
        return f"{server.host} offers no login that we know; leave user and password out of SMTP_URL, or use another"
    return reason_of(error, f"{server.host}:{server.port}")
