"""The day that is played, as `day.yaml` tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.resources import files
from typing import Any

import yaml


class Act(StrEnum):
    """What somebody does in a step."""

    SAYS = "says"  # the customer writes
    SENDS = "sends"  # the customer sends a sticker or a photo
    TAPS = "taps"  # the customer taps a quick reply under the last message, counted from 1
    STAFF = "staff"  # the Page's people answer the customer in Meta's own inbox
    HEARS = "hears"  # nobody writes; the customer is to hear from us all the same


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, and what is to come of it: an action, with the entry or the reason; "" for anything."""

    customer: str
    channel: str
    act: Act
    content: str
    expect: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Steps in order from a time at the business on; in a burst all at once."""

    title: str
    at: datetime
    steps: tuple[Step, ...]
    burst: bool = False


def read_day() -> tuple[Scene, ...]:
    """The scenes of the day, in order."""
    text = (files("bot.demo") / "day.yaml").read_text(encoding="utf-8")
    return tuple(_scene(told) for told in yaml.safe_load(text))


def _scene(told: Mapping[str, Any]) -> Scene:
    burst = "burst" in told
    steps = tuple(map(_step, told["burst"] if burst else told["steps"]))
    return Scene(told["title"], datetime.fromisoformat(told["at"]), steps, burst=burst)


def _step(told: Mapping[str, Any]) -> Step:
    (act,) = [act for act in Act if act in told]
    return Step(told["customer"], told["channel"], act, str(told[act]), told.get("expect", ""))
