"""Troubles that can be ordered for the sends and the webhooks to come, to see how the app takes them."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """What goes wrong with a send, or with a webhook."""

    NONE = "none"
    DOWN = "down"  # 503 with a page of HTML; not taken
    SLOW = "slow"  # taken and echoed at once, answered late
    DROP = "drop"  # taken and echoed, but the connection closes without an answer
    LOST = "lost"  # the connection closes without an answer, and nothing was taken
    RATE = "rate"  # 613: too many calls
    TOKEN = "token"  # noqa: S105  # 190: the token is no longer good
    ECHO_OFF = "echo_off"  # taken and answered, but no echo comes
    DUPLICATES = "duplicates"  # a webhook is delivered twice
    OUT_OF_ORDER = "out_of_order"  # a webhook and the next one swap places

    @property
    def of_webhooks(self) -> bool:
        """Whether it is a webhook that it strikes."""
        return self in {Mode.DUPLICATES, Mode.OUT_OF_ORDER}


@dataclass(frozen=True, slots=True)
class Fault:
    """A mode and its measure: `seconds` of slowness, `minutes` until calls are taken again."""

    mode: Mode = Mode.NONE
    seconds: float = 0
    minutes: int = 0


class Faults:
    """The fault of one family, sends or webhooks, that strikes next: some number of times, or until it is changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fault = Fault()
        self._left: int | None = None

    def order(self, fault: Fault, *, times: int | None = None) -> None:
        """Let this strike the next `times` times; None: always."""
        with self._lock:
            self._fault, self._left = fault, times

    def ordered(self) -> tuple[Fault, int | None]:
        """What strikes next, and how often it still will; None: always."""
        with self._lock:
            return self._fault, self._left

    def strike(self) -> Fault:
        """The fault of what has just come in."""
        with self._lock:
            struck = self._fault
            if self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self._fault, self._left = Fault(), None
            return struck


@dataclass(frozen=True, slots=True)
class Troubles:
    """The two families, which know nothing of each other."""

    sends: Faults = field(default_factory=Faults)
    webhooks: Faults = field(default_factory=Faults)
