"""The results as Markdown, and their place in the page."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.contestants.field import OURS
from benchmarks.contestants.svartid import SURE
from benchmarks.quality import MEASURES, Figure, Operation, Quality, SetReport
from benchmarks.speed import PATIENCE, Speed

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

AHEAD, BEHIND = "▲", "▽"
MISSED = "✗"


def write(page: Path, text: str) -> None:
    """Replace what stands between the page's two markers. Raises ValueError where they are missing."""
    before, begin, rest = page.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no place for the results: put the lines {BEGIN} and {END} into it.")
    page.write_text(f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}", "utf-8")


def markdown(quality: Quality, speeds: Sequence[Speed]) -> str:
    """All tables, each under its heading."""
    several = len(quality.sets) > 1
    parts = ["### All sets together", _comparison(quality.mean), _lead(quality)] if several else []
    parts += ["### At the operating point", _operation(quality)]
    for one in quality.sets:
        told = f"{one.entries:,} entries, {one.messages:,} messages, {one.none:,} of them answered by none."
        parts += [f"### {one.name}", told, _comparison(one)]
    if speeds:
        parts += ["### Speed and memory", _speed(speeds)]
    return "\n\n".join(parts)


def _comparison(report: SetReport) -> str:
    rows = [
        [f"**{name}**" if name == OURS else name, *(_figure(figures[measure]) for measure in MEASURES)]
        for name, figures in report.figures.items()
    ]
    return _table(["matcher", *MEASURES], rows)


def _lead(quality: Quality) -> str:
    """On how many sets each of the others is significantly ahead of ours, or behind."""
    others = [name for name in quality.mean.figures if name != OURS]
    rows = [[name, *(_tally(quality.sets, name, measure) for measure in MEASURES)] for name in others]
    head = f"Sets on which another matcher is significantly ahead {AHEAD} or behind {BEHIND}, of {len(quality.sets)}:"
    return f"{head}\n\n{_table(['matcher', *MEASURES], rows)}"


def _tally(sets: Iterable[SetReport], name: str, measure: str) -> str:
    figures = [report.figures[name][measure] for report in sets]
    ahead, behind = sum(figure.ahead for figure in figures), sum(figure.behind for figure in figures)
    return f"{AHEAD} {ahead} · {BEHIND} {behind}"


def _operation(quality: Quality) -> str:
    rows = [_operating_row(name, one) for name, one in quality.operation.items()]
    if len(rows) > 1:
        with_none = {report.name for report in quality.sets if report.none}
        rows.append(_pooled_row("**all together**", quality.operation.values()))
        chosen = [one for name, one in quality.operation.items() if name in with_none]
        rows.append(_pooled_row("**those with none messages**", chosen))
    head = ["set", "answered", "of answers right", "in scope, right", "best possible", "of best possible"]
    return _table(head, rows)


def _pooled_row(title: str, chosen: Iterable[Operation]) -> list[str]:
    """All messages in one pot; the shares of the best possible are averaged."""
    several = list(chosen)
    whole = Operation(
        messages=sum(one.messages for one in several),
        in_scope=sum(one.in_scope for one in several),
        answers=sum(one.answers for one in several),
        right=sum(one.right for one in several),
        best_possible=math.nan,
    )
    reached = [one.of_best_possible for one in several if not math.isnan(one.of_best_possible)]
    return [*_operating_row(title, whole)[:-1], _number(sum(reached) / len(reached) if reached else math.nan)]


def _operating_row(name: str, one: Operation) -> list[str]:
    precision = one.right / one.answers if one.answers else math.nan
    missed = f" {MISSED}" if one.interval[1] < SURE else ""
    return [
        name,
        _number(one.answers / one.messages if one.messages else math.nan),
        _share(precision, one.interval) + missed,
        _number(one.right / one.in_scope if one.in_scope else math.nan),
        _number(one.best_possible),
        _number(one.of_best_possible),
    ]


def _speed(speeds: Sequence[Speed]) -> str:
    head = ["matcher", "entries", "fit, s", "encode, s", "message, ms", "encoder, ms", "× encoder", "messages", "MB"]
    order = list(dict.fromkeys(speed.contestant for speed in speeds))
    return _table(head, [_speed_row(one) for one in sorted(speeds, key=lambda speed: order.index(speed.contestant))])


def _speed_row(one: Speed) -> list[str]:
    name = [one.contestant, f"{one.entries:,}"]
    if one.fit_seconds is None:
        return [*name, f"not ready in {PATIENCE / 60:.0f} min", *[""] * 6]
    figures = (one.fit_seconds, one.encode_seconds, one.message_ms, one.encoder_ms, one.times_encoder)
    return [*name, *(f"{figure:.2f}" if figure else "–" for figure in figures), str(one.messages), f"{one.peak_mb:.0f}"]


def _figure(figure: Figure) -> str:
    mark = AHEAD if figure.ahead else BEHIND if figure.behind else ""
    return f"{_share(figure.value, (figure.low, figure.high))} {mark}".rstrip()


def _share(value: float, interval: tuple[float, float]) -> str:
    low, high = interval
    return "–" if math.isnan(value) else f"{_number(value)} ({_number(low)}–{_number(high)})"


def _number(share: float) -> str:
    """“.87”; a dash for what cannot be measured."""
    return "–" if math.isnan(share) else f"{share:.2f}".removeprefix("0")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
