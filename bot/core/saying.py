"""Times as a person says them: "by 11 am", "tomorrow from 9", a week's hours. The words are the wording's.

A time of day is said by one text for all hours, or by a row with one text per hour from 0, where a language needs it;
24 is midnight at the end of a day. Names of days and months, and lists, are Babel's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, get_day_names
from babel.lists import format_list

from bot.core.content.house import Address, Minutes
from bot.core.content.placeholders import PLACEHOLDER
from bot.core.content.wording import Wording
from bot.core.hours import OpeningHours
from bot.core.open_time import Interval

_LOCALES = {"en": "en_GB"}  # where Babel's default for a language is not the one wanted
_DAY = timedelta(days=1)
_NOON = time(12)
_MORNING = 5  # the hour until which the night still belongs to the evening before
_WHOLE_DAY: Minutes = (0, 1440)


def say_by(
    moment: datetime, *, now: datetime, language: str, address: Address, wording: Wording, timezone: ZoneInfo
) -> str:
    """Until when something happens: "inden kl. 11", "by 10 am tomorrow", "v pondělí do 10 hodin"."""
    return _Tongue(wording, language, address).by(moment.astimezone(timezone), now.astimezone(timezone))


def say_at(
    moment: datetime, *, now: datetime, language: str, address: Address, wording: Wording, timezone: ZoneInfo
) -> str:
    """When something happens: "i dag kl. 9", "tomorrow at 9 am", "v pondělí v 9 hodin"."""
    return _Tongue(wording, language, address).at(moment.astimezone(timezone), now.astimezone(timezone).date())


def say_next_opening(hours: OpeningHours, now: datetime, *, language: str, address: Address, wording: Wording) -> str:
    """When it opens next; where it never closes that it is always open, where it never opens that it is unknown."""
    opening = hours.next_opening(now)
    if opening is not None:
        return say_at(opening, now=now, language=language, address=address, wording=wording, timezone=hours.timezone)
    return _Tongue(wording, language, address).text("open_always" if hours.is_open(now) else "open_later")


def say_hours_today(hours: OpeningHours, now: datetime, *, language: str, address: Address, wording: Wording) -> str:
    """Today's hours from now on, to stand after "We are open": "until 5 pm", "again tomorrow from 9 am – …"."""
    tongue = _Tongue(wording, language, address)
    today = now.astimezone(hours.timezone).date()
    occasion = hours.occasion(today, language)
    if hours.is_open(now):
        closing = hours.next_closing(now)
        if closing is None or closing.replace(tzinfo=None) > datetime.combine(today + _DAY, _NOON):
            return tongue.text("open_always")
        later = tongue.ranges(_rest_of(hours, today, closing))
        return tongue.special(tongue.listed([tongue.until(closing), *later]), occasion)
    if rest := _rest_of(hours, today, now):
        ranges = tongue.listed(tongue.ranges(rest))
        pausing = len(rest) < len(hours.intervals(today))
        return tongue.special(tongue.text("open_again", hours=ranges) if pausing else ranges, occasion)
    opening = hours.next_opening(now)
    if opening is None:
        return tongue.text("closed_for_now")
    if hours.timetable(today):
        return tongue.text("closed_by_now", opening=tongue.from_(opening, today))
    return tongue.special(tongue.text("closed_today", opening=tongue.from_(opening, today)), occasion)


def say_hours_week(hours: OpeningHours, now: datetime, *, language: str, address: Address, wording: Wording) -> str:
    """The usual week, equal days together, and what is different in the seven days from today."""
    tongue = _Tongue(wording, language, address)
    today = now.astimezone(hours.timezone).date()
    week = tongue.days([_DayHours(weekday, timetable) for weekday, timetable in enumerate(hours.week)])
    coming = [today + timedelta(days=number) for number in range(7)]
    changes = [
        _DayHours(day.weekday(), hours.timetable(day), hours.occasion(day, language))
        for day in coming
        if hours.timetable(day) != hours.week[day.weekday()]
    ]
    return tongue.text("week_but", week=week, changes=tongue.days(changes)) if changes else week


def say_span(span: Minutes, *, language: str, address: Address, wording: Wording) -> str:
    """From when until when, as the week's hours say it: "9–17", "9 am–5 pm", or that it is the whole day."""
    tongue = _Tongue(wording, language, address)
    return tongue.text("open_always") if span == _WHOLE_DAY else tongue.span(span)


def locale_of(language: str) -> str:
    """What Babel calls a language, in the variety that we speak."""
    return _LOCALES.get(language, language)


def _rest_of(hours: OpeningHours, today: date, moment: datetime) -> list[Interval]:
    """Today's intervals that begin at a moment or later."""
    return [interval for interval in hours.intervals(today) if interval[0].astimezone(UTC) >= moment.astimezone(UTC)]


