"""Learn the calibration that ships with the program from labelled sets: `python -m scripts.fit_prior DATA_FOLDER`.

DATA_FOLDER holds folders such as `shop_da/` with `faq/` (a FAQ_DIR) and `messages.jsonl` (as for `svartid evaluate`).
Sets whose names share the first word are of the same source. Each set weighs the same. From each set, many banks are
made: all of it, some entries or questions left out, messages misspelt. Nothing answers a message whose entry was left
out, nor one from another source. The report shows, for each source, what was learned from the others.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.encoder import Encoder, Vectors
from bot.core.matching.judging import Floats, Tuning, appeals, log_odds, logistic, signs
from bot.core.matching.prior import Calibration, Choice, Confidence
from bot.core.matching.tuning import shift, tune_choice
from bot.encoders.embedded import EmbeddedEncoder
from scripts.trials import NO_EXPECTATION, LabelledSet, Trial, make_trials, read_sets

SURE = (0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.99)

MEANING = Choice(nearest=10, head=10, spelling=3, answer=1, nothing=3)
SPELLING = Choice(nearest=10, head=10, spelling=10, answer=1, nothing=6)
"""Chosen by hand: weights fitted to some sources were worse on the others. Each bank tunes them to itself."""


class Remembering:
    """An encoder that encodes no text twice."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self.name = encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= dict(zip(new, self._encoder.encode(new), strict=True)) if new else {}
        return np.stack([self._known[text] for text in texts])


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    default = Path(__file__).parent.parent / "bot" / "calibration" / "prior.json"
    parser.add_argument("--output", type=Path, default=default)
    arguments = parser.parse_args()
    sets = read_sets(arguments.data)
    learned = {
        "meaning": learn(sets, Remembering(EmbeddedEncoder()), MEANING),
        "spelling": learn(sets, None, SPELLING),
    }
    text = json.dumps({name: asdict(one) for name, one in learned.items()}, indent=1)
    arguments.output.write_text(text + "\n", "utf-8")


def learn(sets: Sequence[LabelledSet], encoder: Encoder | None, choice: Choice) -> Calibration:
    """The calibration from all sets; its thresholds come from calibrations that had not seen the source."""
    banks = {one.name: [tuned(trial, choice) for trial in make_trials(one, sets, encoder)] for one in sets}
    unseen = []
    for one in sets:
        others = [bank for other in sets if other.source != one.source for bank in banks[other.name]]
        unseen.append((one.name, outcomes(banks[one.name], confidence_in(others))))
    thresholds = find_thresholds([outcome for _, own in unseen for outcome in own if outcome.has_unanswerable])
    report("with an encoder" if encoder else "by spelling alone", unseen, thresholds)
    return Calibration(choice, confidence_in([bank for own in banks.values() for bank in own]), thresholds)


@dataclass(frozen=True)
class TunedBank:
    """A trial, and what its bank taught about the choice."""

    trial: Trial
    tuning: Tuning

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the entry that is chosen is the expected one, for each message."""
        chosen = appeals(self.trial.evidence, self.tuning.choice).argmax(axis=1)
        return np.asarray(chosen == self.trial.places, np.bool_)


def tuned(trial: Trial, choice: Choice) -> TunedBank:
    """A trial with its bank's own choice."""
    return TunedBank(trial, tune_choice(trial.examples, choice))


def confidence_in(banks: Sequence[TunedBank]) -> Confidence:
    """The confidence in what the banks' choices find best."""
    rows = np.concatenate([signs(bank.trial.evidence, bank.tuning) for bank in banks])
    right = np.concatenate([bank.right for bank in banks])
    weights = np.concatenate([bank.trial.weights for bank in banks])
    return Confidence(*(round(float(weight), 4) for weight in logistic_regression(rows, right, weights)))


def logistic_regression(rows: Floats, right: NDArray[np.bool_], importance: Floats) -> Floats:
    """Weights by Newton's method, with a slight penalty on all but the first, which is the constant's."""
    spread = np.where(rows.std(axis=0) > 0, rows.std(axis=0), 1)  # so that the penalty treats all alike
    scaled = rows / spread
    penalty = 1e-3 * importance.sum() * np.array([0, *[1] * (rows.shape[1] - 1)])
    weights: Floats = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = logistic(scaled @ weights)
        gradient = scaled.T @ (importance * (chance - right)) + penalty * weights
        hessian = (scaled * (importance * chance * (1 - chance))[:, None]).T @ scaled + np.diag(penalty)
        weights = weights - np.linalg.solve(hessian, gradient)
    return np.asarray(weights / spread, np.float64)


@dataclass(frozen=True)
class Outcomes:
    """Confidence in the best entry, and whether it was right, for each message of a trial."""

    confidence: Floats
    right: NDArray[np.bool_]
    in_scope: NDArray[np.bool_]
    weights: Floats

    @property
    def has_unanswerable(self) -> bool:
        """Whether there are messages that nothing answers, as there are in every business."""
        return not self.in_scope.all()


def outcomes(banks: Sequence[TunedBank], confidence: Confidence) -> list[Outcomes]:
    """What a confidence, shifted as each bank's own examples would have it, makes of trials."""
    made = []
    for bank in banks:
        tuning = replace(bank.tuning, shift=shift(bank.trial.examples, confidence, bank.tuning))
        sure = logistic(log_odds(bank.trial.evidence, confidence, tuning))
        made.append(Outcomes(sure, bank.right, bank.trial.expected != NO_EXPECTATION, bank.trial.weights))
    return made


def find_thresholds(seen: Sequence[Outcomes]) -> dict[float, float]:
    """For each wanted share of right answers, the lowest confidence from which all further answers are that right."""
    confidence = np.concatenate([one.confidence for one in seen])
    order = np.argsort(-confidence)
    weights = np.concatenate([one.weights for one in seen])[order]
    right = np.concatenate([one.right for one in seen])[order]
    precision = np.cumsum(weights * right) / np.cumsum(weights)
    enough = {sure: confidence[order][precision >= sure] for sure in SURE}
    found = {sure: float(known[-1]) if len(known) else 1.0 for sure, known in enough.items()}
    return {sure: round(max(value for other, value in found.items() if other <= sure), 3) for sure in SURE}


def report(title: str, unseen: Sequence[tuple[str, list[Outcomes]]], thresholds: dict[float, float]) -> None:
    """What happens on each set with what was learned from other sources, on the whole bank."""
    threshold = thresholds[0.9]
    rows = {name: whole_bank(whole, threshold) for name, (whole, *_) in unseen}
    rows["mean"] = tuple(np.nanmean(list(rows.values()), axis=0))
    lines = [f"{name:24}{''.join(f'{share:15.3f}' for share in row)}" for name, row in rows.items()]
    head = "".join(f"{column:>15}" for column in ("top-1", "answered", "precision", "correct share"))
    sys.stdout.write(f"\n{title}: sure .90 → confidence {threshold:.3f}\n{'set':24}{head}\n" + "\n".join(lines) + "\n")


def whole_bank(whole: Outcomes, threshold: float) -> tuple[float, ...]:
    """Top-1 accuracy in scope, share answered, share of answers that are right, share of in-scope answered right."""
    answered = whole.confidence >= threshold
    right = whole.right & answered
    precision = right.sum() / answered.sum() if answered.any() else np.nan
    return whole.right[whole.in_scope].mean(), answered.mean(), precision, right.sum() / whole.in_scope.sum()


if __name__ == "__main__":
    main()
