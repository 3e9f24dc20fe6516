"""How near a promise is to its end, in the time at which somebody could keep it."""

from datetime import UTC, datetime
from enum import IntEnum

from bot.core.open_time import OpenTime


class Stage(IntEnum):
    """How much of the time for an answer is used up; higher is worse."""

    CALM = 0
    HALF = 1  # half of it
    CLOSE = 2  # four fifths
    BREAKING = 3  # nearly all, or nobody is there any more until it ends
    BROKEN = 4


_SHARES = ((0.95, Stage.BREAKING), (0.8, Stage.CLOSE), (0.5, Stage.HALF))


def stage_of(staffing: OpenTime, *, since: datetime, due: datetime, now: datetime) -> Stage:
    """The stage at a moment of what was promised at `since` for `due`."""
    used, left = staffing.open_time_between(since, now), staffing.open_time_between(now, due)
    if now.astimezone(UTC) >= due.astimezone(UTC):
        return Stage.BROKEN
    if not left:
        return Stage.BREAKING
    share = used / (used + left)
    return next((stage for least, stage in _SHARES if share >= least), Stage.CALM)
