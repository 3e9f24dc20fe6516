"""The composition root: the one place that knows every part and puts them together."""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from threading import Event
from typing import TYPE_CHECKING

from bot.alerting.carrying import Carrier
from bot.alerting.digests import put_digest
from bot.alerting.mail import Mailer
from bot.alerting.webhook import Webhook
from bot.calibration import shipped_prior
from bot.clock import Clock, business_clock
from bot.content_files import content_hash, read_content_files, shipped_wording
from bot.core.content.house import House
from bot.core.content.loading import HOUSE, Content, load_content
from bot.core.knowledge import Knowledge
from bot.core.matching.encoder import Encoder
from bot.core.matching.matcher import fit
from bot.core.menu import Menu, menus_of
from bot.core.reception import Reception
from bot.core.sending import Sender
from bot.delivering import Deliverer
from bot.encoders.choosing import EncoderUnavailable, load_encoder
from bot.handling import BURST_MS, Handler
from bot.house_history import HouseHistory
from bot.language_detector import LanguageDetector
from bot.name_keeping import NameKeeper
from bot.publishing import FaqShelf
from bot.settings import Settings, SettingsError, read_settings
from bot.shipped_vectors import ShippedEncoder
from bot.store.database import Database, open_database
from bot.store.faq_versions import load_version, newest_version_id
from bot.store.house_versions import version_of
from bot.store.sealing import Open, Seal, Sealed
from bot.store.situation import SituationReader
from bot.token_keeping import RefreshFailed, TokenKeeper
from bot.watching.answered import Closer
from bot.watching.assigning import Assigner
from bot.watching.digests import DigestWriter
from bot.watching.judging import Judge
from bot.watching.lookout import Lookout
from bot.watching.promises import PromiseKeeper
from bot.watching.scheduled import Releaser
from bot.watching.snoozed import Waker
from bot.watching.unmanned import RotaWatch
from bot.worker import Chore, Worker
from webhooks.speaking.graph import GraphSender
from webhooks.speaking.pages import GraphPages
from webhooks.speaking.profiles import GraphProfiles
from webhooks.speaking.refreshing import TokenRefreshError, refresh_instagram_token
from webhooks.speaking.tokens import AccessToken, parse_page_tokens

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every process stands on."""

    settings: Settings
    database: Database
    seal: Seal  # of texts
    clock: Clock


def lay_ground(settings: Settings) -> Ground:
    """Database, seal and clock. Raises SettingsError."""
    try:
        database = open_database(settings.database_url)
    except ValueError as error:
        raise SettingsError(f"DATABASE_URL: {error}.") from None
    seal = Sealed([settings.encryption_key], purpose="texts") if settings.encryption_key else Open()
    return Ground(settings, database, seal, business_clock(settings.now, settings.clock_file))


def create_app(ground: Ground | None = None, *, explain: bool = False) -> "Flask":
    """The web application, on the environment's settings unless a ground is given. Raises SettingsError."""
    # Only here, since a worker has no use for the 10 MB that they take.
    from flask import Flask  # noqa: PLC0415

    from bot.desk.office import Office  # noqa: PLC0415
    from bot.desk.pages import open_desk  # noqa: PLC0415
    from bot.explaining import explaining  # noqa: PLC0415
    from bot.health import health  # noqa: PLC0415
    from bot.keeping import Keeper  # noqa: PLC0415
    from webhooks.receiving.blueprint import receiving  # noqa: PLC0415

    ground = ground or lay_ground(read_settings(os.environ))
    app = Flask("bot", static_folder=None, static_url_path="")
    keeper = Keeper(ground.database, ground.seal, ground.clock, app_id=ground.settings.meta_app_id)
    app.register_blueprint(
        receiving(
            keep=keeper.keep,
            secrets=ground.settings.meta_app_secrets,
            verify_token=ground.settings.meta_verify_token,
        )
    )
    app.register_blueprint(health(ground.database, secrets=ground.settings.meta_app_secrets))
    open_desk(app, Office(ground.settings, ground.database, ground.seal, ground.clock, content_in_force(ground)))
    if explain:
        app.register_blueprint(explaining(ground.database, ground.seal))
    return app


