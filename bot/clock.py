"""The business clock: what time it is for hours, promises, campaigns and the platform's windows."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, aware, in UTC."""


def business_clock(frozen_at: datetime | None = None) -> Clock:
    """The real time, or for tests and demos one frozen moment."""
    if frozen_at is not None:
        return lambda: frozen_at
    return lambda: datetime.now(UTC)
