"""Learn the calibration that ships with the program from labelled sets: `python scripts/fit_prior.py DATA_FOLDER`.

DATA_FOLDER holds folders such as `shop_da/` with `faq/` (a FAQ_DIR) and `messages.jsonl` (as for `svartid evaluate`).
Sets whose names share the first word are of the same source. Each set weighs the same. From each set, many banks are
made: all of it, some entries or questions left out, messages misspelt. Nothing answers a message whose entry was left
out, nor one from another source. The report shows, for each source, what was learned from the others.
"""

import argparse
import json
import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.calibration import shipped_background
from bot.content_files import read_content_files
from bot.core.content.entry import Entry
from bot.core.content.loading import load_content
from bot.core.folding import fold
from bot.core.matching.bank import Bank, Evidence
from bot.core.matching.encoder import Encoder, Vectors
from bot.core.matching.judging import Floats, appeals, judge, signs
from bot.core.matching.prior import Calibration, Choice, Confidence, Prior
from bot.core.matching.texts import Texts
from bot.encoders.embedded import EmbeddedEncoder
from bot.labelled import LabelledMessage, read_messages

SURE = (0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.99)

MEANING = Choice(nearest=10, head=10, spelling=3, nothing=4)
SPELLING = Choice(nearest=10, head=10, spelling=10, nothing=6)
"""Chosen by hand: weights fitted to some sources were worse on the others, above all on misspelt messages."""

NO_EXPECTATION = -1
STRANGERS = 100  # so many stand for their share


@dataclass(frozen=True)
class Recipe:
    """How a bank and its messages are made from a set, and how much of the set's weight it gets."""

    weight: float
    entries: float | None = None  # share of the entries that stays; from 1, their number
    questions: int | None = None  # at most so many of each entry
    typos: bool = False
    unanswerable: float | None = None  # share, by weight, of those of the set's messages that nothing answers
    strangers: float = 0  # share, by weight, of messages from other sources, which nothing answers here either


RECIPES = (
    Recipe(0.25),
    Recipe(0.15, typos=True),
    Recipe(0.10, entries=0.6, unanswerable=0.35, strangers=0.1),
    Recipe(0.10, entries=0.8, unanswerable=0.35, strangers=0.1),
    Recipe(0.10, entries=0.9, unanswerable=0.35, strangers=0.1),
    Recipe(0.10, entries=0.8, unanswerable=0.35, strangers=0.1, typos=True),
    Recipe(0.05, entries=0.7, questions=1, unanswerable=0.35, strangers=0.1),
    Recipe(0.05, entries=0.8, questions=2, unanswerable=0.35, strangers=0.1),
    Recipe(0.05, entries=8, unanswerable=0.35, strangers=0.1),
    Recipe(0.05, entries=3, unanswerable=0.35, strangers=0.1),
)


@dataclass(frozen=True)
class LabelledSet:
    """One folder of DATA_FOLDER."""

    name: str
    entries: tuple[Entry, ...]
    messages: tuple[LabelledMessage, ...]

    @property
    def source(self) -> str:
        """Sets of one source are left out together."""
        return self.name.partition("_")[0]


@dataclass(frozen=True)
class Trial:
    """The evidence that one bank gives about some messages, and which entries are right."""

    evidence: Evidence
    expected: NDArray[np.intp]  # numbers of entries, or NO_EXPECTATION
    weights: Floats

    @property
    def places(self) -> NDArray[np.intp]:
        """Of the expected entries in the shortlists, or NO_EXPECTATION."""
        hits = self.evidence.entries == self.expected[:, None]
        return np.where(hits.any(axis=1), hits.argmax(axis=1), NO_EXPECTATION)


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
    text = json.dumps({name: asdict(rounded(one)) for name, one in learned.items()}, indent=1)
    arguments.output.write_text(text + "\n", "utf-8")


def read_sets(folder: Path) -> list[LabelledSet]:
    """Every set in the folder."""
    return [
        LabelledSet(
            name=one.name,
            entries=load_content(read_content_files(one / "faq"), {}).entries,
            messages=tuple(read_messages(one / "messages.jsonl")),
        )
        for one in sorted(folder.iterdir())
        if one.is_dir()
    ]


