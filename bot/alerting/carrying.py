"""Alarms and digests on their way to people: what reached one recipient is never held up by another."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot.alerting.mail import Mail, Mailer, Refused
from bot.alerting.parcels import WEBHOOK, Message, Parcel, addresses, apart, is_quiet, message, parcels
from bot.alerting.undelivered import Undelivered
from bot.alerting.webhook import Webhook
from bot.clock import Clock
from bot.core.content.house import House
from bot.store.alarms import open_alarms
from bot.store.carrying import carried_of_what_is_open, failing, note_carried, note_failure, works_again
from bot.store.chores import taken_chore
from bot.store.database import Database
from bot.store.letters import Letter, letter_arrived, letters_on_their_way

logger = logging.getLogger(__name__)

MAIL = "mail"
"""The way to the mail server; the way from there to an address is called by `way_to`."""


def way_to(address: str) -> str:
    """How the last bit of the way to an address is called."""
    return f"{MAIL} to {address}"


@dataclass(frozen=True, slots=True)
class _Load:
    """What one round carries."""

    for_each: dict[str, list[Parcel]]  # by recipient, and only where the way is not resting
    arrived: list[Letter]  # everybody has them
    forsaken: list[str]  # failing ways that nothing goes by any more


class Carrier:
    """Carries what is open by each way that is set up, and tries again where a way fails."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        house: Callable[[], House],
        *,
        ready: Callable[[], bool],
        mailer: Mailer | None = None,
        webhook: Webhook | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._house = house
        self._ready = ready  # whether the house is known
        self._mailer = mailer
        self._webhook = webhook

    def carry(self) -> None:
        """Carry what is due, unless it is quiet hours or another process is at it."""
        if not self._ready():
            return
        house = self._house()
        if is_quiet(house.alarms.quiet, self._clock().astimezone(house.timezone)) or not self._has_work(house):
            return
        with taken_chore(self._database, "carry alarms") as ours:
            if ours:
                self._go_round(house, self._load(house))

    def _has_work(self, house: House) -> bool:
        load = self._load(house)
        return bool(load.for_each or load.arrived or load.forsaken)

    def _load(self, house: House) -> _Load:
        now = self._clock()
        with self._database.reading() as connection:
            letters = letters_on_their_way(connection)
            found = parcels(open_alarms(connection), letters, house)
            carried = carried_of_what_is_open(connection)
            ways = failing(connection)
        resting = {way.way for way in ways.values() if way.resting}
        due: dict[str, list[Parcel]] = {}
        on_their_way = set()
        for parcel in found:
            for recipient in self._recipients(parcel):
                if parcel.is_due(carried.get((parcel.matter, recipient)), now):
                    on_their_way.add(parcel.matter)
                    if not resting.intersection(_ways(recipient)):
                        due.setdefault(recipient, []).append(parcel)
        arrived = [letter for letter in letters if letter.matter not in on_their_way]
        return _Load(due, arrived, [way for way in ways if way not in self._all_ways(house)])

    def _all_ways(self, house: House) -> set[str]:
        by_mail = {MAIL, *map(way_to, addresses(house))} if self._mailer else set()
        return by_mail | ({WEBHOOK} if self._webhook else set())

    def _recipients(self, parcel: Parcel) -> list[str]:
        chat = [WEBHOOK] if self._webhook and not parcel.private else []
        return [*chat, *(parcel.to if self._mailer else ())]

    def _go_round(self, house: House, load: _Load) -> None:
        with self._database.writing() as connection:
            works_again(connection, *load.forsaken)
            for letter in load.arrived:
                letter_arrived(connection, letter)
        posted = load.for_each.pop(WEBHOOK, [])
        if posted and self._webhook:
            told = message(posted, house)
            with self._trying(WEBHOOK):
                self._webhook.post(told.text, told.mark)
                self._arrived(posted, WEBHOOK)
        if load.for_each and self._mailer:
            with self._trying(MAIL), self._mailer.round() as mails:
                for address, own in load.for_each.items():
                    with self._trying(way_to(address), fails_by=Refused):
                        for some in apart(own):
                            mails.send(_mail(message(some, house), address))
                            self._arrived(some, address)

    def _arrived(self, some: Sequence[Parcel], recipient: str) -> None:
        """At once, so that a crash repeats as little as can be."""
        with self._database.writing() as connection:
            for parcel in some:
                note_carried(connection, parcel.matter, recipient, raised_at=parcel.since, now=self._clock())
        logger.info("told %s of %s", recipient, ", ".join(parcel.matter for parcel in some))

    @contextmanager
    def _trying(self, way: str, *, fails_by: type[Undelivered] = Undelivered) -> Iterator[None]:
        """Have a way rest when it fails, and say when that begins and ends."""
        try:
            yield
        except fails_by as failure:
            with self._database.writing() as connection:
                failures = note_failure(connection, way, str(failure))
            if failures == 1:
                logger.error("alarms do not get through by %s: %s; it is tried again", way, failure)  # noqa: TRY400
        else:
            with self._database.writing() as connection:
                again = works_again(connection, way)
            if again:
                logger.info("alarms get through by %s again", way)


def _ways(recipient: str) -> set[str]:
    return {WEBHOOK} if recipient == WEBHOOK else {MAIL, way_to(recipient)}


def _mail(told: Message, address: str) -> Mail:
    return Mail(address, told.subject, told.text, told.mark)
