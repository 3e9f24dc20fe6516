"""The background process: takes lanes that have work, decides, sends, and does the chores of the house."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.delivering import Deliverer
from bot.handling import Handler
from bot.store import inbox, outbox
from bot.store.database import Database
from bot.store.lanes import LEASE_MS, Claim, LaneLost, claim_lane, release, renew
from bot.store.sealing import Seal

logger = logging.getLogger(__name__)

IDLE_SECONDS = 0.1
"""How long a thread that found no work waits before it looks again."""

FAILED_MS = 10_000
"""How long a lane rests that could not be worked, so that it does not keep the others from being worked."""

STEPS = 20
"""Pieces of work in one lane before the others get their turn."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done again and again beside the lanes."""

    name: str
    every_seconds: float
    do: Callable[[], None]


class Worker:
    """Works lanes in several threads until it is told to stop."""

    def __init__(
        self,
        database: Database,
        seal: Seal,
        handler: Handler,
        deliverer: Deliverer,
        *,
        ready: Callable[[], bool],
        chores: Sequence[Chore] = (),
        threads: int = 4,
        stopping: threading.Event | None = None,
    ) -> None:
        self._database = database
        self._seal = seal
        self._handler = handler
        self._deliverer = deliverer
        self._ready = ready  # whether the FAQ is there; before that nothing can be decided
        self._chores = chores
        self._threads = threads
        self._stopping = stopping or threading.Event()
        self._held: set[Claim] = set()
        self._held_lock = threading.Lock()

    def run(self) -> None:
        """Work until `stopping` is set; what is under way is finished first."""
        threads = [threading.Thread(target=self._work_lanes, name=f"lanes-{n}") for n in range(self._threads)]
        threads += [threading.Thread(target=self._repeat, args=[chore], name=chore.name) for chore in self._chores]
        renewal = threading.Thread(target=self._renew_leases, name="leases", daemon=True)
        for thread in (renewal, *threads):
            thread.start()
        for thread in threads:
            while thread.is_alive():  # with a timeout, so that signals are noticed
                thread.join(0.5)

    def work_one(self) -> bool:
        """Take a lane that has work and do that work; False when there is none now."""
        claim = claim_lane(self._database) if self._ready() else None
        if claim is None:
            return False
        with self._holding(claim):
            self._work(claim)
        return True

    def _work_lanes(self) -> None:
        while not self._stopping.is_set():
            try:
                if not self.work_one():
                    self._stopping.wait(IDLE_SECONDS)
            except LaneLost:
                logger.warning("a lane was taken over by another worker")
            except Exception:  # whatever it is, the other lanes must go on
                logger.exception("a lane could not be worked; trying again")
                self._stopping.wait(1)

    def _work(self, claim: Claim) -> None:
        """What a lane has to do now: decide about everything that came in, then send in order."""
        for _ in range(STEPS):
            with self._database.reading() as connection:
                item = inbox.first_due(connection, self._seal, claim.conversation_id)
                text = None if item else outbox.first_due(connection, self._seal, claim.conversation_id)
            if item is not None:
                self._handler.handle(claim, item)
            elif text is not None:
                self._deliverer.deliver(claim, text)
            if self._stopping.is_set() or (item is None and text is None):
                return

    @contextmanager
    def _holding(self, claim: Claim) -> Iterator[None]:
        with self._held_lock:
            self._held.add(claim)
        wait_ms = FAILED_MS
        try:
            yield
            wait_ms = 0
        finally:
            with self._held_lock:
                self._held.discard(claim)
            release(self._database, claim, wait_ms=wait_ms)

    def _renew_leases(self) -> None:
        while True:
            time.sleep(LEASE_MS / 4000)  # also while stopping: what is under way still holds its lane
            with self._held_lock:
                held = tuple(self._held)
            if held:
                try:
                    renew(self._database, held)
                except SQLAlchemyError:
                    logger.exception("leases could not be renewed")

    def _repeat(self, chore: Chore) -> None:
        while not self._stopping.is_set():
            try:
                chore.do()
            except Exception:
                logger.exception("%s failed; trying again", chore.name)
            self._stopping.wait(chore.every_seconds)
