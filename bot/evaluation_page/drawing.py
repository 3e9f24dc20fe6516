"""The two pictures as coordinates, which the page turns into SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from bot.evaluation_page.findings import Band, Cut

WIDTH, HEIGHT = 420, 330
LEFT, RIGHT, TOP, BOTTOM = 48, 398, 14, 282
"""Edges of the area that is drawn on; words and numbers stand outside."""

BARS_TOP = 226
"""Below it, the second picture's bars tell how many messages a dot stands for."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A number beside an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Share of the answers that are wrong (upwards), against the share of messages that are answered."""

    line: str  # the points of a polyline
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]
    allowed: float  # height of the share that may be wrong
    works: Point | None  # where the bot works
    best: Point | None  # the most it could answer


def draw_curve(found: Sequence[Cut], messages: int, *, sure: float, works: Cut | None, best: Cut | None) -> Curve:
    """`works`: what the bot does at its threshold; None if it answers nothing."""
    shown = [cut for cut in (found[-1] if found else None, works, best) if cut]
    top = min(1.0, max(0.2, ceil(10 * max((cut.risk for cut in shown), default=0) + 0.2) / 10))

    def place(cut: Cut) -> Point:
        return _across(cut.answered / messages), _up(cut.risk / top, BOTTOM)

    return Curve(
        line=" ".join(f"{x:.1f},{y:.1f}" for x, y in _thinned([place(cut) for cut in found])),
        across=_ticks_across(),
        upwards=tuple(Tick(_up(share / top, BOTTOM), f"{share:.0%}") for share in _steps(top)),
        allowed=_up((1 - sure) / top, BOTTOM),
        works=place(works) if works else None,
        best=place(best) if best else None,
    )


@dataclass(frozen=True, slots=True)
class Dot:
    """A band of confidence."""

    at: Point
    radius: float
    low: float  # ends of the whisker
    high: float
    bar_top: float
    bar_left: float
    messages: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """Share of right entries (upwards), against the confidence that was stated."""

    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]
    threshold: float
    bar_width: float


def draw_reliability(found: Sequence[Band], threshold: float) -> Reliability:
    """One dot for each band, and a bar for how many messages it stands for."""
    most = max((band.messages for band in found), default=1)
    dots = tuple(
        Dot(
            at=(_across(band.stated), _up(band.share, BARS_TOP)),
            radius=3 + 5 * sqrt(band.messages / most),
            low=_up(band.interval[0], BARS_TOP),
            high=_up(band.interval[1], BARS_TOP),
            bar_top=BOTTOM - 30 * band.messages / most,
            bar_left=_across(band.low) + 1.5,
            messages=band.messages,
        )
        for band in found
    )
    upwards = tuple(Tick(_up(share, BARS_TOP), f"{share:.0%}") for share in _steps(1.0))
    return Reliability(dots, _ticks_across(), upwards, _across(threshold), (RIGHT - LEFT) / 10 - 3)


def _across(share: float) -> float:
    return LEFT + share * (RIGHT - LEFT)


def _up(share: float, floor: float) -> float:
    return floor - share * (floor - TOP)


def _ticks_across() -> tuple[Tick, ...]:
    return tuple(Tick(_across(share), f"{share:.0%}") for share in (0, 0.2, 0.4, 0.6, 0.8, 1.0))


def _steps(top: float) -> list[float]:
    step = 0.05 if top <= 0.25 else 0.1 if top <= 0.5 else 0.2
    return [number * step for number in range(int(top / step + 1e-9) + 1)]


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Without points that nobody could tell from the one before; the last one always stays."""
    kept: list[Point] = []
    for point in points:
        if not kept or point[0] - kept[-1][0] >= 0.4 or abs(point[1] - kept[-1][1]) >= 0.4:
            kept.append(point)
    return kept if not points or kept[-1] == points[-1] else [*kept, points[-1]]
