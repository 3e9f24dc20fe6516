"""The calendar as coordinates: a row for each day, the time of day from left to right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from bot.calendar_picture.axis import LEFT, RIGHT, WIDTH, Axis
from bot.calendar_picture.lettering import cut, fitting, width_of
from bot.calendar_picture.words import Words, minutes
from bot.core.agenda import Day
from bot.core.content.house import Minutes, Person

COLOURS = 6
"""Of people; more than these take turns."""

_HEAD = 52
_LEGEND_LINE = 17
_WEEK = 26
_PAD = 6
_BAR, _SHOP, _LANE, _CAPTION = 18, 4, 14, 15
_LOWEST_ROW = 38
_BAR_TEXT, _LANE_TEXT, _LEGEND_TEXT = 11, 10, 10.5


@dataclass(frozen=True, slots=True)
class Bar:
    """A span of time, and what is written on it."""

    kind: str
    x: float
    y: float
    width: float
    about: str  # in full
    text: str = ""  # as far as there is room
    text_x: float = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One day."""

    y: float
    height: float
    weekday: str
    date: str
    today: bool
    special: bool
    caption: str
    closed: str
    bar_y: float
    bars: tuple[Bar, ...]
    gaps: tuple[Bar, ...]
    shop: tuple[Bar, ...]
    lanes: tuple[Bar, ...]
    now: float | None


@dataclass(frozen=True, slots=True)
class Week:
    """The days of one week that are shown."""

    y: float
    name: str
    rows: tuple[Row, ...]

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        return self.rows[-1].y + self.rows[-1].height