def learn(sets: Sequence[LabelledSet], encoder: Encoder | None, choice: Choice) -> Calibration:
    """The calibration from all sets; its thresholds come from calibrations that had not seen the source."""
    trials = {one.name: make_trials(one, sets, encoder) for one in sets}
    unseen = []
    for one in sets:
        others = [trial for other in sets if other.source != one.source for trial in trials[other.name]]
        unseen.append((one.name, outcomes(trials[one.name], calibrate(others, choice))))
    thresholds = find_thresholds([outcome for _, own in unseen for outcome in own])
    report("with an encoder" if encoder else "by spelling alone", unseen, thresholds)
    return replace(calibrate([trial for own in trials.values() for trial in own], choice), thresholds=thresholds)


def make_trials(labelled: LabelledSet, sets: Sequence[LabelledSet], encoder: Encoder | None) -> list[Trial]:
    """One trial for each recipe."""
    chance = random.Random(labelled.name)  # noqa: S311  # the same banks at every run
    strangers = [message.text for other in sets if other.source != labelled.source for message in other.messages]
    return [make_trial(labelled, strangers, recipe, encoder, chance) for recipe in RECIPES]


def make_trial(
    labelled: LabelledSet, strangers: Sequence[str], recipe: Recipe, encoder: Encoder | None, chance: random.Random
) -> Trial:
    """The evidence of a bank made by a recipe."""
    entries = thinned(labelled.entries, recipe, chance)
    background = shipped_background()
    texts = Texts.of(entries, Prior(_UNFITTED, _UNFITTED, background))
    bank = Bank(texts, texts.encoded(encoder) if encoder else None, languages=len(background))
    messages = [misspelt(one.text, chance) if recipe.typos else one.text for one in labelled.messages]
    guests = chance.sample(strangers, STRANGERS) if recipe.strangers else []
    messages += guests
    folded = [fold(message) for message in messages]
    placed = bank.place(folded, encoder.encode(messages) if encoder else None)
    numbers = {name: number for number, name in enumerate(texts.ids)}
    expected = np.array([numbers.get(one.expect or "", NO_EXPECTATION) for one in labelled.messages])
    weights = message_weights(expected == NO_EXPECTATION, recipe)
    if guests:
        expected = np.append(expected, np.full(len(guests), NO_EXPECTATION))
        weights = np.append(weights * (1 - recipe.strangers), np.full(len(guests), recipe.strangers / len(guests)))
    return Trial(bank.evidence(folded, placed), expected, weights * recipe.weight)


def thinned(entries: Sequence[Entry], recipe: Recipe, chance: random.Random) -> list[Entry]:
    """The entries and questions that a recipe leaves."""
    wanted = recipe.entries or len(entries)
    count = max(2, round(wanted * len(entries))) if wanted < 1 else min(int(wanted), len(entries))
    kept = sorted(chance.sample(range(len(entries)), count))
    return [replace(entries[number], questions=fewer(entries[number], recipe.questions, chance)) for number in kept]


def fewer(entry: Entry, count: int | None, chance: random.Random) -> dict[str, tuple[str, ...]]:
    """At most so many of an entry's questions in each language."""
    return {
        language: texts if count is None else tuple(chance.sample(texts, min(count, len(texts))))
        for language, texts in entry.questions.items()
    }


def misspelt(text: str, chance: random.Random) -> str:
    """As thumbs write it: small letters without accents, and a slip every fifteen characters or so."""
    plain = unicodedata.normalize("NFKD", text.lower())
    letters = [letter for letter in plain if not unicodedata.combining(letter)]
    for _ in range(max(1, round(len(letters) / 15)) if letters else 0):
        place = chance.randrange(len(letters))
        letter, follower = letters[place], letters[place + 1] if place + 1 < len(letters) else ""
        slip = chance.choice("abcdefghijklmnoprstuvy")
        letters[place : place + 2] = [*chance.choice(([], [letter, slip], [follower, letter], [slip])), follower]
        if len(letters) < 2:
            break
    return "".join(letters)


def message_weights(none: NDArray[np.bool_], recipe: Recipe) -> Floats:
    """Weights that sum to 1 and give the wanted share to what nothing answers."""
    if recipe.unanswerable is None or not 0 < none.sum() < len(none):
        return np.full(len(none), 1 / len(none))
    return np.where(none, recipe.unanswerable / none.sum(), (1 - recipe.unanswerable) / (~none).sum())


