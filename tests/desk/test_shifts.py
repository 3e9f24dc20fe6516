"""People say on the page of shifts that they are off or here, and swap; it counts at once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from bot.core.pace import Situation
from bot.core.rota import RotaChange
from bot.desk.shifts import LONGEST_NOTE
from bot.store import audit
from bot.store.database import Database
from bot.store.rota_changes import changes_from
from bot.store.users import Role
from bot.watching.assigning import Assigner
from tests.casts.counter import Counter, at
from tests.casts.desk import DeskClient, desk_app, text_of

MIDNIGHT = at("2026-11-24T00:00")
TUESDAY = {"day": "2026-11-24"}


@pytest.fixture
def counter(database: Database) -> Counter:
    """Customers who wait, in front of the same people as the desk's; it is Monday, nine o'clock."""
    return Counter(database)


@pytest.fixture
def mette(visitor: DeskClient) -> DeskClient:
    """On from nine to one."""
    return visitor.log_in(Role.TRAINEE, "mette")


@pytest.fixture
def editor(visitor: DeskClient) -> DeskClient:
    """Not on the rota."""
    return visitor.log_in(Role.EDITOR, "eva")


def told(database: Database) -> list[tuple[str, datetime, datetime, bool]]:
    with database.reading() as connection:
        found = changes_from(connection, at("2026-11-01T00:00"))
    return [(change.person, change.starts, change.ends, change.on) for change in found]


def test_shows_who_is_on_and_the_coming_days_with_their_gaps(mette: DeskClient, counter: Counter) -> None:
    counter.told(RotaChange("jonas", at("15:00"), MIDNIGHT, on=False, note="tandlæge"))
    page = text_of(mette.get("/desk/shifts"))

    assert "On now: Mette" in page
    assert "You are on until 13:00." in page
    assert "Jonas is off from 15:00 until 23:59. (tandlæge)" in page
    monday = page[page.index("Monday 23 November") : page.index("Tuesday 24 November")]
    assert "09:00–17:00 Mette (you) 09:00–13:00 Jonas 13:00–15:00 Nobody on 15:00–17:00" in monday
    assert "Saturday 28 November closed" in page
    assert "Sunday 6 December" in page
    assert "Monday 7 December" not in page


def test_the_menu_leads_there(mette: DeskClient) -> None:
    assert '<a class="dropdown-item" href="/desk/shifts">Shifts</a>' in mette.get("/desk/me").get_data(as_text=True)


@pytest.mark.parametrize(
    ("fields", "ends", "words"),
    [
        ({"until": "today"}, MIDNIGHT, "09:00 until 23:59."),
        ({"until": "tomorrow"}, at("2026-11-25T00:00"), "09:00 until 24 Nov 23:59."),
        ({"until": "day", "day": "2026-11-30"}, at("2026-12-01T00:00"), "09:00 until 30 Nov 23:59."),
    ],
)
def test_who_is_off_is_off_from_now_on(
    mette: DeskClient, database: Database, fields: dict[str, str], ends: datetime, words: str
) -> None:
    page = text_of(mette.post("/desk/shifts/off", {**fields, "note": "  syg "}))

    assert f"Mette is off from {words} (syg)" in page
    assert "It is opening time, and nobody is on." in page
    assert "You are not on now." in page
    assert told(database) == [("mette", at("09:00"), ends, False)]
    with database.reading() as connection:
        (done,) = audit.latest(connection, limit=9)
    assert (done.person, done.action, done.detail[:27]) == ("mette", "rota_changed", "mette off 2026-11-23 09:00 ")


def test_who_comes_in_is_here_beside_the_plan(visitor: DeskClient, database: Database) -> None:
    jonas = visitor.log_in(Role.AGENT, "jonas")
    page = text_of(jonas.post("/desk/shifts/here", {"until": "time", "time": "11:30"}))

    assert "Jonas is here from 09:00 until 11:30." in page
    assert "On now: Mette, Jonas" in page
    assert "You are on until 23:59." in text_of(jonas.post("/desk/shifts/here", {"until": "today"}))
    assert told(database) == [("jonas", at("09:00"), at("11:30"), True), ("jonas", at("09:00"), MIDNIGHT, True)]


def test_a_colleague_takes_the_shift_of_a_day(mette: DeskClient, database: Database) -> None:
    page = text_of(mette.post("/desk/shifts/swap", {**TUESDAY, "takes": "jonas"}))

    assert "Jonas is here from 24 Nov 09:00 until 24 Nov 13:00. (Jonas for Mette)" in page
    tuesday = page[page.index("Tuesday 24 November") : page.index("Wednesday 25 November")]
    assert "Jonas 09:00–17:00" in tuesday
    assert "Mette" not in tuesday
    assert "Swap" not in tuesday


def test_somebody_may_be_off_on_a_day_to_come(mette: DeskClient, database: Database) -> None:
    page = text_of(mette.post("/desk/shifts/off", {**TUESDAY, "until": "that_day"}))

    assert "Nobody on 09:00–13:00" in page
    assert told(database) == [("mette", at("2026-11-24T00:00"), at("2026-11-25T00:00"), False)]


def test_tells_whose_promise_breaks_and_leads_there(mette: DeskClient, counter: Counter) -> None:
    counter.customer("anna")
    counter.change(1, customer_name="Anna <b>")
    counter.promised(1, at("11:00"))
    counter.customer("bo")
    counter.promised(2, at("16:00"))
    page = mette.post("/desk/shifts/off", {"until": "today"})

    assert "can no longer be kept. Who was told a time is told another: Anna <b> , 11:00" in text_of(page)
    assert '<a class="alert-link" href="/desk/c/1">' in page.get_data(as_text=True)
    assert "/desk/c/2" not in page.get_data(as_text=True)


def test_says_that_promises_are_kept_where_they_are(visitor: DeskClient, counter: Counter) -> None:
    counter.customer("anna")
    counter.promised(1, at("11:00"))
    jonas = visitor.log_in(Role.AGENT, "jonas")
    page = text_of(jonas.post("/desk/shifts/off", {"until": "today"}))
    assert "Everything that was promised can still be kept." in page


def test_what_somebody_had_passes_on_and_what_is_promised_counts_the_new_rota(
    mette: DeskClient, counter: Counter
) -> None:
    counter.customer()
    assigner = Assigner(counter.database, counter.clock, counter.knowledge)
    assigner.assign()
    assert counter.conversation().assigned_to == "mette"
    assert promised(counter) < at("12:00")

    mette.post("/desk/shifts/off", {"until": "today"})
    assigner.assign()
    assert counter.conversation().assigned_to is None
    assert promised(counter) > at("13:00")

    DeskClient(mette.app, mette.database).log_in(Role.AGENT, "jonas").post("/desk/shifts/here", {"until": "today"})
    assigner.assign()
    assert counter.conversation().assigned_to == "jonas"
    assert promised(counter) < at("12:00")


def promised(counter: Counter) -> datetime:
    """What a customer who writes now would be told."""
    with counter.database.reading() as connection:
        situation = Situation(changes_from(connection, counter.now))
    newcomer = replace(counter.conversation(), promised_by=None)
    due = counter.knowledge().reception.promise(newcomer, counter.now, situation).by
    assert due is not None
    return due


@pytest.mark.parametrize(
    ("deed", "fields", "words"),
    [
        ("off", {}, "Say until when."),
        ("off", {"until": "day"}, "Choose a day."),
        ("off", {"until": "day", "day": "2026-11-22"}, "Choose a day between today and a year from now."),
        ("off", {"until": "day", "day": str(date.max)}, "Choose a day between today and a year from now."),
        ("here", {"until": "time", "time": "25:00"}, "Choose a time."),
        ("here", {"until": "time", "time": "08:59"}, "That would end before it begins; choose a later time."),
        ("swap", TUESDAY, "Choose who takes the shift."),
        ("swap", {**TUESDAY, "takes": "mette"}, "Choose somebody else to take the shift."),
        ("swap", {"takes": "jonas"}, "Choose a day."),
        ("swap", {"day": "2026-11-28", "takes": "jonas"}, "There is no shift on that day to give away."),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    mette: DeskClient, database: Database, deed: str, fields: dict[str, str], words: str
) -> None:
    answer = mette.post(f"/desk/shifts/{deed}", fields)

    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert told(database) == []


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.AGENT])
def test_people_speak_for_themselves_alone(visitor: DeskClient, database: Database, role: Role) -> None:
    visitor.log_in(role, "mette")
    for deed, fields in (("off", {"until": "today"}), ("here", {}), ("swap", {**TUESDAY, "takes": "mette"})):
        assert visitor.post(f"/desk/shifts/{deed}", {**fields, "person": "jonas"}).status_code == 403
    assert told(database) == []


def test_an_editor_speaks_for_everybody(editor: DeskClient, database: Database) -> None:
    page = text_of(editor.post("/desk/shifts/off", {"person": "jonas", "until": "today"}))
    assert "Jonas is off from 09:00 until 23:59." in page
    editor.post("/desk/shifts/swap", {**TUESDAY, "person": "mette", "takes": "jonas"})

    assert [person for person, *_ in told(database)] == ["jonas", "mette", "jonas"]
    assert editor.post("/desk/shifts/off", {"person": "nobody", "until": "today"}).status_code == 403
    assert editor.post("/desk/shifts/off", {"until": "today"}).status_code == 403


def test_who_is_not_on_the_rota_sees_the_plan_and_why_they_get_nothing(visitor: DeskClient, database: Database) -> None:
    visitor.log_in(Role.AGENT, "sofie")
    page = text_of(visitor.get("/desk/shifts"))

    assert "You are not on the rota, so nothing is given to you by itself" in page
    assert "under the key sofie" in page
    assert "Jonas 13:00–17:00" in page
    assert "off now" not in page
    assert visitor.post("/desk/shifts/off", {"until": "today"}).status_code == 403
    assert told(database) == []


def test_a_house_without_a_rota_is_told_how_to_have_one(app: Flask, database: Database, tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text("name: Norden\n")
    boss = DeskClient(app, database).log_in(Role.ADMIN, "boss")
    page = text_of(boss.get("/desk/shifts"))

    assert "name your people in house.yaml: rota: boss: name: Boss hours: {mon-fri:" in page
    assert boss.post("/desk/shifts/off", {"until": "today"}).status_code == 403


def test_says_when_it_is_closed_and_when_somebody_is_back(database: Database, tmp_path: Path) -> None:
    app = desk_app(database, tmp_path, clock=lambda: at("18:00"))
    page = text_of(DeskClient(app, database).log_in(Role.AGENT, "mette").get("/desk/shifts"))
    assert "It is closed now. We are back 24 Nov 09:00." in page
    assert "nobody is on" not in page


def test_a_note_is_no_longer_than_fits(mette: DeskClient, database: Database) -> None:
    mette.post("/desk/shifts/off", {"until": "today", "note": "å" * (LONGEST_NOTE + 1)})
    with database.reading() as connection:
        (change,) = changes_from(connection, at("09:00") - timedelta(days=1))
    assert len(change.note) == LONGEST_NOTE
