"""Opening hours: the week, public holidays and exceptions, in the house's time zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.core import public_holidays
from bot.core.content.house import Department, Holidays, HoursException, House, Minutes, Page, Recurs, Week
from bot.core.open_time import Interval, OpenTime, instant, shared

_DAY = 24 * 60
_Row = tuple[HoursException, ...]


@dataclass(frozen=True, slots=True)
class OpeningHours(OpenTime):
    """When a house, its shop or a department is open.

    On each day one rule holds: an exception before a holiday, a holiday before the week; and of exceptions a
    department's before a Page's, a Page's before the house's. Where a department or a Page has a week of its own, the
    exceptions made for more than it shorten that week, but never lengthen it.
    """

    timezone: ZoneInfo
    week: Week
    holidays: Holidays | None = None
    exceptions: _Row = ()  # of the house
    own_exceptions: tuple[_Row, ...] = ()  # of the department, and of the Page
    wider: int = 0  # so many of the rows of exceptions, counted from the house's, are made for more than the week is
    is_shop: bool = False

    @classmethod
    def of(cls, house: House, *, department: Department | None = None, page: Page | None = None) -> "OpeningHours":
        """When people answer: the department's hours, else the Page's, else the house's."""
        of_department, of_page = department or Department(""), page or Page("")
        return cls(
            house.timezone,
            of_department.hours or of_page.hours or house.hours,
            house.holidays,
            house.exceptions,
            own_exceptions=(of_department.exceptions, of_page.exceptions),
            wider=2 if of_department.hours else 1 if of_page.hours else 0,
        )

    @classmethod
    def of_shop(cls, house: House, *, page: Page | None = None) -> "OpeningHours":
        """When the shop is open: the Page's shop hours, else the house's, else when people answer messages."""
        of_page = page or Page("")
        own = of_page.shop_hours or (None if house.shop_hours else of_page.hours)
        return cls(
            house.timezone,
            own or house.shop_hours or house.hours,
            house.holidays,
            house.exceptions,
            own_exceptions=(of_page.exceptions,),
            wider=1 if own else 0,
            is_shop=True,
        )

    def timetable(self, day: date) -> tuple[Minutes, ...]:
        """The day's intervals on the clock."""
        usual = self.week[day.weekday()]
        if found := self._exception(day):
            exception, is_wider = found
            week = exception.shop_week if self.is_shop and exception.shop_week else exception.week
            return _shortened(usual, week[day.weekday()]) if is_wider else week[day.weekday()]
        ends = public_holidays.begins(self.holidays, day) if self.holidays else None
        return usual if ends is None else _shortened(usual, ((0, ends),))

    def occasion(self, day: date, language: str) -> str | None:
        """What makes the day special, in the editors' words or else by the holiday's name."""
        exception, _ = self._exception(day) or (None, False)
        note = (exception.note.get(language) or exception.note.get("")) if exception else None
        if note or self.holidays is None:
            return note
        if exception and exception.recurs is Recurs.HOLIDAY:
            return public_holidays.translated(self.holidays, exception.holiday, day, language)
        return public_holidays.name_of(self.holidays, day, language)

    def _exception(self, day: date) -> tuple[HoursException, bool] | None:
        """The exception that holds on a day, and whether it is made for more than the week is."""
        rows = (*self.own_exceptions, self.exceptions)
        for number, row in enumerate(rows, start=1):
            if meant := [exception for exception in row if self._covers(exception, day)]:
                return _closest(meant), number > len(rows) - self.wider
        return None

    def _covers(self, exception: HoursException, day: date) -> bool:
        if exception.recurs is not Recurs.HOLIDAY:
            return exception.covers(day)
        if self.holidays is None:
            return False
        return day in public_holidays.days_called(self.holidays, exception.holiday, day.year)

    def utc_intervals(self, day: date) -> tuple[Interval, ...]:
        """The intervals that begin on a day, in UTC. What the clock skips over in spring is gone."""
        spans = (
            (instant(day, start, self.timezone), instant(day, end, self.timezone)) for start, end in self.timetable(day)
        )
        return tuple((start, end) for start, end in spans if start < end)


def _closest(exceptions: Sequence[HoursException]) -> HoursException:
    """The shortest of several for a day, since it was made for fewer days, and of these the one for this year."""
    return min(exceptions, key=lambda exception: (exception.length, exception.recurs is not Recurs.NEVER))


def _shortened(usual: tuple[Minutes, ...], limits: tuple[Minutes, ...]) -> tuple[Minutes, ...]:
    """What is left of the usual intervals within limits. A limit of the whole day leaves an evening its night."""
    if (0, _DAY) in limits:
        return usual
    return tuple(sorted(shared(usual, limits)))
