"""How right the matchers are: each on every set, with intervals and comparisons from the same resamples."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.contestants.contestant import Contestant
from benchmarks.contestants.field import OURS, Load
from benchmarks.data import LabelledSet
from benchmarks.scores import Floats, Results, auroc, coverage_at_precision, resampled, top1
from bot.core.matching.interval import wilson

MEASURES: Mapping[str, Callable[[Results, Floats], Floats]] = {
    "top-1": top1,
    "AUROC": auroc,
    "p80": lambda results, weights: coverage_at_precision(results, weights, 0.80),
    "p90": lambda results, weights: coverage_at_precision(results, weights, 0.90),
    "p95": lambda results, weights: coverage_at_precision(results, weights, 0.95),
}

Sampled = Mapping[str, Mapping[str, Floats]]
"""By matcher and measure: the value on the messages themselves, then on each resample of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval, and how it compares with ours; nan where it cannot be measured."""

    value: float
    low: float
    high: float
    ahead: bool  # of ours, on more than 97.5 % of the resamples
    behind: bool

    @staticmethod
    def of(own: Floats, ours: Floats) -> "Figure":
        """From the values on the same resamples, this matcher's and ours."""
        if np.isnan(own[0]):
            return Figure(np.nan, np.nan, np.nan, ahead=False, behind=False)
        low, high = np.nanpercentile(own[1:], (2.5, 97.5))
        least, most = np.nanpercentile((own - ours)[1:], (2.5, 97.5))
        return Figure(float(own[0]), float(low), float(high), ahead=bool(least > 0), behind=bool(most < 0))


@dataclass(frozen=True, slots=True)
class Operation:
    """What ours would really do with the messages of a set, at the threshold that it chose itself."""

    messages: int
    in_scope: int
    answers: int
    right: int
    best_possible: float  # share of in-scope messages at 90 % precision, with the cut chosen afterwards

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share of right answers may really lie."""
        return wilson(self.right, self.answers)

    @property
    def of_best_possible(self) -> float:
        """Share of the best possible that is answered correctly."""
        return self.right / self.in_scope / self.best_possible if self.best_possible else np.nan


@dataclass(frozen=True, slots=True)
class SetReport:
    """All matchers on one set, or their means over all sets."""

    name: str
    messages: int
    none: int
    entries: int
    figures: Mapping[str, Mapping[str, Figure]]  # by matcher and measure


@dataclass(frozen=True, slots=True)
class Quality:
    """The whole comparison."""

    sets: Sequence[SetReport]
    mean: SetReport
    operation: Mapping[str, Operation]  # by set


def compare(
    sets: Sequence[LabelledSet],
    field: Mapping[str, Callable[[Load], Contestant]],
    load: Load,
    *,
    samples: int,
    step: Callable[[str], None],
) -> Quality:
    """Fit and ask every matcher on every set; `step` is told before each."""
    reports, sampled, operation = [], [], {}
    for one in sets:
        expected = [message.expect for message in one.messages]
        weights = resampled(len(expected), samples)
        values: dict[str, dict[str, Floats]] = {}
        for name, make in field.items():
            step(f"{one.name}: {name}")
            contestant = make(load)
            contestant.fit(one.entries)
            results = Results.of(expected, contestant.match([message.text for message in one.messages]))
            values[name] = {measure: judge(results, weights) for measure, judge in MEASURES.items()}
            if name == OURS:
                operation[one.name] = _operation(results, float(values[name]["p90"][0]))
        sampled.append(values)
        none = sum(name is None for name in expected)
        reports.append(SetReport(one.name, len(expected), none, len(one.entries), _figures(values)))
    mean = SetReport(
        name="mean",
        messages=sum(report.messages for report in reports),
        none=sum(report.none for report in reports),
        entries=sum(report.entries for report in reports),
        figures=_figures(_means(sampled)),
    )
    return Quality(reports, mean, operation)


def _operation(results: Results, best_possible: float) -> Operation:
    return Operation(
        messages=len(results.right),
        in_scope=int(results.in_scope.sum()),
        answers=int(results.answers.sum()),
        right=int((results.answers & results.right).sum()),
        best_possible=best_possible,
    )


def _figures(values: Sampled) -> dict[str, dict[str, Figure]]:
    return {
        name: {measure: Figure.of(own[measure], values[OURS][measure]) for measure in MEASURES}
        for name, own in values.items()
    }


def _means(sampled: Sequence[Sampled]) -> dict[str, dict[str, Floats]]:
    """Each set weighs the same; a set on which something cannot be measured is left out of its mean."""
    return {
        name: {measure: _mean([values[name][measure] for values in sampled]) for measure in MEASURES}
        for name in sampled[0]
    }


def _mean(rows: Sequence[Floats]) -> Floats:
    measured = [row for row in rows if not np.isnan(row[0])]
    return np.asarray(np.mean(measured, axis=0)) if measured else np.full(len(rows[0]), np.nan)