def calibrate(trials: Sequence[Trial], choice: Choice) -> Calibration:
    """The confidence in what the choice finds best."""
    rows = np.concatenate([signs(trial.evidence, choice) for trial in trials])
    right = np.concatenate([appeals(trial.evidence, choice).argmax(axis=1) == trial.places for trial in trials])
    weights = np.concatenate([trial.weights for trial in trials])
    spread = np.where(rows.std(axis=0) > 0, rows.std(axis=0), 1)  # so that the penalty treats all signs alike
    fitted = newton(lambda guess: confidence_loss(rows / spread, right, weights, guess), rows.shape[1]) / spread
    return Calibration(choice, Confidence(*map(float, fitted)), {})


Loss = tuple[Floats, Floats]
"""Gradient and Hessian."""


def confidence_loss(rows: Floats, right: NDArray[np.bool_], importance: Floats, weights: Floats) -> Loss:
    """Of the logistic regression, with a slight penalty on all but the constant."""
    penalty = 1e-3 * importance.sum() * np.array([0, *[1] * (len(weights) - 1)])
    chance = 1 / (1 + np.exp(-rows @ weights))
    gradient = rows.T @ (importance * (chance - right)) + penalty * weights
    hessian = (rows * (importance * chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty + 1e-9)
    return gradient, hessian


def newton(loss: Callable[[Floats], Loss], size: int) -> Floats:
    """The minimum of a convex loss; steps are shortened to stay where the loss is nearly quadratic."""
    weights: Floats = np.zeros(size)
    for _ in range(200):
        gradient, hessian = loss(weights)
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-8:
            break
    return weights


@dataclass(frozen=True)
class Outcomes:
    """Confidence in the best entry, and whether it was right, for each message of a trial."""

    confidence: Floats
    right: NDArray[np.bool_]
    in_scope: NDArray[np.bool_]
    weights: Floats


def outcomes(trials: Sequence[Trial], calibration: Calibration) -> list[Outcomes]:
    """What a calibration makes of trials."""
    made = []
    for trial in trials:
        order, probabilities = judge(trial.evidence, calibration)
        right = order[:, 0] == trial.places
        made.append(Outcomes(probabilities[:, 0], right, trial.expected != NO_EXPECTATION, trial.weights))
    return made


def find_thresholds(seen: Sequence[Outcomes]) -> dict[float, float]:
    """For each wanted share of right answers, the lowest confidence from which all further answers are that right."""
    confidence = np.concatenate([one.confidence for one in seen])
    order = np.argsort(-confidence)
    weights = np.concatenate([one.weights for one in seen])[order]
    right = np.concatenate([one.right for one in seen])[order]
    precision = np.cumsum(weights * right) / np.cumsum(weights)
    found = {sure: float(confidence[order][np.flatnonzero(precision >= sure)[-1]]) for sure in SURE}
    return {sure: round(max(value for other, value in found.items() if other <= sure), 3) for sure in SURE}


def report(title: str, unseen: Sequence[tuple[str, list[Outcomes]]], thresholds: dict[float, float]) -> None:
    """What happens on each set with what was learned from other sources, on the whole bank."""
    threshold = thresholds[0.9]
    print(f"\n{title}: sure .90 → confidence {threshold:.3f}")  # noqa: T201
    print(f"{'set':24}{'top-1':>8}{'answered':>10}{'precision':>11}{'correct share':>15}")  # noqa: T201
    rows = []
    for name, (whole, *_) in unseen:
        answered = whole.confidence >= threshold
        precision = whole.right[answered].mean() if answered.any() else np.nan
        correct = (whole.right & answered).sum() / whole.in_scope.sum()
        rows.append((whole.right[whole.in_scope].mean(), answered.mean(), precision, correct))
        print(f"{name:24}{rows[-1][0]:8.3f}{rows[-1][1]:10.3f}{precision:11.3f}{correct:15.3f}")  # noqa: T201
    mean = np.nanmean(rows, axis=0)
    print(f"{'mean':24}{mean[0]:8.3f}{mean[1]:10.3f}{mean[2]:11.3f}{mean[3]:15.3f}")  # noqa: T201


def rounded(calibration: Calibration) -> Calibration:
    """With as many digits as mean anything."""
    confidence = Confidence(**{name: round(value, 4) for name, value in asdict(calibration.confidence).items()})
    return replace(calibration, confidence=confidence)


_UNFITTED = Calibration(MEANING, Confidence(0, 0, 0, 0, 0), {})

if __name__ == "__main__":
    main()