def create_trial_app() -> "Flask":
    """The web application of `svartid run`: it also tells why and what to ask, and travels in time."""
    from bot.time_travel import time_travel  # noqa: PLC0415
    from bot.trying import trying  # noqa: PLC0415

    ground = lay_ground(read_settings(os.environ))
    app, content = create_app(ground, explain=True), content_in_force(ground)
    app.register_blueprint(time_travel(ground.clock, lambda: content().house.timezone))
    app.register_blueprint(trying(content, ground.clock))
    return app


def create_worker(
    ground: Ground, *, shelf: FaqShelf | None = None, stopping: Event | None = None, burst_ms: int = BURST_MS
) -> Worker:
    """The background process, which ends when `stopping` is set. Raises SettingsError."""
    settings = ground.settings
    shelf = shelf or create_shelf(ground)
    tokens = page_tokens(settings)
    keeper = TokenKeeper(
        ground.database,
        token_seal(settings),
        ground.clock,
        configured={account: token.value for account, token in tokens.items() if token.instagram_login},
        refresh=lambda value: _refreshed(value, settings),
    )

    def token_of(account: str) -> AccessToken | None:
        return _newest(tokens.get(account), keeper.current(account))

    sender = GraphSender(
        token_of,
        graph_url=settings.graph_api_url,
        instagram_graph_url=settings.instagram_graph_api_url,
        version=settings.graph_api_version,
    )
    profiles = GraphProfiles(
        token_of,
        graph_url=settings.graph_api_url,
        instagram_graph_url=settings.instagram_graph_api_url,
        version=settings.graph_api_version,
    )
    return Worker(
        ground.database,
        ground.seal,
        Handler(ground.database, ground.seal, ground.clock, shelf.knowledge, sender, burst_ms=burst_ms),
        Deliverer(ground.database, ground.clock, sender, human_agent=lambda: shelf.knowledge().house.human_agent),
        ready=shelf.is_ready,
        stopping=stopping,
        chores=[
            Chore("follow the FAQ", every_seconds=2, do=shelf.follow),
            Chore("tell of the encoder", every_seconds=60, do=shelf.tell_of_encoder),
            Chore("refresh tokens", every_seconds=3600, do=keeper.refresh_due),
            Chore("ask for names", every_seconds=5, do=NameKeeper(ground.database, ground.clock, profiles.name_of).ask),
            Chore("watch over who waits", every_seconds=5, do=create_lookout(ground, shelf, sender).go_round),
            Chore("carry alarms", every_seconds=5, do=create_carrier(ground, shelf).carry),
        ],
    )


def create_lookout(ground: Ground, shelf: FaqShelf, sender: Sender) -> Lookout:
    """What looks after those who wait for a person."""
    base = ground.database, ground.clock, shelf.knowledge
    situation = SituationReader()
    promises = PromiseKeeper(ground.database, ground.seal, ground.clock, shelf.knowledge, situation, parts=sender.parts)
    history = HouseHistory(ground.database, shipped_wording())
    return Lookout(
        ground.database,
        shelf.is_ready,
        {
            "sending what was scheduled": Releaser(ground.database, ground.clock).release,
            "waking what was snoozed": Waker(ground.database, ground.clock).wake,
            "closing what was answered": Closer(ground.database, ground.clock).close,
            "assigning who waits": Assigner(*base).assign,
            "watching over promises": promises.look,
            "watching over the rota": RotaWatch(*base).look,
            "judging waits": Judge(ground.database, ground.clock, history).judge,
            "writing digests": DigestWriter(*base, situation, put=put_digest).write,
        },
    )


def create_carrier(ground: Ground, shelf: FaqShelf) -> Carrier:
    """What brings alarms and digests to people."""
    return Carrier(
        ground.database,
        ground.clock,
        lambda: shelf.knowledge().house,
        ready=shelf.is_ready,
        mailer=create_mailer(ground.settings),
        webhook=create_webhook(ground.settings),
    )


def create_mailer(settings: Settings) -> Mailer | None:
    """The way by mail, if there is one."""
    return Mailer(settings.mail_server) if settings.mail_server else None


def create_webhook(settings: Settings) -> Webhook | None:
    """The way into the house's chat, if there is one."""
    return Webhook(settings.alert_webhook_url, settings.alert_webhook_key) if settings.alert_webhook_url else None


def create_shelf(ground: Ground) -> FaqShelf:
    """The FAQ that serves now, fitted and published if need be."""
    encoder, fault = chosen_encoder(ground.settings.encoder)
    shelf = FaqShelf(
        ground.database,
        ground.clock,
        folder=ground.settings.faq_dir,
        shipped_wording=shipped_wording(),
        encoder=encoder,
        encoder_fault=fault,
        prior=shipped_prior(),
        detect=LanguageDetector().probabilities,
    )
    shelf.follow()
    return shelf


