"""The time that a customer is told, from the house's file to the words, by the table in `tests/sentences`."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.content_files import shipped_wording
from bot.core.content.house import Address
from bot.core.content.loading import load_content
from bot.core.conversation import Conversation
from bot.core.incoming import Channel
from bot.core.pace import Situation
from bot.core.promise import Promise
from bot.core.reception import Reception
from bot.core.rota import RotaChange
from bot.core.saying import say_by

TABLE = yaml.load((Path(__file__).parent / "sentences" / "promised_times.yaml").read_text("utf-8"), yaml.BaseLoader)
LANGUAGES = ("da", "sv", "nb", "cs", "nl", "de", "en")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Case:
    facts: dict[str, Any]

    def __str__(self) -> str:
        return str(self.facts["case"])

    @property
    def reception(self) -> Reception:
        return reception(self.facts["house"], self.facts.get("within", "2h"))

    @property
    def zone(self) -> ZoneInfo:
        return self.reception.house.timezone

    @property
    def now(self) -> datetime:
        day, _, written = self.facts["now"].partition(" ")
        moment = self.at(written)
        assert DAYS[datetime.fromisoformat(written).weekday()] == day
        return moment

    @property
    def promise(self) -> Promise:
        changes = tuple(map(self.change, self.facts.get("rota", [])))
        situation = Situation(changes, waiting={None: int(self.facts.get("waiting", 0))})
        department = self.facts.get("department")
        waits = Conversation(Channel.MESSENGER, "12345", department=department, last_customer_at=self.now)
        return self.reception.promise(waits, self.now, situation)

    def change(self, told: str) -> RotaChange:
        """What a line such as `mette off 2026-11-25 09:30 - 17:00` tells."""
        person, on, day, rest = told.split(" ", 3)
        start, _, end = rest.partition(" - ")
        return RotaChange(person, self.at(f"{day} {start}"), self.at(end if " " in end else f"{day} {end}"), on == "on")

    def at(self, written: str) -> datetime:
        moment = datetime.fromisoformat(written)
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)


@cache
def reception(house: str, within: str) -> Reception:
    file = f"{TABLE['houses'][house]}\nreply_within: {within}\n"
    content = load_content({"house.yaml": file.encode()}, shipped_wording())
    assert content.problems == ()
    return Reception.of(content)


CASES = [Case(facts) for facts in TABLE["cases"]]


def test_the_table_is_long_and_each_case_stands_there_once() -> None:
    assert len(CASES) >= 60
    assert len({str(case) for case in CASES}) == len(CASES)
    assert {case.facts["house"] for case in CASES} == set(TABLE["houses"])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_promised_time_is_said_as_a_person_would_say_it(case: Case) -> None:
    promise = case.promise
    expected = {language: case.facts.get(language) for language in LANGUAGES}
    said = {language: None if promise.by is None else said_in(language, promise.by, case) for language in LANGUAGES}
    assert said == expected
    assert promise.busy == ("busy" in case.facts)
    assert (promise.by is None) == ("nobody" in case.facts)


def said_in(language: str, by: datetime, case: Case) -> str:
    return say_by(
        by,
        now=case.now,
        language=language,
        address=Address.INFORMAL,
        wording=case.reception.wording,
        timezone=case.zone,
    )
