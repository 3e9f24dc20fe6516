"""What was learned about matching on other banks, so that a new bank starts out calibrated."""

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    """How much each view counts in the choice between entries, in log-odds per unit; and what nothing at all has."""

    nearest: float
    head: float
    spelling: float
    answer: float
    nothing: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """Logistic regression for "the best entry is right"."""

    constant: float
    share: float  # logarithm of the best entry's share of the choice between the entries and nothing at all
    closeness: float  # how much speaks for it, as it is
    familiar: float  # the same, beyond what usually speaks for an entry of this bank that is right
    foreign: float  # how far apart the languages of message and nearest question are
    length: float  # logarithm of the message's characters


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights for one set of views, and the confidence to answer from for a wanted share of right answers."""

    choice: Choice
    confidence: Confidence
    thresholds: Mapping[float, float]

    def threshold(self, sure: float) -> float:
        """The confidence from which answers are right at the share `sure`, between the measured shares by a line."""
        points = sorted({**self.thresholds, 0.0: 0.0, 1.0: 1.0}.items())
        place = min(bisect_right(points, (sure, 1.0)), len(points) - 1)
        (low, start), (high, end) = points[place - 1], points[place]
        return start + (end - start) * (sure - low) / (high - low)


@dataclass(frozen=True, slots=True)
class Prior:
    """Calibrations with and without an encoder, and messages that no business answers.

    background: the same everyday sentences in several languages; off_topic and small_talk: what people write besides.
    """

    meaning: Calibration
    spelling: Calibration
    background: Mapping[str, tuple[str, ...]]
    off_topic: tuple[str, ...]
    small_talk: tuple[str, ...]

    def to_json(self) -> str:
        """Read again by `from_json`."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "Prior":
        """Raises KeyError, TypeError or ValueError where the text is something else."""
        data = json.loads(text)
        return Prior(
            _calibration(data["meaning"]),
            _calibration(data["spelling"]),
            {language: tuple(sentences) for language, sentences in data["background"].items()},
            tuple(data["off_topic"]),
            tuple(data["small_talk"]),
        )


def _calibration(data: Mapping[str, Any]) -> Calibration:
    thresholds = {float(sure): float(threshold) for sure, threshold in data["thresholds"].items()}
    return Calibration(Choice(**data["choice"]), Confidence(**data["confidence"]), thresholds)
