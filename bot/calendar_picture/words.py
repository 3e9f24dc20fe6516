"""How the calendar says things in one language."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_interval, format_skeleton

from bot.core.agenda import Day
from bot.core.content.house import Address, Minutes
from bot.core.content.placeholders import PLACEHOLDER
from bot.core.content.wording import Wording
from bot.core.open_time import Interval
from bot.core.saying import locale_of, say_span

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words and dates."""

    wording: Wording
    language: str
    address: Address

    def word(self, key: str, **values: object) -> str:
        """One of the calendar's words, without its prefix."""
        text = self.wording.one(f"calendar_{key}", self.language, self.address)
        return PLACEHOLDER.sub(lambda name: str(values.get(name[1], name[0])), text)

    def weekday(self, day: date) -> str:
        """Tue."""
        return format_date(day, "ccc", locale=locale_of(self.language))

    def short_date(self, day: date) -> str:
        """24 Nov."""
        return format_skeleton("MMMd", day, locale=locale_of(self.language))

    def range(self, first: date, last: date) -> str:
        """24 November – 7 December 2026."""
        return format_interval(first, last, "yMMMMd", locale=locale_of(self.language))

    def span(self, span: Minutes) -> str:
        """9–17; on the clock, also after midnight."""
        start, end = span
        on_clock = (start, end) if start < _DAY else (start - _DAY, end - _DAY)
        return say_span(on_clock, language=self.language, address=self.address, wording=self.wording)

    def sentence(self, day: Day) -> str:
        """All about a day, for those who cannot see the picture."""

        def spans(intervals: tuple[Interval, ...]) -> str:
            return ", ".join(self.span(minutes(interval, day.date)) for interval in intervals)

        parts = [spans(day.hours) or self.word("closed"), day.occasion]
        if day.shop_hours != day.hours:
            parts.append(f"{self.word('shop')} {spans(day.shop_hours)}" if day.shop_hours else None)
        parts += [f"{shift.person.name} {spans((shift.span,))}" for shift in day.shifts]
        parts.append(f"{self.word('nobody')} {spans(day.gaps)}" if day.gaps else None)
        locale = locale_of(self.language)
        name = f"{format_date(day.date, 'cccc', locale=locale)} {format_skeleton('MMMMd', day.date, locale=locale)}"
        return f"{name}: {'; '.join(filter(None, parts))}."


def minutes(span: Interval, day: date) -> Minutes:
    """A local interval as the clock shows it, in minutes after the midnight with which a day begins."""
    start, end = ((one.date() - day).days * _DAY + one.hour * 60 + one.minute for one in span)
    return start, end
