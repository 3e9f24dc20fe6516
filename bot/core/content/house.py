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


@dataclass(frozen=True, slots=True)
class HoursException:
    """Other hours on the days from `first` to `last`, both included; they win over week and holidays."""

    first: date
    last: date
    week: Week  # which of the seven applies is the weekday's; all seven are equal where one time was given
    note: Mapping[str, str] = field(default_factory=dict)  # per language; key "" where one note serves all


@dataclass(frozen=True, slots=True)
class Department:
    """A group of people who answer; `hours` where they differ from the house's."""

    name: str
    email: str | None = None
    hours: Week | None = None


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
    voice: Mapping[str, Voice] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)  # another way to reach the house; key "" for all

    @property
    def default_language(self) -> str:
        """The language spoken when nothing else is known."""
        return self.languages[0]

    def voice_in(self, language: str) -> Voice:
        """The voice in a language, or the neutral one."""
        return self.voice.get(language, Voice())
