"""What is to be carried: which alarms and letters, to whom, and how they read there."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.content.house import House, Minutes
from bot.store.alarms import Alarm
from bot.store.carrying import Carried
from bot.store.letters import Letter

WEBHOOK = "webhook"
"""What the webhook is called among the recipients, all others of which are mail addresses."""

SELDOM = timedelta(hours=1)
"""No matter reaches the same recipient more often."""

MANY = 30
"""More are not told one by one."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """An alarm or a letter on its way."""

    matter: str
    line: str
    more: str
    since: datetime
    to: tuple[str, ...]
    private: bool = False  # for these addresses alone, and useless without what it says

    def is_due(self, carried: Carried | None, now: datetime) -> bool:
        """Whether a recipient is to get it now, after what they got on the same matter."""
        return carried is None or (carried.raised_at != self.since and now - carried.at >= SELDOM)


@dataclass(frozen=True, slots=True)
class Message:
    """What one recipient gets at once. The same `mark` is the same message again."""

    subject: str
    text: str
    mark: str


def parcels(alarms: Sequence[Alarm], letters: Sequence[Letter], house: House) -> list[Parcel]:
    """Everything open, with the mail addresses where it belongs."""
    urgent = [
        Parcel(alarm.matter, alarm.text, "", alarm.raised_at, _addresses(house, alarm.department, alarm.person))
        for alarm in alarms
    ]
    return urgent + [_of_letter(letter, house) for letter in letters]


def apart(some: Sequence[Parcel]) -> list[list[Parcel]]:
    """Some parcels for one recipient by messages: what is private alone, the rest together."""
    together = [parcel for parcel in some if not parcel.private]
    return [*([together] if together else []), *([parcel] for parcel in some if parcel.private)]


def message(some: Sequence[Parcel], house: House) -> Message:
    """Some parcels as one message; it says no more than the house allows, but for what is private."""
    name = house.name or "Svartid"
    number = len(some)
    if not house.alarms.details and not all(parcel.private for parcel in some):
        subject = text = "A message is waiting." if number == 1 else f"{number} messages are waiting."
    elif number == 1:
        subject, text = some[0].line, _full(some[0])
    else:
        subject = f"{number} things to see to"
        told = [f"• {_full(parcel)}" for parcel in some[:MANY]]
        text = "\n".join([subject, *told, *([f"… and {number - MANY} more"] if number > MANY else [])])
    facts = [house.name, text, *(f"{parcel.matter} {parcel.since.isoformat()}" for parcel in some)]
    mark = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]
    return Message(f"{name}: {subject}", f"{name}: {text}", mark)


def addresses(house: House) -> tuple[str, ...]:
    """Everywhere that mails may go."""
    return _each_once(
        [
            *house.alarms.emails,
            *(department.email for department in house.departments.values()),
            *(person.email for person in house.rota),
        ]
    )


def is_quiet(quiet: Minutes | None, local: datetime) -> bool:
    """Whether a moment on the house's clock lies in its quiet hours."""
    if quiet is None:
        return False
    minute = local.hour * 60 + local.minute
    return any(quiet[0] <= each < quiet[1] for each in (minute, minute + 24 * 60))


def _of_letter(letter: Letter, house: House) -> Parcel:
    to = _addresses(house, letter.department)
    if letter.private:
        to = _each_once(each.email for key, each in house.departments.items() if key == letter.department)
    return Parcel(letter.matter, letter.subject, letter.text, letter.written_at, to, letter.private)


def _addresses(house: House, department: str | None, person: str | None = None) -> tuple[str, ...]:
    """The department's and the person's; those of the house where these have none."""
    own = [each.email for key, each in house.departments.items() if key == department]
    personal = [one.email for one in house.rota if one.key == person]
    return _each_once([*own, *personal]) or house.alarms.emails


def _each_once(addresses: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for address in addresses if address))


def _full(parcel: Parcel) -> str:
    return f"{parcel.line}\n{parcel.more}" if parcel.more else parcel.line
