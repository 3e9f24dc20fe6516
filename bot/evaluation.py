"""How well a FAQ's matcher does on labelled messages."""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bot.calibration import shipped_prior
from bot.core.content.loading import Content
from bot.core.matching.encoder import Encoder, Vectors, name_of
from bot.core.matching.matcher import Matcher, fit
from bot.core.matching.measures import (
    Judged,
    OperatingPoint,
    auroc,
    coverage_at_precision,
    operating_point,
    top1_accuracy,
)
from bot.labelled import LabelledMessage
from bot.shipped_vectors import ShippedEncoder

PRECISIONS = ("0.80", "0.90", "0.95")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured. Shares are None where there is nothing to take a share of."""

    messages: int
    in_scope: int
    entries: int
    encoder: str
    top1_accuracy: float | None
    auroc: float | None
    coverage_at_precision: dict[str, float | None]
    operating_point: OperatingPoint
    latency_ms: dict[str, float]  # of matching one message alone
    fit_seconds: float
    encode_seconds: float  # the encoder's share of fit_seconds
    peak_rss_mb: float

    def to_json(self) -> str:
        """The record that DESIGN's `svartid evaluate` promises, rounded to what means anything."""
        return json.dumps(_rounded(asdict(self)), indent=2)

    def summary(self) -> str:
        """The same for people."""
        point = self.operating_point
        rows = [
            f"{self.messages} messages, {self.in_scope} of them answered by one of {self.entries} entries; "
            f"encoder {self.encoder}",
            f"Best entry is right (in scope):       {_percent(self.top1_accuracy)}",
            f"Tells in scope from the rest (AUROC): {_percent(self.auroc)}",
            *(
                f"Could answer, {float(precision):.0%} of answers right: {_percent(share)} of what is in scope"
                for precision, share in self.coverage_at_precision.items()
            ),
            f"Would answer, from confidence {point.threshold:.2f}: {_percent(point.answered)} of all messages, "
            f"{_percent(point.precision)} of answers right",
            f"  in scope answered correctly:        {_percent(point.correct_share)}",
            f"  out of scope left to people:        {_percent(point.none_recall)}",
            f"One message: {self.latency_ms['median']:.0f} ms (95 %: {self.latency_ms['p95']:.0f} ms); "
            f"fitting: {self.fit_seconds:.1f} s, {self.encode_seconds:.1f} s of it encoding; "
            f"memory at most {self.peak_rss_mb:.0f} MB",
        ]
        return "\n".join(rows)


def evaluate(
    content: Content, labelled: Sequence[LabelledMessage], encoder: Encoder | None, *, progress: Progress
) -> tuple[Evaluation, list[Judged]]:
    """Measure a FAQ that is loaded already; also what was found for each message."""
    matcher, fit_seconds, encode_seconds = _fitted(content, encoder, progress)
    latencies, judged = [], []
    for number, message in enumerate(labelled, 1):
        started = time.perf_counter()
        [match] = matcher.match([message.text])
        latencies.append(1000 * (time.perf_counter() - started))
        judged.append(Judged(message.expect, match))
        if number % 500 == 0 or number == len(labelled):
            progress(f"matched {number} of {len(labelled)} messages")
    evaluation = Evaluation(
        messages=len(labelled),
        in_scope=sum(message.expect is not None for message in labelled),
        entries=len(content.entries),
        encoder=name_of(encoder),
        top1_accuracy=top1_accuracy(judged),
        auroc=auroc(judged),
        coverage_at_precision={share: coverage_at_precision(judged, float(share)) for share in PRECISIONS},
        operating_point=operating_point(judged, matcher.threshold),
        latency_ms={"median": median(latencies), "p95": _p95(latencies)},
        fit_seconds=fit_seconds,
        encode_seconds=encode_seconds,
        peak_rss_mb=peak_rss_mb(),
    )
    return evaluation, judged


class TimedEncoder:
    """An encoder that knows how long it took."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.seconds = 0.0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does."""
        started = time.perf_counter()
        vectors = self._encoder.encode(texts)
        self.seconds += time.perf_counter() - started
        return vectors


def _fitted(content: Content, encoder: Encoder | None, progress: Progress) -> tuple[Matcher, float, float]:
    """The matcher, the seconds it took, and the encoder's share of them."""
    timed = TimedEncoder(encoder) if encoder else None
    started = time.perf_counter()
    matcher = fit(
        content.entries,
        timed,
        shipped_prior(),
        sure=content.house.answer_when_sure,
        progress=lambda done, total: progress(f"encoded {done} of {total} texts of the FAQ"),
        bank_encoder=ShippedEncoder(timed) if timed else None,
    )
    taken = time.perf_counter() - started
    if matcher.caution:
        progress(matcher.caution)
    return matcher, taken, timed.seconds if timed else 0.0


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def peak_rss_mb() -> float:
    """The most memory that this process has had so far."""
    try:
        status = Path("/proc/self/status").read_text("ascii")  # Linux; getrusage counts whoever started us, too
        return float(status.partition("VmHWM:")[2].split()[0]) / 2**10
    except (OSError, IndexError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (2**20 if sys.platform == "darwin" else 2**10)  # bytes on macOS, KiB elsewhere


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return round(value, 4) if isinstance(value, float) else value
