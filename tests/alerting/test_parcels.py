"""Where alarms belong, how they read, and when they may go."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.alerting.parcels import MANY, addresses, apart, is_quiet, message, parcels
from bot.core.content.house import AlarmRules, Department, House, Minutes, Person
from bot.store.alarms import Alarm
from bot.store.carrying import Carried
from bot.store.letters import Letter
from tests.casts.happenings import NOON

NIGHT: Minutes = (22 * 60, 31 * 60)  # until 7
HOUSE = House(
    "Norden",
    departments={"shop": Department("shop", "shop@example.com"), "press": Department("press")},
    rota=(Person("mette", "Mette", (), email="mette@example.com"), Person("jonas", "Jonas", ())),
    alarms=AlarmRules(("boss@example.com", "owner@example.com"), NIGHT),
)


@pytest.mark.parametrize(
    ("department", "person", "to"),
    [
        ("shop", None, ("shop@example.com",)),
        ("shop", "mette", ("shop@example.com", "mette@example.com")),
        (None, "mette", ("mette@example.com",)),
        ("press", "jonas", HOUSE.alarms.emails),
        ("closed since", "left us", HOUSE.alarms.emails),
        (None, None, HOUSE.alarms.emails),
    ],
)
def test_an_alarm_goes_to_its_department_and_its_person_else_to_the_house(
    department: str | None, person: str | None, to: tuple[str, ...]
) -> None:
    (parcel,) = parcels([Alarm("m", "x", NOON, department, person)], [], HOUSE)
    assert parcel.to == to


def test_nobody_is_told_twice_who_is_department_and_person_at_once() -> None:
    one = Person("mette", "Mette", (), email="shop@example.com")
    (parcel,) = parcels([Alarm("m", "x", NOON, "shop", "mette")], [], replace(HOUSE, rota=(one,)))
    assert parcel.to == ("shop@example.com",)


def test_a_digest_goes_to_its_department() -> None:
    (parcel,) = parcels([], [Letter("digest shop", "2 wait", "#1", NOON, "shop")], HOUSE)
    assert parcel.to == ("shop@example.com",)


def test_knows_everywhere_that_mails_may_go() -> None:
    assert addresses(HOUSE) == ("boss@example.com", "owner@example.com", "shop@example.com", "mette@example.com")


@pytest.mark.parametrize(
    ("minutes_ago", "again", "due"), [(0, False, False), (600, False, False), (59, True, False), (60, True, True)]
)
def test_a_matter_that_comes_again_waits_for_an_hour_since_it_was_told(
    minutes_ago: int, again: bool, due: bool
) -> None:
    (parcel,) = parcels([Alarm("m", "x", NOON)], [], HOUSE)
    raised_at = NOON - timedelta(days=1) if again else NOON
    assert parcel.is_due(Carried(raised_at, NOON - timedelta(minutes=minutes_ago)), NOON) is due


def test_one_alarm_reads_as_it_is() -> None:
    told = message(parcels([Alarm("m", "Nobody is on.", NOON)], [], HOUSE), HOUSE)
    assert told.subject == told.text == "Norden: Nobody is on."


def test_a_digest_has_its_lines_below() -> None:
    told = message(parcels([], [Letter("digest", "2 customers wait", "#1\n#2", NOON)], HOUSE), HOUSE)
    assert (told.subject, told.text) == ("Norden: 2 customers wait", "Norden: 2 customers wait\n#1\n#2")


def test_several_things_are_one_message_and_many_are_counted() -> None:
    told = message(parcels([Alarm(f"m{n}", f"Thing {n}.", NOON) for n in range(MANY + 2)], [], HOUSE), HOUSE)

    assert told.subject == "Norden: 32 things to see to"
    assert told.text.splitlines()[:2] == ["Norden: 32 things to see to", "• Thing 0."]
    assert told.text.splitlines()[-1] == "… and 2 more"


def test_a_house_may_keep_to_itself_what_it_is_about() -> None:
    house = replace(HOUSE, alarms=AlarmRules(details=False))
    one = parcels([Alarm("m", "Conversation 12 waits.", NOON)], [], house)
    two = parcels([Alarm("m", "Conversation 12 waits.", NOON)], [Letter("d", "3 wait", "#12", NOON)], house)

    assert message(one, house).subject == message(one, house).text == "Norden: A message is waiting."
    assert message(two, house).text == "Norden: 2 messages are waiting."


def test_the_same_message_is_known_by_its_mark() -> None:
    def mark(text: str, since: datetime) -> str:
        return message(parcels([Alarm("m", text, since)], [], HOUSE), HOUSE).mark

    assert mark("x", NOON) == mark("x", NOON)
    assert len({mark("x", NOON), mark("y", NOON), mark("x", NOON + timedelta(hours=1))}) == 3


@pytest.mark.parametrize(
    ("quiet", "clock", "is_so"),
    [
        (NIGHT, "21:59", False),
        (NIGHT, "22:00", True),
        (NIGHT, "00:00", True),
        (NIGHT, "06:59", True),
        (NIGHT, "07:00", False),
        ((0, 360), "00:00", True),
        ((0, 360), "06:00", False),
        ((0, 1440), "23:59", True),
        (None, "03:00", False),
    ],
)
def test_quiet_hours_are_those_of_the_clock(quiet: Minutes | None, clock: str, is_so: bool) -> None:
    assert is_quiet(quiet, datetime.fromisoformat(f"2026-11-23T{clock}")) is is_so


LINK = Letter("draft 12 ab", "Please draft an answer", "https://desk/draft/token", NOON, "shop")


def test_a_link_goes_to_its_department_alone_and_to_nobody_where_that_has_no_address() -> None:
    (parcel,) = parcels([], [LINK], HOUSE)
    assert (parcel.private, parcel.to) == (True, ("shop@example.com",))
    (parcel,) = parcels([], [replace(LINK, department="press")], HOUSE)
    assert parcel.to == ()
    (parcel,) = parcels([], [Letter("digest", "2 wait", "#1", NOON)], HOUSE)
    assert not parcel.private


def test_a_link_is_a_message_of_its_own_and_tells_its_link_though_the_house_tells_nothing() -> None:
    house = replace(HOUSE, alarms=AlarmRules(details=False))
    some = parcels([Alarm("m", "Late.", NOON, "shop")], [LINK, Letter("d", "3 wait", "#12", NOON, "shop")], house)
    told = [message(each, house).text for each in apart(some)]

    assert told == ["Norden: 2 messages are waiting.", "Norden: Please draft an answer\nhttps://desk/draft/token"]
    assert [len(each) for each in apart(some[:1])] == [1]
