"""The business: its name, languages, hours, departments and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

Minutes = tuple[int, int]
"""An opening interval as (start, end) in minutes after local midnight; an end above 1440 runs into the next day."""

Week = tuple[tuple[Minutes, ...], ...]
"""Seven days, Monday first, each a tuple of intervals in order; an empty tuple is a closed day."""

NINE_TO_FIVE: Week = (((540, 1020),),) * 5 + ((),) * 2


class OtherLanguage(StrEnum):
    """What happens when an entry has no answer in the customer's language."""

    HAND_OVER = "hand_over"
    ANSWER = "answer"  # in the house's default language


class Address(StrEnum):
    """How customers are addressed."""

    INFORMAL = "informal"
    FORMAL = "formal"


@dataclass(frozen=True, slots=True)
class Within:
    """A span of opening time: so many minutes, or so many opening days."""

    minutes: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Holidays:
    """Public holidays of a country or subdivision, in the `holidays` package's terms."""

    country: str
    subdivision: str | None = None
    categories: tuple[str, ...] = ("public",)


class Recurs(StrEnum):
    """When the days of an exception come again."""

    NEVER = "never"
    YEARLY = "yearly"
    HOLIDAY = "holiday"  # whenever the country keeps a certain holiday


@dataclass(frozen=True, slots=True)
class HoursException:
    """Other hours on the days from `first` to `last`, both included; they win over week and holidays.

    Where they come again each year, only month and day of `first` and `last` count. Where they follow a holiday,
    neither does, and `holiday` is its name, in any language that the `holidays` package has it in.
    """

    first: date
    last: date
    week: Week  # which of the seven applies is the weekday's; all seven are equal where one time was given
    note: Mapping[str, str] = field(default_factory=dict)  # per language; key "" where one note serves all
    shop_week: Week | None = None  # where the shop keeps other hours on these days than the people who answer
    recurs: Recurs = Recurs.NEVER
    holiday: str = ""

    @property
    def length(self) -> int:
        """How many days there are, each time."""
        return (self.last - self.first).days + 1

    def covers(self, day: date) -> bool:
        """Whether a day is one of these; never for those that follow a holiday, whose days only a calendar knows."""
        match self.recurs:
            case Recurs.NEVER:
                return self.first <= day <= self.last
            case Recurs.YEARLY:
                first, last, this = _in_year(self.first), _in_year(self.last), _in_year(day)
                return first <= this <= last if first <= last else this >= first or this <= last
        return False


def _in_year(day: date) -> tuple[int, int]:
    return day.month, day.day


@dataclass(frozen=True, slots=True)
class Department:
    """A group of people who answer. `hours` where they differ from the house's, and exceptions of its own."""

    name: str
    email: str | None = None
    hours: Week | None = None
    exceptions: tuple[HoursException, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What differs on one Page or Instagram account, by its id."""

    id: str
    hours: Week | None = None
    shop_hours: Week | None = None
    exceptions: tuple[HoursException, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody is away, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers, and when."""

    key: str  # how commands and the queue call them
    name: str
    weeks: tuple[Week, ...]  # one, or several that take turns
    turns_from: date | None = None  # a day of a week in which the first of several holds
    departments: tuple[str, ...] = ()  # none: all of them
    email: str | None = None
    away: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """Whom alarms reach that belong to no department, when they wait until morning, and how much they tell."""

    emails: tuple[str, ...] = ()
    quiet: Minutes | None = None  # from, until, on the house's clock; an end above 1440 is in the morning after
    details: bool = True  # False: mails and chats say that something waits, and no more


@dataclass(frozen=True, slots=True)
class Voice:
    """How the house speaks in one language."""

    address: Address = Address.INFORMAL
    sign_off: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """`house.yaml`, with its defaults."""

    name: str = ""
    languages: tuple[str, ...] = ("en",)  # first = default
    other_language: OtherLanguage = OtherLanguage.HAND_OVER
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    hours: Week = NINE_TO_FIVE
    shop_hours: Week | None = None  # None: the same as `hours`
    holidays: Holidays | None = None
    exceptions: tuple[HoursException, ...] = ()
    departments: Mapping[str, Department] = field(default_factory=dict)
    reply_within: Within = Within(minutes=120)
    human_agent: bool = False
    answer_when_sure: float = 0.9
    ask_if_helped: bool = False  # once in a conversation, under an answer
    voice: Mapping[str, Voice] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)  # another way to reach the house; key "" for all
    pages: Mapping[str, Page] = field(default_factory=dict)
    rota: tuple[Person, ...] = ()  # none: somebody is there whenever the hours say so
    check_times: tuple[int, ...] = ()  # when people get a digest of what waits, in minutes after local midnight
    alarms: AlarmRules = AlarmRules()
    menu: tuple[str, ...] = ()  # ids of the entries that customers may tap

    @property
    def default_language(self) -> str:
        """The language spoken when nothing else is known."""
        return self.languages[0]

    def name_of(self, person: str | None) -> str | None:
        """What somebody on the rota is called; None for a key that it does not have."""
        return next((one.name for one in self.rota if one.key == person), None)

    def voice_in(self, language: str) -> Voice:
        """The voice in a language, or the neutral one."""
        return self.voice.get(language, Voice())
