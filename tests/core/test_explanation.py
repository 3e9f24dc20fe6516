"""What an explanation tells beside the decision itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.explanation import explain
from bot.core.pace import QUIET
from bot.core.rota import RotaChange
from tests.casts.happenings import NOON, said
from tests.core.test_deciding import HOUSE, NIGHT, decided, found, knowledge, talk

OPENS_TUESDAY = "2026-11-24T09:00:00+01:00"
CLOSES_MONDAY = "2026-11-23T17:00:00+01:00"
HOURS = found(("opening-hours", 0.95))


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (NOON, {"open": True, "next_opening": OPENS_TUESDAY, "closes": CLOSES_MONDAY}),
        (NIGHT, {"open": False, "next_opening": OPENS_TUESDAY, "closes": None}),
    ],
)
def test_tells_whether_people_are_there_at_the_moment_of_the_decision(now: datetime, hours: dict[str, object]) -> None:
    told = explain(decided(said("Hvornår har I åbent"), HOURS, now=now), knowledge(), now)

    assert told["hours"] == hours
    assert datetime.fromisoformat(told["decided_at"]) == now
    assert told["decided_at"].endswith("+01:00")  # at the house


def test_where_it_never_opens_there_is_no_next_opening() -> None:
    closed = HOUSE.replace('mon-fri: "09:00-17:00", sat-sun: closed', "mon-sun: closed")
    told = explain(decided(said("Hvornår har I åbent"), HOURS, house=closed), knowledge(closed), NOON)

    assert told["hours"] == {"open": False, "next_opening": None, "closes": None}


def test_the_hours_are_those_of_the_department_that_the_customer_waits_for() -> None:
    house = HOUSE.replace(
        "{email: shop@example.com}", '{email: shop@example.com, hours: {mon-fri: "14:00-15:00", sat-sun: closed}}'
    )
    waits = talk(last_customer_at=NOON, waiting_since=NOON, department="shop")
    told = explain(decided(said("Hvornår har I åbent"), HOURS, waits, house=house), knowledge(house), NOON)

    assert told["hours"]["open"] is False
    assert told["hours"]["next_opening"] == "2026-11-23T14:00:00+01:00"


def test_nobody_is_there_while_all_on_the_rota_are_away() -> None:
    house = HOUSE + 'rota: {eva: {name: Eva, hours: {mon-fri: "09:00-17:00", sat-sun: closed}}}\n'
    until = NOON + timedelta(hours=1)
    ill = replace(QUIET, changes=(RotaChange("eva", NOON - timedelta(hours=1), until, on=False),))
    decision = decided(said("Hvornår har I åbent"), HOURS, house=house)

    assert explain(decision, knowledge(house), NOON)["hours"]["open"] is True
    told = explain(decision, knowledge(house), NOON, situation=ill)
    assert told["hours"] == {"open": False, "next_opening": "2026-11-23T13:00:00+01:00", "closes": None}