class _DayHours(NamedTuple):
    weekday: int
    timetable: tuple[Minutes, ...]
    occasion: str | None = None

    def goes_with(self, following: "_DayHours") -> bool:
        """Whether one text does for both: days of equal hours; of closed days each may have its own occasion."""
        in_turn = following.weekday == (self.weekday + 1) % 7
        alike = self.timetable == following.timetable
        return in_turn and alike and (not self.timetable or self.occasion == following.occasion)


@dataclass(frozen=True, slots=True)
class _Tongue:
    """One language's way of saying times. Moments are local, days are dates or weekdays from 0, Monday."""

    wording: Wording
    language: str
    address: Address

    def text(self, key: str, **values: str) -> str:
        return _fill(self.wording.one(key, self.language, self.address), values)

    def by(self, moment: datetime, now: datetime) -> str:
        (day, hour), today = _ending(moment), now.date()
        clock = self._time("time", hour, moment.minute)
        if day == today:
            return self.text("by_today", time=clock)
        tonight = day == today + _DAY and hour < _MORNING <= now.hour
        return self.text("by", day=self.text("tonight") if tonight else self._day(day, today), time=clock)

    def at(self, moment: datetime, today: date) -> str:
        clock = self._time("at_time", moment.hour, moment.minute)
        if moment.date() == today:
            return self.text("at_today", time=clock)
        return self.text("at", day=self._day(moment.date(), today), time=clock)

    def from_(self, moment: datetime, today: date) -> str:
        clock = self._time("time", moment.hour, moment.minute)
        return self.text("from", day=self._day(moment.date(), today), time=clock)

    def until(self, moment: datetime) -> str:
        return self.text("open_until", time=self._time("time", _ending(moment)[1], moment.minute))

    def ranges(self, intervals: Sequence[Interval]) -> list[str]:
        clocks = [
            (self._clock(start.hour, start.minute), self._clock(_ending(end)[1], end.minute))
            for start, end in intervals
        ]
        return [self.text("open_range", start=start, end=end) for start, end in clocks]

    def special(self, text: str, occasion: str | None) -> str:
        return self.text("occasion", hours=text, occasion=occasion) if occasion else text

    def listed(self, texts: Sequence[str]) -> str:
        return format_list(texts, locale=self._locale)

    def days(self, days: Sequence[_DayHours]) -> str:
        """Days in order with their hours, those together that follow each other and are alike."""
        groups: list[list[_DayHours]] = []
        for day in days:
            if groups and groups[-1][-1].goes_with(day):
                groups[-1].append(day)
            else:
                groups.append([day])
        return ", ".join(self._alike(group) for group in groups)

    def _alike(self, group: Sequence[_DayHours]) -> str:
        occasions = dict.fromkeys(day.occasion for day in group if day.occasion)
        days = self._named([day.weekday for day in group])
        return self.special(self._days_hours(days, group[0].timetable), ", ".join(occasions))

    def _named(self, weekdays: Sequence[int]) -> str:
        names = get_day_names("abbreviated", "stand-alone", locale=self._locale)
        if len(weekdays) == 1:
            return str(names[weekdays[0]])
        if len(weekdays) == 7:
            return self.text("every_day")
        return self.text("days", first=names[weekdays[0]], last=names[weekdays[-1]])

    def _days_hours(self, days: str, timetable: Sequence[Minutes]) -> str:
        if not timetable:
            return self.text("days_closed", days=days)
        if tuple(timetable) == (_WHOLE_DAY,):
            return self.text("days_always", days=days)
        return self.text("days_open", days=days, hours=self.listed([self.span(interval) for interval in timetable]))

    def span(self, interval: Minutes) -> str:
        start, end = interval
        last = end if end <= _WHOLE_DAY[1] else end - _WHOLE_DAY[1]
        return self.text("span", start=self._clock(*divmod(start, 60)), end=self._clock(*divmod(last, 60)))

    def _day(self, day: date, today: date) -> str:
        ahead = (day - today).days
        if ahead == 1:
            return self.text("tomorrow")
        if 1 < ahead < 7:
            return self._of_row("on_weekday", day.weekday())
        text = self._of_row("on_date", day.weekday())
        return _fill(text, {"date": format_skeleton("MMMMd", day, locale=self._locale)})

    def _time(self, key: str, hour: int, minute: int) -> str:
        text = self._of_row(f"{key}_minutes" if minute else key, hour)
        return _fill(text, {"clock": self._clock(hour, minute)})

    def _clock(self, hour: int, minute: int) -> str:
        text = self._of_row("clock_minutes" if minute else "clock", hour)
        return _fill(text, {"hour": str(hour), "minute": f"{minute:02}"})

    def _of_row(self, key: str, index: int) -> str:
        row = self.wording.texts(key, self.language, self.address)
        return row[index] if index < len(row) else row[0]

    @property
    def _locale(self) -> str:
        return locale_of(self.language)


def _ending(moment: datetime) -> tuple[date, int]:
    """Day and hour of something that ends: midnight is hour 24 of the day before."""
    midnight = not (moment.hour or moment.minute)
    return (moment.date() - _DAY, 24) if midnight else (moment.date(), moment.hour)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda name: values.get(name[1], name[0]), text)
