"""What time it is for the business."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock, ClockFile, business_clock

CHRISTMAS = datetime(2026, 12, 24, 17, 30, tzinfo=UTC)
PATIENCE = timedelta(seconds=20)


def shows(clock: Clock, moment: datetime) -> bool:
    """Whether the clock shows a moment, or a little later."""
    return timedelta(seconds=-1) < clock() - moment < PATIENCE


def test_shows_the_real_time() -> None:
    assert shows(business_clock(), datetime.now(UTC))


def test_a_frozen_clock_does_not_run_and_cannot_be_set(tmp_path: Path) -> None:
    ClockFile(tmp_path / "clock").travel(CHRISTMAS)
    clock = business_clock(CHRISTMAS - timedelta(days=1), tmp_path / "clock")

    assert clock() == clock() == CHRISTMAS - timedelta(days=1)


def test_goes_on_from_another_moment_in_every_process_that_reads_the_file(tmp_path: Path) -> None:
    clocks = [business_clock(None, tmp_path / "var" / "clock") for _ in range(2)]
    assert all(shows(clock, datetime.now(UTC)) for clock in clocks)

    ClockFile(tmp_path / "var" / "clock").travel(CHRISTMAS)
    assert all(shows(clock, CHRISTMAS) for clock in clocks)
    assert clocks[0]() < clocks[0]()

    ClockFile(tmp_path / "var" / "clock").travel(CHRISTMAS - timedelta(days=400))
    assert all(shows(clock, CHRISTMAS - timedelta(days=400)) for clock in clocks)

    ClockFile(tmp_path / "var" / "clock").travel(None)
    assert all(shows(clock, datetime.now(UTC)) for clock in clocks)


@pytest.mark.parametrize("content", ["", "tonight", "nan", "inf", "1e300", "\x00\xff"])
def test_a_file_without_a_number_leaves_the_real_time(tmp_path: Path, content: str) -> None:
    (tmp_path / "clock").write_text(content, encoding="latin-1")

    assert shows(business_clock(None, tmp_path / "clock"), datetime.now(UTC))
