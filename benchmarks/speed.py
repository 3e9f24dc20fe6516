"""How fast the matchers are, and how much memory they take: each in a process of its own, asked in turn."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import median

from benchmarks.contestants import field
from benchmarks.invented import invented_entries, invented_messages
from bot.core.matching.encoder import Encoder
from bot.evaluation import TimedEncoder, peak_rss_mb

PATIENCE = 900
"""Seconds that a matcher may take to fit."""

MESSAGES = 60
SLOW = 0.3
"""Seconds a message from which a matcher is asked less often."""

FEW = 10


@dataclass(frozen=True, slots=True)
class Speed:
    """One matcher with one size of bank. Only name and size are known where it did not get ready within PATIENCE."""

    contestant: str
    entries: int
    messages: int = 0
    fit_seconds: float | None = None  # without encoding
    encode_seconds: float | None = None
    message_ms: float | None = None  # median, the encoder's part included
    encoder_ms: float | None = None  # median of the encoder's part
    times_encoder: float | None = None  # median of the one through the other, message by message
    peak_mb: float | None = None


def race(sizes: Sequence[int], contestants: Iterable[str], step: Callable[[str], None]) -> list[Speed]:
    """All matchers with all sizes; those of a size take turns with each message, so that noise hits all alike."""
    return [speed for size in sizes for speed in _race(size, list(contestants), step)]


def _race(size: int, contestants: Sequence[str], step: Callable[[str], None]) -> list[Speed]:
    racers = []
    try:
        for name in contestants:
            step(f"{size:,} entries: {name}")
            racers.append(_Racer(name, size))
        for message in invented_messages(size, MESSAGES):
            for racer in racers:
                racer.ask(message)
        return [racer.finish() for racer in racers]
    finally:
        for racer in racers:
            racer.stop()


class _Racer:
    """A process with a fitted matcher."""

    def __init__(self, name: str, size: int) -> None:
        """Starts it and waits until it has fitted."""
        spawn = multiprocessing.get_context("spawn")  # the embedded encoder must not be forked
        self._connection, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_run, args=(theirs, name, size), daemon=True)
        self._process.start()
        theirs.close()
        self._name, self._size = name, size
        self._times: list[tuple[float, float]] = []
        self._fitted: tuple[float, float] | None = None
        try:
            if self._connection.poll(PATIENCE):
                self._fitted = self._connection.recv()
                self._exchange("warm up")
        except EOFError:  # it ended, for want of memory perhaps
            self._fitted = None
        if not self._fitted:
            self.stop()

    def ask(self, message: str) -> None:
        """Time one message, unless the matcher is too slow to be asked all of them."""
        slow = len(self._times) >= FEW and median(total for total, _ in self._times) > SLOW
        if self._fitted and not slow:
            self._times.append(self._exchange(message))

    def finish(self) -> Speed:
        """What was measured."""
        if not self._fitted:
            return Speed(self._name, self._size)
        self._connection.send(None)
        fit_seconds, encode_seconds = self._fitted
        times = [total / encoding for total, encoding in self._times if encoding]
        return Speed(
            contestant=self._name,
            entries=self._size,
            messages=len(self._times),
            fit_seconds=fit_seconds,
            encode_seconds=encode_seconds,
            message_ms=1000 * median(total for total, _ in self._times),
            encoder_ms=1000 * median(encoding for _, encoding in self._times),
            times_encoder=median(times) if times else None,
            peak_mb=self._connection.recv(),
        )

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._process.terminate()
        self._process.join()

    def _exchange(self, message: str) -> tuple[float, float]:
        self._connection.send(message)
        times: tuple[float, float] = self._connection.recv()
        return times


class _Stopwatch:
    """Loads encoders, and knows how long they have worked."""

    def __init__(self) -> None:
        self._encoders: list[TimedEncoder] = []

    def load(self, name: str) -> Encoder:
        """As `field.encoder` does."""
        self._encoders.append(TimedEncoder(field.encoder(name)))
        return self._encoders[-1]

    @property
    def seconds(self) -> float:
        """Of all encoders so far."""
        return sum(encoder.seconds for encoder in self._encoders)


def _run(connection: Connection, name: str, size: int) -> None:
    """In the process: fit, then match what comes until None does."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin would disturb the others, and themselves
    watch = _Stopwatch()
    contestant = field.FIELD[name](watch.load)
    entries = invented_entries(size)
    started = time.perf_counter()
    contestant.fit(entries)
    taken = time.perf_counter() - started
    connection.send((taken - watch.seconds, watch.seconds))
    while (message := connection.recv()) is not None:
        encoded, started = watch.seconds, time.perf_counter()
        contestant.match([message])
        connection.send((time.perf_counter() - started, watch.seconds - encoded))
    connection.send(peak_rss_mb())
