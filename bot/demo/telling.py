"""The day in the terminal: who wrote what, what came back and why, and what it all came to."""

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from statistics import median

import click

from bot.demo.day import Act, Scene, Step
from bot.demo.playing import Outcome

_WIDEST = 110
_MARGIN = 14
_CHANNELS = {"messenger": "Messenger", "instagram": "Instagram"}
_COLOURS = {"answer": "green", "clarify": "cyan", "handoff": "yellow", "silent": "bright_black"}
_VERDICTS = {"answer": "answered", "clarify": "asked which", "handoff": "handed to a person", "silent": "kept quiet"}


def opening(scene: Scene) -> str:
    """A scene's headline, with the time at the business."""
    return "\n" + click.style(f"{scene.at:%A %d %B, %H:%M} · {scene.title}", bold=True) + "\n"


def beginning(step: Step) -> str:
    """What somebody does."""
    where = click.style(f" ({_CHANNELS[step.channel]})", fg="bright_black")
    match step.act:
        case Act.STAFF:
            return _spoken("a colleague", step.content, fg="magenta") + click.style(
                f" (to {step.customer}, from Meta's own inbox)", fg="bright_black"
            )
        case Act.HEARS:
            return _spoken(step.customer, f"({step.content})", fg="bright_black")
        case Act.SENDS:
            return _spoken(step.customer, f"[{step.content}]", fg="blue") + where
        case Act.TAPS:
            return _spoken(step.customer, f"[taps {step.content}]", fg="blue") + where
    return _spoken(step.customer, step.content, fg="blue") + where


def ending(outcome: Outcome) -> Iterator[str]:
    """What came of it: the replies, the decision, the reason."""
    for reply in outcome.replies:
        yield _spoken("Svartid", reply)
    if outcome.why is not None:
        yield _reason(outcome)
    if outcome.fault:
        yield click.style(f"{'':{_MARGIN}}✗ {outcome.fault}", fg="red", bold=True)
    yield ""


def in_a_line(outcome: Outcome) -> str:
    """What came of a step among many: what was asked, and what it was answered with, and how soon."""
    width = _width() - _MARGIN - 34
    asked = textwrap.shorten(outcome.step.content, width, placeholder=" …")
    action = outcome.why["action"] if outcome.why else "nothing"
    came = outcome.entries if action == "answer" else _VERDICTS.get(action, action)
    line = f"{outcome.step.customer:>{_MARGIN - 2}}  {asked:<{width}}  "
    fault = click.style(f"  ✗ {outcome.fault}", fg="red", bold=True) if outcome.fault else ""
    return line + click.style(f"{came:<24}", fg=_COLOURS.get(action)) + f"{outcome.seconds:5.1f} s" + fault


def summary(outcomes: Sequence[Outcome], *, seconds: float) -> Iterator[str]:
    """What the day came to."""
    decided = [outcome.why for outcome in outcomes if outcome.why is not None]
    actions = Counter(why["action"] for why in decided)
    languages = Counter(why["language"]["language"] for why in decided)
    replied = [outcome.seconds for outcome in outcomes if outcome.why is not None and outcome.replies]
    promised = sum(1 for why in decided if (why["promise"] or {}).get("by") and why["notice"]["kind"] != "none")
    unasked = sum(outcome.step.act is Act.HEARS and bool(outcome.replies) for outcome in outcomes)
    faults = sum(bool(outcome.fault) for outcome in outcomes)
    yield click.style(f"The day in {seconds:.0f} seconds", bold=True)
    yield f"  {len(decided)} messages in {len(languages)} languages: {', '.join(sorted(languages))}"
    for action, verdict in _VERDICTS.items():
        if actions[action]:
            yield f"  {actions[action]:>3} {verdict}"
    yield f"  {promised:>3} times a customer was told when a person answers, and {unasked} of them that it takes longer"
    if replied:
        yield f"      a reply took {median(replied):.1f} s, at most {max(replied):.1f} s; none was left unanswered"
    if faults:
        yield click.style(f"  {faults} of {len(outcomes)} steps did not go as they should: see ✗ above.", fg="red")


def _reason(outcome: Outcome) -> str:
    why = outcome.why or {}
    best = next(iter(why["candidates"]), None)
    sure = f"{best['entry']} {best['confidence']:.2f}, {why['threshold']:.2f} is enough" if best else ""
    promise = (why["promise"] or {}).get("by")
    due = f"a person answers by {datetime.fromisoformat(promise):%a %H:%M}" if promise else ""
    told = f"not told: {why['notice']['why']}" if why["notice"] and why["notice"]["kind"] == "none" else ""
    language = f"{why['language']['language']} {why['language']['probability']:.0%}"
    facts = [_VERDICTS[why["action"]], why["sentence"], sure, language, due, told, f"{outcome.seconds:.1f} s"]
    text = textwrap.fill(
        "↳ " + " · ".join(fact for fact in facts if fact),
        _width(),
        initial_indent=" " * _MARGIN,
        subsequent_indent=" " * (_MARGIN + 2),
    )
    return click.style(text, fg=_COLOURS[why["action"]])


def _spoken(name: str, text: str, *, fg: str | None = None) -> str:
    lines = [line for part in text.splitlines() for line in textwrap.wrap(part, _width() - _MARGIN) or [""]]
    body = f"\n{'':{_MARGIN}}".join(click.style(line, fg=fg) for line in lines)
    return click.style(f"{name:>{_MARGIN - 2}}", bold=True) + "  " + body


def _width() -> int:
    return min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