def knowledge_of_folder(settings: Settings) -> Knowledge:
    """What the content folder amounts to, fitted here and now, without a database. Raises NoContentFolder."""
    files = read_content_files(settings.faq_dir)
    content = load_content(files, shipped_wording())
    encoder, _ = chosen_encoder(settings.encoder)
    matcher = fit(
        content.entries,
        encoder,
        shipped_prior(),
        sure=content.house.answer_when_sure,
        bank_encoder=ShippedEncoder(encoder) if encoder else None,
    )
    return Knowledge.of(content, matcher, LanguageDetector().probabilities, version=content_hash(files)[:12])


def menus_of_folder(settings: Settings) -> tuple[Menu, ...]:
    """The menu in each language, as the content folder has it. Raises NoContentFolder."""
    return menus_of(load_content(read_content_files(settings.faq_dir), shipped_wording()))


def house_in_force(ground: Ground) -> House:
    """The house as published; before anything is, the house as it stands in the content folder."""
    return reception_in_force(ground)[0].house


def reception_in_force(ground: Ground) -> tuple[Reception, str]:
    """That house as customers meet it, and the version of its house.yaml."""
    with ground.database.reading() as connection:
        newest = newest_version_id(connection)
    files = _files_in_force(ground, newest)
    return Reception.of(load_content(files, shipped_wording())), version_of(files.get(HOUSE, b""))


def content_in_force(ground: Ground) -> Callable[[], Content]:
    """Tells the content as published, or before anything is, that of the folder; cheap to ask again and again."""

    @lru_cache(maxsize=1)
    def of_version(newest: int | None) -> Content:
        return load_content(_files_in_force(ground, newest), shipped_wording())

    def content() -> Content:
        with ground.database.reading() as connection:
            newest = newest_version_id(connection)
        return of_version(newest)

    return content


def house_of_folder(settings: Settings) -> House:
    """The house in the content folder, without reading its answers. Raises NoContentFolder."""
    files = read_content_files(settings.faq_dir)
    return load_content({name: file for name, file in files.items() if name == HOUSE}, {}).house


def page_tokens(settings: Settings) -> dict[str, AccessToken]:
    """The configured access tokens by account. Raises SettingsError."""
    try:
        return parse_page_tokens(settings.meta_page_tokens)
    except ValueError as error:
        raise SettingsError(str(error)) from None


def graph_pages(settings: Settings) -> GraphPages:
    """The way to ask Meta about the accounts."""
    tokens = page_tokens(settings)
    return GraphPages(
        tokens.get,
        graph_url=settings.graph_api_url,
        instagram_graph_url=settings.instagram_graph_api_url,
        version=settings.graph_api_version,
    )


def token_seal(settings: Settings) -> Seal:
    """The seal of refreshed tokens, never kept in the clear: the operator's key, else the app's secret; each opens."""
    secrets = [secret for secret in (settings.encryption_key, *settings.meta_app_secrets) if secret]
    return Sealed(secrets or [settings.meta_page_tokens], purpose="tokens")


def chosen_encoder(setting: str) -> tuple[Encoder | None, str]:
    """The encoder; where it cannot be had, spelling alone goes on: None, and the sentence to say, which is logged."""
    try:
        return load_encoder(setting), ""
    except EncoderUnavailable as error:
        fault = f"Matching goes on by spelling alone, which answers less. {error}"
        logger.error("%s", fault)  # noqa: TRY400
        return None, fault


def _files_in_force(ground: Ground, newest: int | None) -> Mapping[str, bytes]:
    if newest is None:
        return read_content_files(ground.settings.faq_dir)
    with ground.database.reading() as connection:
        return load_version(connection, newest).files


def _newest(configured: AccessToken | None, refreshed: str | None) -> AccessToken | None:
    return replace(configured, value=refreshed) if configured and refreshed else configured


def _refreshed(value: str, settings: Settings) -> tuple[str, timedelta]:
    token = AccessToken(value, instagram_login=True)
    try:
        fresh = refresh_instagram_token(token, instagram_graph_url=settings.instagram_graph_api_url)
    except TokenRefreshError as error:
        raise RefreshFailed(str(error), permanent=error.permanent) from None
    return fresh.value, fresh.expires_in
