"""The guided tour goes as it says, and says so when it does not."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.content_files import SAMPLE, read_content_files, shipped_wording
from bot.core.content.loading import load_content
from bot.core.decision import Action, Reason
from bot.demo import telling
from bot.demo.customers import Customers
from bot.demo.day import Act, Scene, Step, read_day
from bot.demo.playing import play
from tests.casts.terminal import svartid_process

WHY: Mapping[str, Any] = {
    "action": "answer",
    "reason": "sure",
    "sentence": "The match is sure enough to answer.",
    "entries": ["wifi"],
    "replies": 1,
    "language": {"language": "da", "probability": 0.97},
    "threshold": 0.78,
    "candidates": [{"entry": "wifi", "confidence": 0.93}],
    "promise": None,
    "notice": None,
}


class Standin(Customers):
    """Customers whose messages are all answered and explained alike."""

    def __init__(self, why: Mapping[str, Any], replies: list[str]) -> None:
        super().__init__("http://127.0.0.1:9")
        self._why = dict(why)
        self._replies = replies

    def travel(self, to: str) -> None:
        """Nobody asks what time it is."""

    def do(self, step: Step) -> str:
        return f"m-{step.content}"

    def why(self, message_id: str) -> dict[str, Any] | None:
        return self._why

    def replies_since(self, step: Step, message_id: str) -> list[str]:
        return self._replies


def scene(*expected: str, burst: bool = False) -> Scene:
    steps = tuple(Step("Anna", "messenger", Act.SAYS, f"har I wifi {each}", each) for each in expected)
    return Scene("noon", datetime.fromisoformat("2026-11-27T12:00"), steps, burst=burst)


@pytest.mark.parametrize("expected", ["", "answer", "answer wifi", "answer sure"])
def test_a_step_that_goes_as_expected_has_no_fault(expected: str) -> None:
    (outcome,) = play(scene(expected), Standin(WHY, ["Ja."]), began=lambda step: None)

    assert (outcome.fault, outcome.replies, outcome.entries) == ("", ("Ja.",), "wifi")


@pytest.mark.parametrize("expected", ["handoff", "answer hours", "silent sure"])
def test_a_step_that_goes_otherwise_says_what_came_instead(expected: str) -> None:
    (outcome,) = play(scene(expected), Standin(WHY, ["Ja."]), began=lambda step: None)

    assert outcome.fault == f"{expected} was expected, not answer sure, wifi"
    assert any("✗" in line for line in telling.ending(outcome))
    assert "1 of 1 steps did not go as they should" in "\n".join(telling.summary([outcome], seconds=1))


class Prompt(Standin):
    """Customers who are told something as soon as it is that late."""

    def __init__(self) -> None:
        super().__init__(WHY, [])
        self._said = ["m-1"]

    def travel(self, to: str) -> None:
        self._said.append(f"told at {to}")

    def do(self, step: Step) -> str:
        return self._said[-1]

    def replies_since(self, step: Step, message_id: str) -> list[str]:
        return self._said[self._said.index(message_id) + 1 :]


def test_what_is_heard_as_soon_as_the_clock_has_moved_counts() -> None:
    hears = Step("Anna", "messenger", Act.HEARS, "still waits")
    (outcome,) = play(Scene("noon", datetime.fromisoformat("2026-11-27T12:00"), (hears,)), Prompt(), began=print)

    assert (outcome.fault, outcome.replies) == ("", ("told at 2026-11-27T12:00",))


def test_a_burst_is_told_in_the_order_of_the_day() -> None:
    outcomes = list(play(scene("answer", "handoff", "answer", burst=True), Standin(WHY, ["Ja."]), began=print))

    assert [bool(outcome.fault) for outcome in outcomes] == [False, True, False]
    assert [telling.in_a_line(outcome).count("✗") for outcome in outcomes] == [0, 1, 0]


def test_the_summary_counts_what_happened() -> None:
    (answered,) = play(scene("answer"), Standin(WHY, ["Ja."]), began=lambda step: None)
    promise = {"by": "2026-11-27T14:00:00+01:00"}
    told = {**WHY, "action": "handoff", "entries": [], "promise": promise, "notice": {"kind": "full", "why": "."}}
    handed = replace(answered, why=told, seconds=4.0)

    lines = "\n".join(telling.summary([answered, handed], seconds=12))

    assert "2 messages in 1 languages: da" in lines
    assert "1 answered" in lines
    assert "1 handed to a person" in lines
    assert "1 times a customer was told when a person answers" in lines


def test_the_day_names_only_entries_and_reasons_that_there_are() -> None:
    content = load_content(read_content_files(SAMPLE), shipped_wording())
    known = {entry.id for entry in content.entries} | set(Reason)
    for each in (step.expect for scene in read_day() for step in scene.steps):
        action, _, detail = each.partition(" ")
        assert not action or action in set(Action)
        assert not detail or detail in known


def test_the_day_at_the_sample_business_goes_as_it_should(tmp_path: Path, fitted_sample: Path) -> None:
    (tmp_path / "var").mkdir()
    shutil.copy(fitted_sample, tmp_path / "var" / "demo.db")
    done = svartid_process(tmp_path, "demo", META_APP_SECRET="of-a-real-app")

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
    assert "✗" not in done.stdout
    assert all(scene.title in done.stdout for scene in read_day())
    assert "none was left unanswered" in done.stdout
