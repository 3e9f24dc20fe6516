"""What people decide for themselves."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from bot.store.audit import latest
from bot.store.database import Database
from bot.store.links import make_link
from bot.store.users import Role, find_user
from tests.casts.desk import PASSWORD, DeskClient, member, text_of

FRESH = "fire kopper te med honning"


def logged_in(visitor: DeskClient, database: Database) -> DeskClient:
    member(database)
    return visitor.log_in(Role.AGENT, "mette")


def chooses(somebody: DeskClient, new: str = FRESH, again: str = FRESH, current: str = PASSWORD) -> TestResponse:
    return somebody.post("/desk/password", {"new": new, "again": again, "current": current})


def log_in(somebody: DeskClient, password: str) -> int:
    return somebody.post("/desk/login", {"key": "mette", "password": password}).status_code


def test_a_new_password_logs_out_everywhere_else_and_is_the_one_that_counts(
    visitor: DeskClient, database: Database
) -> None:
    elsewhere = DeskClient(visitor.app, database)
    mette = logged_in(visitor, database)
    elsewhere.log_in(Role.AGENT, "mette")
    with database.writing() as connection:
        link = f"/desk/in/{make_link(connection, 'mette', timedelta(hours=1))}"

    assert chooses(mette).location == "/desk/me"
    assert "Your password is changed." in text_of(mette.get("/desk/me"))
    assert elsewhere.get("/desk/").status_code == 302
    assert elsewhere.post(link).status_code == 410
    assert (log_in(elsewhere, PASSWORD), log_in(elsewhere, FRESH)) == (401, 303)
    with database.reading() as connection:
        assert ("mette", "password_changed") in [(deed.person, deed.action) for deed in latest(connection, limit=9)]


@pytest.mark.parametrize(
    ("new", "again", "current", "told"),
    [
        ("kort", "kort", PASSWORD, "Use at least 12 characters"),
        ("mette2026mette", "mette2026mette", PASSWORD, "among the first that others would try"),
        (FRESH, FRESH + "!", PASSWORD, "This is not the same as above."),
        (FRESH, FRESH, "wrong", "This is not your current password."),
    ],
)
def test_a_password_that_will_not_do_is_told_beside_its_field(
    visitor: DeskClient, database: Database, new: str, again: str, current: str, told: str
) -> None:
    mette = logged_in(visitor, database)
    answer = chooses(mette, new, again, current)

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)
    assert log_in(DeskClient(visitor.app, database), PASSWORD) == 303


def test_who_came_by_link_needs_not_know_the_old_password(visitor: DeskClient, database: Database) -> None:
    member(database)
    with database.writing() as connection:
        token = make_link(connection, "mette", timedelta(hours=1))
    visitor.post(f"/desk/in/{token}")

    assert "Current password" not in text_of(visitor.get("/desk/password"))
    assert chooses(visitor, current="").location == "/desk/me"
    assert "Current password" in text_of(visitor.get("/desk/password"))


def test_guessing_the_current_password_is_slowed_down_as_a_login_is(visitor: DeskClient, database: Database) -> None:
    mette = logged_in(visitor, database)
    for _ in range(5):
        chooses(mette, current="wrong")

    assert "Too many attempts failed." in text_of(chooses(mette))


def test_name_and_language_are_ones_own(visitor: DeskClient, database: Database) -> None:
    anna = visitor.log_in(Role.TRAINEE, "anna")
    assert anna.post("/desk/me", {"name": "  Anna   B. ", "language": "da"}).location == "/desk/me"
    with database.reading() as connection:
        found = find_user(connection, "anna")
    assert found is not None
    assert (found.name, found.language) == ("Anna B.", "da")
    assert '<html lang="da"' in anna.get("/desk/me").get_data(as_text=True)

    anna.post("/desk/me", {"name": "Anna", "language": ""})
    assert '<html lang="en"' in anna.get("/desk/me").get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("", "da", "Write a name of at most 80 letters."),
        ("x" * 81, "da", "Write a name of at most 80 letters."),
        ("Anna", "tlh", "Choose one of the languages in the list."),
    ],
)
def test_a_name_or_language_that_will_not_do_is_told(visitor: DeskClient, name: str, language: str, told: str) -> None:
    answer = visitor.log_in(Role.TRAINEE, "anna").post("/desk/me", {"name": name, "language": language})

    assert (answer.status_code, told in text_of(answer)) == (422, True)


def test_a_name_is_never_taken_for_html(visitor: DeskClient) -> None:
    anna = visitor.log_in(Role.TRAINEE, "anna")
    anna.post("/desk/me", {"name": '"><img src=x onerror=alert(1)>', "language": ""})

    assert "<img" not in anna.get("/desk/me").get_data(as_text=True)


def test_who_is_on_the_rota_is_called_as_there(visitor: DeskClient) -> None:
    page = visitor.log_in(Role.AGENT, "mette", "Somebody").get("/desk/me").get_data(as_text=True)

    assert "Mette" in page
    assert 'name="name"' not in page


def test_shows_where_one_is_logged_in_and_logs_out_everywhere(visitor: DeskClient, database: Database) -> None:
    phone = DeskClient(visitor.app, database).log_in(Role.AGENT, "anna")
    anna = visitor.log_in(Role.AGENT, "anna")
    stranger = DeskClient(visitor.app, database).log_in(Role.AGENT, "bo")
    shown = text_of(anna.get("/desk/me"))
    assert (shown.count("Since"), shown.count("last used")) == (2, 1)

    assert anna.post("/desk/me/log-out-everywhere").location == "/desk/login"
    assert [each.get("/desk/").status_code for each in (anna, phone, stranger)] == [302, 302, 200]
