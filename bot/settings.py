"""What the operator decides: one frozen object, read once from the environment."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from bot.alerting.mail_server import MailServer, parse_smtp_url

SHORTEST_KEY = 32
"""So many characters at least has what signs the desk's sessions."""


Network = IPv4Network | IPv6Network

ANYWHERE = "0.0.0.0/0,::/0"


class SettingsError(Exception):
    """A variable is missing or wrong; the message names it and says what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment, checked. Secrets are kept out of `repr`."""

    database_url: str = field(default="sqlite:///var/svartid.db", repr=False)
    meta_app_secrets: tuple[str, ...] = field(default=(), repr=False)
    meta_verify_token: str | None = field(default=None, repr=False)
    meta_app_id: str | None = None
    meta_page_tokens: str = field(default="", repr=False)
    graph_api_url: str = "https://graph.facebook.com"
    instagram_graph_api_url: str = "https://graph.instagram.com"
    graph_api_version: str = "v26.0"
    faq_dir: Path = Path("faq")
    encoder: str = "embedded"
    secret_key: str | None = field(default=None, repr=False)  # without it there is no desk
    encryption_key: str | None = field(default=None, repr=False)
    mail_server: MailServer | None = None
    alert_webhook_url: str | None = field(default=None, repr=False)  # chats give away addresses that nobody may know
    alert_webhook_key: bytes | None = field(default=None, repr=False)
    port: int = 8000
    proxies: tuple[Network, ...] = ()  # beside this machine and private networks
    desk_url: str | None = None  # of the host, for links that are printed or mailed
    now: datetime | None = None
    clock_file: Path | None = None  # of a trial, whose clock can be set


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment. Raises SettingsError with one sentence that names the variable."""
    read = _Reader(environment)
    defaults = Settings()
    return Settings(
        database_url=read.secret("DATABASE_URL") or defaults.database_url,
        meta_app_secrets=read.secrets("META_APP_SECRET"),
        meta_verify_token=read.secret("META_VERIFY_TOKEN"),
        meta_app_id=read.digits("META_APP_ID"),
        meta_page_tokens=read.secret("META_PAGE_TOKENS") or "",
        graph_api_url=read.url("GRAPH_API_URL") or defaults.graph_api_url,
        instagram_graph_api_url=read.url("INSTAGRAM_GRAPH_API_URL") or defaults.instagram_graph_api_url,
        graph_api_version=read.version("GRAPH_API_VERSION") or defaults.graph_api_version,
        faq_dir=Path(read.text("FAQ_DIR") or defaults.faq_dir),
        encoder=read.text("ENCODER") or defaults.encoder,
        secret_key=read.long_secret("SECRET_KEY"),
        encryption_key=read.secret("ENCRYPTION_KEY"),
        mail_server=read.mail_server("SMTP_URL"),
        alert_webhook_url=read.secret_url("ALERT_WEBHOOK_URL"),
        alert_webhook_key=read.signing_key("ALERT_WEBHOOK_SECRET"),
        port=read.port("PORT") or defaults.port,
        proxies=read.networks("FORWARDED_ALLOW_IPS"),
        desk_url=read.url("DESK_URL"),
        now=read.moment("SVARTID_NOW"),
        clock_file=read.path("SVARTID_CLOCK_FILE"),
    )


class _Reader:
    """Reads one variable at a time; an empty one counts as not set."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str) -> str | None:
        return self._environment.get(name, "").strip() or None

    def path(self, name: str) -> Path | None:
        value = self.text(name)
        return Path(value) if value else None

    def secret(self, name: str) -> str | None:
        file = self.text(f"{name}_FILE")
        value = self.text(name)
        if file is None:
            return value
        if value is not None:
            raise SettingsError(f"{name} and {name}_FILE are both set; keep one of them.")
        try:
            return Path(file).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not a text file"
            raise SettingsError(f"{name}_FILE names {file}, which cannot be read: {reason}.") from None

    def long_secret(self, name: str) -> str | None:
        value = self.secret(name)
        if value is not None and len(value) < SHORTEST_KEY:
            raise SettingsError(
                f"{name} must have at least {SHORTEST_KEY} characters, so that nobody can guess it; make one with: "
                'python3 -c "import secrets; print(secrets.token_hex(32))"'
            )
        return value

    def secrets(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in (self.secret(name) or "").split(",") if part.strip())

    def digits(self, name: str) -> str | None:
        value = self.text(name)
        if value is not None and not (value.isascii() and value.isdigit()):
            raise SettingsError(f"{name} must be a number, as Meta's app dashboard shows it, not {value!r}.")
        return value

    def url(self, name: str) -> str | None:
        value = self.text(name)
        if value is None:
            return None
        if not _is_url(value):
            raise SettingsError(f"{name} must be an address such as https://graph.facebook.com, not {value!r}.")
        return value.rstrip("/")

    def secret_url(self, name: str) -> str | None:
        value = self.secret(name)
        if value is not None and not _is_url(value):
            raise SettingsError(f"{name} must be an address such as https://hooks.slack.com/services/….")
        return value

    def mail_server(self, name: str) -> MailServer | None:
        value = self.secret(name)
        try:
            return parse_smtp_url(value) if value else None
        except ValueError as error:
            raise SettingsError(f"{name} is not the address of a mail server: {error}.") from None

    def signing_key(self, name: str) -> bytes | None:
        value = self.secret(name)
        if value is None or not value.startswith("whsec_"):
            return value.encode() if value else None
        try:
            return base64.b64decode(value.removeprefix("whsec_"), validate=True)
        except ValueError:
            raise SettingsError(f"{name} begins with whsec_ but goes on with something else than base64.") from None

    def version(self, name: str) -> str | None:
        value = self.text(name)
        if value is not None and not (value.startswith("v") and value[1:].replace(".", "", 1).isdigit()):
            raise SettingsError(f"{name} must be a version such as v26.0, not {value!r}.")
        return value

    def port(self, name: str) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
            raise SettingsError(f"{name} must be a port number from 1 to 65535, not {value!r}.")
        return int(value)

    def networks(self, name: str) -> tuple[Network, ...]:
        value = self.text(name) or ""
        parts = (ANYWHERE if value == "*" else value).split(",")
        try:
            return tuple(ip_network(part.strip(), strict=False) for part in parts if part.strip())
        except ValueError:
            raise SettingsError(
                f"{name} must be addresses or networks of proxies with commas, such as 203.0.113.7, not {value!r}."
            ) from None

    def moment(self, name: str) -> datetime | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise SettingsError(f"{name} must be a time such as 2026-12-24T18:30+01:00, not {value!r}.") from None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
