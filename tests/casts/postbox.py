"""A mail server on loopback that keeps what it gets, or refuses it as told."""

import ssl
from asyncio import Server
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "svartid", "p@ss:/word"


@dataclass
class Postbox:
    """What came in, and what is refused."""

    mails: list[EmailMessage] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)  # addresses that nobody has
    answer: str = "250 OK"  # to a mail
    encrypted: list[bool] = field(default_factory=list)  # whether each mail came by STARTTLS
    logged_in: list[bool] = field(default_factory=list)
    sessions: set[Session] = field(default_factory=set)
    port: int = 0

    def url(self, host: str = "127.0.0.1", *, scheme: str = "smtp", login: str = "") -> str:
        return f"{scheme}://{login}{host}:{self.port}?from=svartid@example.com"

    @property
    def to(self) -> list[str]:
        return [mail["To"] for mail in self.mails]

    @property
    def texts(self) -> list[str]:
        return ["\n".join(mail.get_content().splitlines()) for mail in self.mails]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert envelope.rcpt_tos == [mail["To"]]
            self.mails.append(mail)
            self.encrypted.append(session.ssl is not None)
            self.logged_in.append(bool(session.authenticated))
            self.sessions.add(session)
        return self.answer


class _Controller(Controller):
    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]  # port 0 asks for any that is free
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def postbox(
    *, starttls: ssl.SSLContext | None = None, smtps: ssl.SSLContext | None = None, offers_login: bool = False
) -> Iterator[Postbox]:
    box = Postbox()

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    controller = _Controller(
        box,
        hostname="127.0.0.1",
        port=0,
        server_hostname="localhost",
        ssl_context=smtps,
        tls_context=starttls,
        authenticator=authenticate,
        auth_require_tls=not offers_login,
    )
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A self-made certificate for 127.0.0.1: what a server serves it with, and the file by which it is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    trusted, secret = folder / "certificate.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, secret)
    return context, trusted
