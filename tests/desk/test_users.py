"""The administrators' page of people."""

import re

import pytest
from flask import Flask

from bot.store.audit import latest
from bot.store.database import Database
from bot.store.users import Role, find_user
from tests.casts.desk import DeskClient, text_of

_LINK = re.compile(r'value="http://localhost(/desk/in/[\w-]+)"')


@pytest.fixture
def boss(visitor: DeskClient) -> DeskClient:
    """The one administrator."""
    return visitor.log_in(Role.ADMIN, "boss")


def role_of(database: Database, key: str) -> Role:
    with database.reading() as connection:
        found = find_user(connection, key)
    assert found is not None
    return found.role


def test_adds_somebody_and_shows_their_link_this_once(boss: DeskClient, app: Flask, database: Database) -> None:
    page = boss.post("/desk/users", {"key": "jonas", "name": "", "role": "editor"})
    link = _LINK.search(page.get_data(as_text=True))

    assert link is not None
    assert "Send this link to Jonas." in text_of(page)
    assert not _LINK.search(boss.get("/desk/users").get_data(as_text=True))
    jonas = DeskClient(app, database)
    assert jonas.post(link[1]).location == "/desk/password"
    assert role_of(database, "jonas") is Role.EDITOR
    with database.reading() as connection:
        done = [(deed.person, deed.action, deed.detail) for deed in latest(connection, limit=9)]
    assert done == [("jonas", "link_used", ""), ("boss", "user_added", "jonas editor")]


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"key": "boss", "role": "agent"}, 422, "There is somebody with this key already."),
        ({"key": "år 1", "role": "agent"}, 422, "Use a to z, digits, - and _, 64 at most."),
        ({"key": "", "role": "agent"}, 422, "Use a to z, digits, - and _, 64 at most."),
        ({"key": "anna", "name": "x" * 81, "role": "agent"}, 422, "Write a name of at most 80 letters."),
        ({"key": "anna", "role": "emperor"}, 400, "This could not be done."),
    ],
)
def test_a_form_that_will_not_do_is_told(boss: DeskClient, fields: dict[str, str], status: int, told: str) -> None:
    answer = boss.post("/desk/users", fields)

    assert (answer.status_code, told in text_of(answer)) == (status, True)


def test_a_new_role_counts_from_the_next_page_on(boss: DeskClient, app: Flask, database: Database) -> None:
    anna = DeskClient(app, database).log_in(Role.AGENT, "anna")
    assert anna.get("/desk/users").status_code == 403

    boss.post("/desk/users/anna/role", {"role": "admin"})
    assert anna.get("/desk/users").status_code == 200


def test_who_is_disabled_is_out_at_once_and_for_as_long(boss: DeskClient, app: Flask, database: Database) -> None:
    anna = DeskClient(app, database).log_in(Role.AGENT, "anna")
    boss.post("/desk/users/anna/off")
    assert anna.get("/desk/").status_code == 302
    assert "Anna is logged out and may not log in." in text_of(boss.get("/desk/users"))
    boss.post("/desk/users/anna/link")
    assert "Anna may not log in, so there is no link." in text_of(boss.get("/desk/users"))

    boss.post("/desk/users/anna/on")
    assert anna.get("/desk/").status_code == 302
    assert anna.log_in(Role.AGENT, "anna").get("/desk/").status_code == 200


@pytest.mark.parametrize(("deed", "fields"), [("off", {}), ("role", {"role": "agent"})])
def test_the_last_administrator_stays(
    boss: DeskClient, app: Flask, database: Database, deed: str, fields: dict[str, str]
) -> None:
    boss.post(f"/desk/users/boss/{deed}", fields)
    assert "Boss is the last administrator." in text_of(boss.get("/desk/users"))

    DeskClient(app, database).log_in(Role.ADMIN, "deputy")
    boss.post(f"/desk/users/boss/{deed}", fields)
    assert boss.get("/desk/users").status_code in {302, 403}


def test_a_new_link_is_for_who_lost_their_password(boss: DeskClient, app: Flask, database: Database) -> None:
    DeskClient(app, database).log_in(Role.AGENT, "anna")
    link = _LINK.search(boss.post("/desk/users/anna/link").get_data(as_text=True))

    assert link is not None
    assert DeskClient(app, database).post(link[1]).status_code == 303


@pytest.mark.parametrize("key", ["nobody", "a%2Fb"])
def test_nobody_is_not_there(boss: DeskClient, key: str) -> None:
    assert boss.post(f"/desk/users/{key}/off").status_code == 404
