"""Plays the day: does each step, waits for what comes of it, and holds that against what is to come of it."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.demo.customers import Customers
from bot.demo.day import Act, Scene, Step

PATIENCE_SECONDS = 40.0
"""A burst waits four seconds by itself, the look after promises goes round every five, and machines can be slow."""

LOOK_EVERY_SECONDS = 0.05

Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step."""

    step: Step
    seconds: float  # until the last reply was there, or the decision where there is none
    why: dict[str, Any] | None  # the explanation; None where staff wrote, or nothing was decided
    replies: tuple[str, ...]
    fault: str = ""  # what is not as it is to be

    @property
    def entries(self) -> str:
        """The entries that were answered with."""
        return ", ".join(self.why["entries"]) if self.why else ""


def play(scene: Scene, customers: Customers, *, began: Callable[[Step], None]) -> Iterator[Outcome]:
    """The outcomes of a scene's steps, in order; `began` is told of each step that begins by itself.

    What somebody only hears may come as soon as it is that late: for them the scene begins before the clock moves.
    """
    heard = {step: customers.do(step) for step in scene.steps if step.act is Act.HEARS}
    customers.travel(scene.at.isoformat(timespec="minutes"))
    if not scene.burst:
        for step in scene.steps:
            began(step)
            yield _outcome(step, customers, heard.get(step))
        return
    with ThreadPoolExecutor(len(scene.steps)) as everybody:
        outcomes = [everybody.submit(_outcome, step, customers, heard.get(step)) for step in scene.steps]
        yield from (outcome.result() for outcome in outcomes)


def _outcome(step: Step, customers: Customers, done: str | None) -> Outcome:
    since = time.monotonic()
    message_id = done or customers.do(step)
    if step.act is Act.STAFF:
        return Outcome(step, 0, None, ())
    if step.act is Act.HEARS:
        replies = _until(lambda: customers.replies_since(step, message_id) or None) or []
        fault = "" if replies else "the customer heard nothing"
        return Outcome(step, time.monotonic() - since, None, tuple(replies), fault)
    why = _until(lambda: customers.why(message_id))
    if why is None:
        return Outcome(step, time.monotonic() - since, None, (), "nothing was decided")
    replies = _until(lambda: _all_replies(step, message_id, why, customers)) or customers.replies_since(
        step, message_id
    )
    missing = "" if len(replies) >= why["replies"] else f"{why['replies']} replies were written, {len(replies)} came"
    return Outcome(step, time.monotonic() - since, why, tuple(replies), missing or _fault(step, why))


def _all_replies(step: Step, message_id: str, why: dict[str, Any], customers: Customers) -> list[str] | None:
    replies = customers.replies_since(step, message_id)
    return replies if len(replies) >= why["replies"] else None


def _fault(step: Step, why: dict[str, Any]) -> str:
    """How a decision differs from what the day says of it."""
    action, _, detail = step.expect.partition(" ")
    decided = {why["reason"], *why["entries"]}
    if not step.expect or (why["action"] == action and (not detail or detail in decided)):
        return ""
    return f"{step.expect} was expected, not {why['action']} {', '.join(sorted(decided))}"


def _until(look: Callable[[], Seen | None]) -> Seen | None:
    """What is seen at last, or None when patience ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (seen := look()) is None and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_SECONDS)
    return seen
