"""What the report counts."""

from datetime import datetime, timedelta

from bot.report import report
from bot.store.waits import EndedBy, MadePromise, PromiseKind, Wait
from tests.casts.counter import at

SINCE, UNTIL = at("2026-11-01T00:00"), at("2026-11-29T00:00")


def promise(clock: str, kind: PromiseKind = PromiseKind.TOLD) -> MadePromise:
    return MadePromise(kind, at("09:00"), at(clock), "abc")


def wait(
    ended: str,
    *promises: MadePromise,
    kept: bool | None = None,
    waited: int = 60,
    by: EndedBy = EndedBy.PERSON,
    department: str | None = None,
    outside: bool = False,
) -> Wait:
    ended_at: datetime = at(ended)
    return Wait(
        id=1, conversation_id=1, account="12345", department=department, reason="unsure", since=at("09:00"),
        ended_at=ended_at, ended_by=by, person=None, open_seconds=waited, handling_seconds=None, promise_kept=kept,
        outside_hours=outside, promises=promises,
    )  # fmt: skip


def test_a_promise_moved_and_then_kept_is_kept_but_not_as_first_told() -> None:
    moved = wait("12:00", promise("11:00"), promise("13:00", PromiseKind.LATE), kept=True)
    told = report([moved, wait("10:00", promise("11:00"), kept=True)], since=SINCE, until=UNTIL).everything

    assert (told.told, told.kept, told.kept_as_first_told, told.broken, told.late_lines) == (2, 2, 1, 0, 1)


def test_every_told_wait_is_kept_broken_or_closed_before_its_time() -> None:
    waits = [
        wait("10:00", promise("11:00"), kept=True),
        wait("12:00", promise("11:00"), kept=False),
        wait("10:00", promise("11:00"), by=EndedBy.CLOSED),
        wait("12:00", promise("11:00"), promise("2026-11-25T11:00", PromiseKind.HELD), kept=True),
        wait("10:00", promise("11:00", PromiseKind.UNSAID), promise("11:30", PromiseKind.UNSENT)),
        wait("10:00"),
    ]
    told = report(waits, since=SINCE, until=UNTIL).everything

    assert told.told == told.kept + told.broken + told.closed_before == 4
    assert (told.waits, told.answered, told.closed, told.without_promise, told.held) == (6, 5, 1, 2, 1)


def test_first_replies_are_told_by_nearest_rank_and_only_those_of_people() -> None:
    waits = [wait("10:00", waited=60 * minutes) for minutes in (1, 2, 3, 4, 5)]
    closed = wait("10:00", waited=9999, by=EndedBy.CLOSED)
    told = report([*waits, closed], since=SINCE, until=UNTIL).everything

    assert (told.first_reply_p50, told.first_reply_p80) == (timedelta(minutes=3), timedelta(minutes=4))


def test_each_department_has_figures_of_its_own_and_late_kindness_is_listed() -> None:
    shop = wait("21:14", department="shop", outside=True)
    found = report([shop, wait("10:00")], since=SINCE, until=UNTIL)

    assert {name: figures.waits for name, figures in found.departments.items()} == {"shop": 1}
    assert found.everything.waits == 2
    assert found.outside_hours == (shop,)


def test_a_broken_promise_counts_while_the_customer_still_waits() -> None:
    still = [wait("12:00", promise(clock)) for clock in ("11:00", "2026-11-30T11:00")]
    found = report([], still, since=SINCE, until=UNTIL)

    assert (found.waiting, found.overdue) == (2, 1)
