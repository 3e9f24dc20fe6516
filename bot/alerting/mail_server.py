"""The mail server that SMTP_URL names."""

from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who takes our mail, and in whose name we send it."""

    host: str
    port: int
    sender: str
    tls: bool = False  # from the first byte on; else STARTTLS where the server offers it
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def is_this_machine(self) -> bool:
        """Whether what we send never crosses a network."""
        return self.host == "localhost" or (_is_ip(self.host) and ip_address(self.host).is_loopback)


def parse_smtp_url(url: str) -> MailServer:
    """`smtp://user:password@host:587?from=svartid@example.com`, or `smtps://`. ValueError tells no secret."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("the host or the port is not sound; percent-encode what is special in a password") from None
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.fragment:
        raise ValueError(
            "write smtp://user:password@host:587?from=svartid@example.com, or smtps:// with port 465, and "
            "percent-encode what is special in a password"
        )
    if bool(parts.username) != bool(parts.password):
        raise ValueError("a user needs a password, and a password a user")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise ValueError("user and password may hold ASCII letters, digits and signs only")
    return MailServer(
        parts.hostname,
        PORTS[parts.scheme] if port is None else port,
        _sender(parts, parts.hostname),
        tls=parts.scheme == "smtps",
        user=user or None,
        password=password or None,
    )


def _sender(parts: SplitResult, host: str) -> str:
    given = dict(parse_qsl(parts.query.replace("+", "%2B"), keep_blank_values=True))
    if given.keys() - {"from"}:
        raise ValueError("nothing but ?from= may follow the host and the port")
    sender = given.get("from", f"svartid@{'localhost' if _is_ip(host) else host}")
    try:
        sound = sender.isascii() and bool(Address(addr_spec=sender).domain)
    except (MessageError, ValueError):
        sound = False
    if not sound:
        raise ValueError("from must be one mail address, such as svartid@example.com")
    return sender


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
