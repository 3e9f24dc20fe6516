"""From the results to one HTML file that needs nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.core.content.entry import Entry
from bot.core.matching.interval import wilson
from bot.core.matching.measures import Judged
from bot.evaluation import Evaluation
from bot.evaluation_page.drawing import draw_curve, draw_reliability
from bot.evaluation_page.findings import Case, Cut, Fates, Mistakes, bands, best_cut, cuts, mix_ups
from bot.labelled import LabelledMessage

SHOWN = 25
"""Mistakes of each kind that are printed in full."""

PAIRS = 12
EXAMPLES = 4

READ = 1000
"""Characters of a message that are printed; the matcher looks at no more."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What was measured: the page's headline and the places it points to."""

    house: str  # its name; may be empty
    faq: str
    messages: str
    entries: Sequence[Entry]
    sure: float  # the share of answers that the house wants to be right


def render(
    subject: Subject, evaluation: Evaluation, labelled: Sequence[LabelledMessage], judged: Sequence[Judged]
) -> str:
    """The page. Messages are whatever strangers typed: all of it is escaped."""
    cases = [Case(message.text, one) for message, one in zip(labelled, judged, strict=True)]
    fates, found = Fates.of(cases), cuts(cases)
    threshold = evaluation.operating_point.threshold
    works = Cut(threshold, fates.answered, fates.wrong + fates.uncalled) if fates.answered else None
    best = best_cut(found, subject.sure)
    steps = bands(cases)
    return _environment().get_template("page.html").render(
        subject=subject,
        evaluation=evaluation,
        fates=fates,
        works=works,
        best=best,
        interval=wilson(fates.right, fates.answered),
        curve=draw_curve(found, len(cases), sure=subject.sure, works=works, best=best),
        cuts=_samples(found),
        bands=steps,
        reliability=draw_reliability(steps, threshold),
        mix_ups=mix_ups(cases),
        mistakes=Mistakes.of(cases),
        unknown=sorted({case.judged.expect for case in cases if case.judged.expect} - {e.id for e in subject.entries}),
        places=_places(subject.entries),
        shown=SHOWN,
        pairs=PAIRS,
        examples=EXAMPLES,
        read=READ,
    )  # fmt: skip


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.evaluation_page", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = _percent
    environment.filters["counted"] = _counted
    return environment


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _counted(number: int, one: str, more: str) -> str:
    """“1 message”, “7 messages”."""
    return f"{number:,} {one if number == 1 else more}"


def _places(entries: Sequence[Entry]) -> Mapping[str, str]:
    """Where each entry stands in the editors' files."""
    return {entry.id: f"{entry.file}:{entry.line}" for entry in entries if entry.file}


def _samples(found: Sequence[Cut]) -> list[Cut]:
    """The cuts at every tenth of confidence, for the table beneath the curve."""
    sampled: list[Cut] = []
    for tenth in range(9, -1, -1):
        above = [cut for cut in found if cut.confidence >= tenth / 10]
        if above and (not sampled or above[-1] != sampled[-1]):
            sampled.append(above[-1])
    return sampled
