"""How near a promise is to its end, in the time at which somebody could keep it."""

from datetime import UTC, datetime, timedelta
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


def stage_of(staffing: OpenTime, *, since: datetime, due: datetime, now: datetime, by_person: bool = False) -> Stage:
    """The stage at a moment of what was promised at `since` for `due`.

    A person who promised it means to be there, whatever the rota says: where it has nobody any more, all time counts.
    """
    since, due, now = (each.astimezone(UTC) for each in (since, due, now))
    if now >= due:
        return Stage.BROKEN
    used, left = staffing.open_time_between(since, now), staffing.open_time_between(now, due)
    if by_person and not left:
        used, left = max(timedelta(0), now - since), due - now
    if not left:
        return Stage.BREAKING
    share = used / (used + left)
    return next((stage for least, stage in _SHARES if share >= least), Stage.CALM)
