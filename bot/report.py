"""What customers waited and what they were promised, counted over some weeks; each wait by the house of its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from bot.core.pace import MOST, nearest_rank
from bot.store.waits import HEARD, EndedBy, PromiseKind, Wait


@dataclass(frozen=True, slots=True)
class Figures:
    """The waits of a department, or of all. Every wait in which a time was told is kept, broken or closed."""

    waits: int  # that ended
    answered: int  # by a person
    closed: int  # without an answer, for a reason
    told: int  # waits in which the customer was told a time
    kept: int  # answered by the time told last
    kept_as_first_told: int
    broken: int
    closed_before: int  # closed before the time that was told
    late_lines: int  # waits in which the customer was told that it takes longer
    held: int  # waits in which a person put it off
    without_promise: int  # waits in which the customer was told no time
    outside_hours: int  # answered outside the published hours
    not_judged: int  # ended only just
    first_reply_p50: timedelta | None  # in opening time
    first_reply_p80: timedelta | None


@dataclass(frozen=True, slots=True)
class Report:
    """Figures of all waits that ended since a moment, and of each department."""

    since: datetime
    until: datetime
    everything: Figures
    departments: Mapping[str, Figures] = field(default_factory=dict)
    outside_hours: tuple[Wait, ...] = ()
    waiting: int = 0  # at the end
    overdue: int = 0  # of these, with a promise that is broken already


def report(waits: Sequence[Wait], still_open: Sequence[Wait] = (), *, since: datetime, until: datetime) -> Report:
    """What waits that have ended amount to, beside those that go on."""
    departments = sorted({wait.department for wait in waits if wait.department})
    return Report(
        since,
        until,
        figures(waits),
        {name: figures([wait for wait in waits if wait.department == name]) for name in departments},
        tuple(wait for wait in waits if wait.outside_hours),
        len(still_open),
        _count(due <= until for wait in still_open for due in _dues(wait)[-1:]),
    )


def figures(waits: Sequence[Wait]) -> Figures:
    """The figures of these waits."""
    told = [wait for wait in waits if _dues(wait)]
    judged = [wait for wait in waits if wait.open_seconds is not None]
    answered = [wait for wait in waits if wait.ended_by is EndedBy.PERSON]
    timely = [wait for wait in answered if not wait.outside_hours]
    replies = sorted(timedelta(seconds=wait.open_seconds) for wait in timely if wait.open_seconds is not None)
    return Figures(
        waits=len(waits),
        answered=len(answered),
        closed=len(waits) - len(answered),
        told=len(told),
        kept=_count(wait.promise_kept is True for wait in told),
        kept_as_first_told=_count(wait.promise_kept is True and _by(wait, _dues(wait)[0]) for wait in told),
        broken=_count(wait.promise_kept is False for wait in told),
        closed_before=_count(wait.promise_kept is None and wait.open_seconds is not None for wait in told),
        late_lines=_count(_has(wait, PromiseKind.LATE) for wait in waits),
        held=_count(_has(wait, PromiseKind.HELD) for wait in waits),
        without_promise=len(waits) - len(told),
        outside_hours=_count(wait.outside_hours is True for wait in waits),
        not_judged=len(waits) - len(judged),
        first_reply_p50=nearest_rank(replies, Fraction(1, 2)) if replies else None,
        first_reply_p80=nearest_rank(replies, MOST) if replies else None,
    )


def _dues(wait: Wait) -> list[datetime]:
    """The times that the customer was told, in order."""
    return [made.due_at for made in wait.promises if made.due_at is not None and made.kind in HEARD]


def _by(wait: Wait, due: datetime) -> bool:
    return wait.ended_at is not None and wait.ended_at <= due


def _has(wait: Wait, kind: PromiseKind) -> bool:
    return any(made.kind is kind for made in wait.promises)


def _count(truths: Iterable[bool]) -> int:
    return sum(truths)