@dataclass(frozen=True, slots=True)
class Key:
    """What a sign means."""

    kind: str
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is to be seen."""

    height: float
    ticks: Sequence[tuple[float, str]]
    keys: Sequence[Key]
    weeks: Sequence[Week]


def draw(days: Sequence[Day], words: Words, *, now: datetime, people: Mapping[str, int]) -> Drawing:
    """`now` is local; `people`: the colour of each, by their keys, from 0."""
    axis = Axis.of(days)
    has_shop = any(day.hours != day.shop_hours for day in days)
    keys = list(_keys(days, words, has_shop=has_shop))
    y = _HEAD + _LEGEND_LINE * (1 + max(key.y for key in keys)) + 4
    weeks: list[Week] = []
    for (_, number), group in groupby(days, key=lambda day: day.date.isocalendar()[:2]):
        rows: list[Row] = []
        top, before = y + _WEEK, None
        for day in group:
            painter = _Painter(axis, words, day, people, has_shop=has_shop)
            rows.append(painter.row(top, now=now, named=day.occasion == before))
            top, before = top + rows[-1].height, day.occasion if day.hours else None
        weeks.append(Week(y, words.word("week", number=number), tuple(rows)))
        y = top + 4
    placed = [Key(key.kind, key.x, _HEAD + _LEGEND_LINE * key.y, key.text) for key in keys]
    return Drawing(y + 4, axis.ticks(), placed, weeks)


@dataclass(frozen=True, slots=True)
class _Painter:
    axis: Axis
    words: Words
    day: Day
    people: Mapping[str, int]
    has_shop: bool

    def row(self, y: float, *, now: datetime, named: bool) -> Row:
        """`named`: the occasion stands at the day before already."""
        day = self.day
        special = bool(day.occasion)
        caption = day.occasion if day.occasion and day.hours and not named else ""
        bar_y = y + _PAD + (_CAPTION if caption else 0)
        below = bar_y + _BAR + (_SHOP + 3 if self.has_shop else 0)
        lanes = self._lanes(below + 3)
        bottom = max((lane.y + _LANE for lane in lanes), default=below) + _PAD
        height = max(bottom - y, _LOWEST_ROW)
        return Row(
            y=y,
            height=height,
            weekday=self.words.weekday(day.date),
            date=self.words.short_date(day.date),
            today=day.date == now.date(),
            special=special,
            caption=self._cut(caption),
            closed="" if day.hours else self._cut(" · ".join(filter(None, (day.occasion, self.words.word("closed"))))),
            bar_y=bar_y,
            bars=tuple(self._open(minutes(span, day.date), bar_y) for span in day.hours),
            gaps=tuple(self._bar("gap", minutes(span, day.date), bar_y) for span in day.gaps),
            shop=tuple(self._bar("shop", minutes(span, day.date), bar_y + _BAR + 3) for span in day.shop_hours)
            if self.has_shop
            else (),
            lanes=lanes,
            now=self._now(now),
        )

    def _open(self, span: Minutes, y: float) -> Bar:
        """Hours with their times, where the first gap leaves them room."""
        bar = self._bar("open", span, y)
        gaps = [minutes(gap, self.day.date) for gap in self.day.gaps]
        begins = next((end for start, end in gaps if start == span[0]), span[0])
        ends = next((start for start, _ in gaps if begins < start < span[1]), span[1])
        x, width = self._place((begins, ends))
        return replace(bar, text=bar.about if width_of(bar.about, _BAR_TEXT) + 10 <= width else "", text_x=x + 6)

    def _bar(self, kind: str, span: Minutes, y: float) -> Bar:
        x, width = self._place(span)
        return Bar(kind, x, y, width, self.words.span(span))

    def _lanes(self, top: float) -> tuple[Bar, ...]:
        """Who is there, and where nobody is, each in the first lane that has room."""
        day = self.day
        wanted = [self._person(minutes(shift.span, day.date), shift.person) for shift in day.shifts]
        wanted += [self._nobody(minutes(span, day.date)) for span in day.gaps]
        ends: list[float] = []
        placed: list[Bar] = []
        for bar in sorted(wanted, key=lambda bar: bar.x):
            lane = next((number for number, end in enumerate(ends) if end <= bar.x), len(ends))
            ends[lane : lane + 1] = [bar.x + bar.width]
            placed.append(replace(bar, y=top + lane * _LANE))
        return tuple(placed)

    def _person(self, span: Minutes, person: Person) -> Bar:
        x, width = self._place(span)
        about = f"{person.name} {self.words.span(span)}"
        kind = f"person-{self.people[person.key] % COLOURS}"
        return Bar(kind, x, 0, width, about, fitting(person.name, width - 6, _LANE_TEXT), x + 4)

    def _nobody(self, span: Minutes) -> Bar:
        """Words only: beneath a short gap they are longer than it."""
        x, width = self._place(span)
        text = self.words.word("nobody")
        needed = max(width, width_of(text, _LANE_TEXT) + 4)
        x = min(x, RIGHT - needed)
        return Bar("nobody", x, 0, needed, f"{text} {self.words.span(span)}", text, x + 2)

    def _place(self, span: Minutes) -> tuple[float, float]:
        x = self.axis.at(span[0])
        return x, self.axis.at(span[1]) - x

    def _cut(self, text: str) -> str:
        return cut(text, RIGHT - LEFT - 3, _BAR_TEXT)

    def _now(self, now: datetime) -> float | None:
        x = self.axis.at(now.hour * 60 + now.minute)
        return x if self.day.date == now.date() and LEFT <= x <= RIGHT else None


def _keys(days: Sequence[Day], words: Words, *, has_shop: bool) -> Iterable[Key]:
    """What the signs that are used mean, in lines; `y` counts the lines."""
    used = {
        "open": True,
        "shop": has_shop,
        "special": any(day.occasion for day in days),
        "nobody": any(day.gaps for day in days),
    }
    names = {"open": "answering"}
    x, line = 10.0, 0
    for kind in (kind for kind, is_used in used.items() if is_used):
        word = words.word(names.get(kind, kind))
        text = word[:1].upper() + word[1:]
        width = 20 + width_of(text, _LEGEND_TEXT)
        if x + width > WIDTH - 6 and x > 10:
            x, line = 10.0, line + 1
        yield Key(kind, x, line, text)
        x += width + 12
