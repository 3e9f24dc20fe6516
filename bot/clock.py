"""The business clock: what time it is for hours, promises, campaigns and the platform's windows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Gives the present moment, aware, in UTC."""

_NONE = timedelta(0)


def shown(moment: datetime, timezone: ZoneInfo) -> str:
    """A moment as people read it in logs, alarms and at the terminal: "Mon 23 Nov 11:00"."""
    return f"{moment.astimezone(timezone):%a %d %b %H:%M}"


def business_clock(frozen_at: datetime | None = None, clock_file: Path | None = None) -> Clock:
    """The real time; for tests and demos one frozen moment, or the time that a clock file tells."""
    if frozen_at is not None:
        return lambda: frozen_at
    return ClockFile(clock_file) if clock_file else lambda: datetime.now(UTC)


class ClockFile:
    """A clock for all processes of a trial: it runs on from another moment, by the seconds that a file holds.

    Without the file, or with nothing sensible in it, it shows the real time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int] | None, timedelta] = None, _NONE  # which state of the file told what

    def __call__(self) -> datetime:
        """The moment it shows."""
        return datetime.now(UTC) + self.shift

    @property
    def shift(self) -> timedelta:
        """How far it is ahead of the real time."""
        try:
            found = self._path.stat()
            state = found.st_ino, found.st_mtime_ns
            if state != self._read[0]:
                self._read = state, timedelta(seconds=float(self._path.read_text(encoding="ascii")))
        except (OSError, ValueError, OverflowError):
            return _NONE
        return self._read[1]

    def travel(self, to: datetime | None) -> None:
        """Go on from another moment in every process that reads the file; None is back to the present."""
        seconds = 0 if to is None else (to - datetime.now(UTC)).total_seconds()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f"{self._path.name}.new")
        fresh.write_text(str(seconds), encoding="ascii")
        fresh.replace(self._path)
