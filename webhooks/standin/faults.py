"""Troubles that can be ordered for the sends to come, to see how the app takes them."""

import threading
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """What goes wrong with a send."""

    NONE = "none"
    DOWN = "down"  # 503 with a page of HTML; not taken
    SLOW = "slow"  # taken and echoed at once, answered late
    DROP = "drop"  # taken and echoed, but the connection closes without an answer
    LOST = "lost"  # the connection closes without an answer, and nothing was taken
    RATE = "rate"  # 613: too many calls
    TOKEN = "token"  # noqa: S105  # 190: the token is no longer good
    ECHO_OFF = "echo_off"  # taken and answered, but no echo comes


@dataclass(frozen=True, slots=True)
class Fault:
    """A mode and its measure: `seconds` of slowness, `minutes` until calls are taken again."""

    mode: Mode = Mode.NONE
    seconds: float = 0
    minutes: int = 0


class Faults:
    """The fault that strikes next, for some number of sends or until it is changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fault = Fault()
        self._left: int | None = None

    def order(self, fault: Fault, *, times: int | None) -> None:
        """Let this strike the next `times` sends; None: all of them."""
        with self._lock:
            self._fault, self._left = fault, times

    def strike(self) -> Fault:
        """The fault of the send that has just come in."""
        with self._lock:
            struck = self._fault
            if self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self._fault, self._left = Fault(), None
            return struck
