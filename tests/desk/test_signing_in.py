"""Login by password and by link, and logout."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from bot.desk.signing_in import place_after_login
from bot.store.audit import latest
from bot.store.database import Database
from bot.store.links import make_link
from bot.store.login_failures import MINUTE_MS
from bot.store.schema import links, login_failures, sessions
from bot.store.users import Role, disable
from tests.casts.desk import PASSWORD, DeskClient, desk_app, everything, member, nine_oclock, text_of

TOGETHER = "This user and this password do not belong together."


def tries(somebody: DeskClient, key: str = "mette", password: str = PASSWORD, **more: str) -> TestResponse:
    headers = {name: more.pop(name) for name in list(more) if name.startswith("X-")}
    return somebody.post("/desk/login", {"key": key, "password": password, **more}, **headers)


def done(database: Database) -> list[tuple[str | None, str, str]]:
    """The audit log, oldest first."""
    with database.reading() as connection:
        return [(deed.person, deed.action, deed.detail) for deed in reversed(latest(connection, limit=100))]


def link_for(database: Database, key: str, lasting: timedelta = timedelta(hours=1)) -> str:
    with database.writing() as connection:
        return f"/desk/in/{make_link(connection, key, lasting)}"


def cookie_of(answer: TestResponse) -> dict[str, str]:
    parts = answer.headers["Set-Cookie"].split("; ")
    return {name: value for name, _, value in (part.partition("=") for part in parts)}


def test_who_knows_the_password_gets_in_and_goes_where_they_wanted(visitor: DeskClient, database: Database) -> None:
    member(database)
    sent = visitor.get("/desk/me")
    assert sent.location == "/desk/login?next=/desk/me"
    assert 'value="/desk/me"' in visitor.get(sent.location).get_data(as_text=True)

    assert tries(visitor, next="/desk/me").location == "/desk/me"
    assert "Mette" in text_of(visitor.get("/desk/me"))
    assert visitor.get("/desk/login").location == "/desk/"
    assert done(database) == [("mette", "login", "")]


@pytest.mark.parametrize(("key", "password"), [("mette", "wrong"), ("nobody", PASSWORD), ("", ""), ("x" * 300, "x")])
def test_who_does_not_is_told_so_in_one_way(visitor: DeskClient, database: Database, key: str, password: str) -> None:
    member(database)
    answer = tries(visitor, key, password)

    assert answer.status_code == 401
    assert TOGETHER in text_of(answer)
    assert visitor.get("/desk/").status_code == 302
    assert done(database) == [(None, "login_failed", "mette 127.0.0.1" if key == "mette" else "127.0.0.1")]


def test_who_is_disabled_or_has_no_password_is_told_the_same(visitor: DeskClient, database: Database) -> None:
    member(database)
    member(database, "jonas", Role.ADMIN)
    with database.writing() as connection:
        disable(connection, "mette", nine_oclock())
    DeskClient(visitor.app, database).log_in(Role.AGENT, "anna")

    assert TOGETHER in text_of(tries(visitor))
    assert TOGETHER in text_of(tries(visitor, "anna", ""))


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_from_the_rest_of_the_host(
    visitor: DeskClient, database: Database
) -> None:
    member(database)
    cookie = cookie_of(tries(visitor))

    assert {"HttpOnly", "Expires"} <= cookie.keys()
    assert (cookie["SameSite"], cookie["Path"]) == ("Lax", "/desk")
    assert "Secure" not in cookie


def test_the_cookie_that_came_by_https_goes_by_https_alone(visitor: DeskClient) -> None:
    assert "Secure" in cookie_of(visitor.get("/desk/login", **{"X-Forwarded-Proto": "https"}))


def test_nobody_can_put_a_session_under_another_before_they_log_in(visitor: DeskClient, database: Database) -> None:
    member(database)
    visitor.log_in(Role.TRAINEE, "intruder")
    planted, form = visitor.browser.get_cookie("svartid", path="/desk"), visitor.csrf_token()
    assert planted is not None

    tries(visitor)
    fresh = visitor.browser.get_cookie("svartid", path="/desk")
    assert fresh is not None
    assert fresh.value != planted.value
    assert visitor.browser.post("/desk/me", data={"csrf_token": form}).status_code == 400
    other = visitor.app.test_client()
    other.set_cookie("svartid", planted.value, path="/desk")
    assert other.get("/desk/").status_code == 302


def test_logout_ends_the_session_and_not_only_the_cookie(visitor: DeskClient, database: Database) -> None:
    visitor.log_in(Role.AGENT, "mette")
    cookie = visitor.browser.get_cookie("svartid", path="/desk")
    assert cookie is not None
    answer = visitor.post("/desk/logout")

    assert answer.location == "/desk/login"
    assert "You are logged out." in text_of(visitor.get("/desk/login"))
    visitor.browser.set_cookie("svartid", cookie.value, path="/desk")
    assert visitor.get("/desk/").status_code == 302
    assert done(database) == [("mette", "logout", "")]


@pytest.mark.parametrize(
    "place",
    [
        *(
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "/desk//../..//evil.example",
            "/desk/../webhook",
        ),
        *(
            "/desk/%2e%2e/webhook",
            "/desk/\\..\\..",
            "/desk/\t/evil",
            "javascript:alert(1)",
            "/deskevil",
            "\\/desk/",
            "",
        ),
        *("https:/desk/", "//desk/", " /desk/", "/desk/\r\nSet-Cookie: a=b", "http:///desk/", "/desk/%5c%2e%2e"),
    ],
)
def test_nobody_is_sent_anywhere_else_than_to_the_desk(place: str) -> None:
    assert place_after_login(place) == "/desk/"


@pytest.mark.parametrize(
    "place", ["/desk/", "/desk/me", "/desk/users?x=a/../b", "/desk/conversations/12?view=mine&q=å"]
)
def test_the_desks_own_pages_are_places_to_go_to(place: str) -> None:
    assert place_after_login(place) == place


@pytest.mark.parametrize("key", ["mette", "nobody"])
def test_after_five_failures_one_waits_longer_each_time_whether_there_is_such_a_user_or_not(
    visitor: DeskClient, database: Database, key: str
) -> None:
    member(database)
    for number in range(5):
        assert tries(visitor, key, "wrong", **{"X-Forwarded-For": f"8.8.8.{number}"}).status_code == 401
    told = tries(visitor, key, **{"X-Forwarded-For": "8.8.4.4"})

    assert (told.status_code, "Too many attempts failed. Wait 1 min, then try again." in text_of(told)) == (429, True)
    assert 50 <= int(told.headers["Retry-After"]) <= 60
    with database.writing() as connection:
        connection.execute(update(login_failures).values(blocked_until=login_failures.c.blocked_until - MINUTE_MS))
    assert tries(visitor, key, "wrong", **{"X-Forwarded-For": "8.8.4.4"}).status_code == 401
    assert "Wait 2 min" in text_of(tries(visitor, key, **{"X-Forwarded-For": "8.8.4.4"}))


def test_an_address_that_tries_one_user_after_another_must_wait_too(visitor: DeskClient, database: Database) -> None:
    member(database)
    for number in range(5):
        tries(visitor, f"guess-{number}", "wrong", **{"X-Forwarded-For": "8.8.8.8"})

    assert tries(visitor, **{"X-Forwarded-For": "8.8.8.8"}).status_code == 429
    assert tries(visitor, **{"X-Forwarded-For": "8.8.4.4"}).status_code == 303


def test_who_gets_in_begins_anew(visitor: DeskClient, database: Database) -> None:
    member(database)
    for _ in range(4):
        tries(visitor, password="wrong")
    assert tries(visitor).status_code == 303

    assert (
        tries(DeskClient(visitor.app, database), password="wrong", **{"X-Forwarded-For": "8.8.8.8"}).status_code == 401
    )
    assert tries(DeskClient(visitor.app, database), **{"X-Forwarded-For": "8.8.8.8"}).status_code == 303


def test_a_link_is_used_up_by_its_button_and_not_by_who_only_looks(visitor: DeskClient, database: Database) -> None:
    DeskClient(visitor.app, database).log_in(Role.AGENT, "mette")
    address = link_for(database, "mette")
    before = everything(database)
    assert "lets you in once, as Mette" in text_of(visitor.get(address))
    assert "lets you in once, as Mette" in text_of(visitor.get(address))
    assert everything(database) == before

    assert visitor.post(address).location == "/desk/password"
    assert visitor.get("/desk/").status_code == 200
    other = DeskClient(visitor.app, database)
    assert (other.get(address).status_code, other.post(address).status_code) == (410, 410)
    assert "used already, or too old" in text_of(other.get(address))
    assert other.get("/desk/").status_code == 302
    assert done(database) == [("mette", "link_used", "")]


def test_who_has_a_password_already_goes_to_the_queue(visitor: DeskClient, database: Database) -> None:
    member(database)

    assert visitor.post(link_for(database, "mette")).location == "/desk/"


def test_in_a_trial_nobody_needs_to_choose_a_password(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("trial")
    visitor = DeskClient(desk_app(database, folder, clock_file=folder / "trial.clock"), database)
    DeskClient(visitor.app, database).log_in(Role.ADMIN, "mette")

    assert visitor.post(link_for(database, "mette")).location == "/desk/"


def test_a_link_that_is_too_old_replaced_or_of_somebody_disabled_lets_nobody_in(
    visitor: DeskClient, database: Database
) -> None:
    member(database, "jonas", Role.ADMIN)
    member(database)
    replaced, old = link_for(database, "mette"), link_for(database, "mette")
    with database.writing() as connection:
        connection.execute(update(links).values(expires_at=links.c.expires_at - 3_600_001))
    assert (visitor.post(replaced).status_code, visitor.post(old).status_code) == (410, 410)

    of_disabled = link_for(database, "mette")
    with database.writing() as connection:
        disable(connection, "mette", nine_oclock())
    assert visitor.post(of_disabled).status_code == 410
    assert visitor.post("/desk/in/guessed").status_code == 410


@pytest.mark.parametrize(
    ("column", "hours", "is_over"),
    [("seen_at", 11, False), ("seen_at", 13, True), ("begun_at", 13 * 24, False), ("begun_at", 15 * 24, True)],
)
def test_a_session_ends_when_it_is_not_used_and_at_its_age(
    visitor: DeskClient, database: Database, column: str, hours: int, is_over: bool
) -> None:
    visitor.log_in(Role.AGENT)
    with database.writing() as connection:
        connection.execute(update(sessions).values({column: sessions.c[column] - hours * 60 * MINUTE_MS}))

    assert visitor.get("/desk/").status_code == (302 if is_over else 200)


def test_use_is_noted_at_most_once_a_minute(visitor: DeskClient, database: Database) -> None:
    visitor.log_in(Role.AGENT)
    before = everything(database)
    visitor.get("/desk/")
    assert everything(database) == before

    with database.writing() as connection:
        connection.execute(update(sessions).values(seen_at=sessions.c.seen_at - 2 * MINUTE_MS))
    visitor.get("/desk/")
    (session,) = everything(database)["sessions"]
    (earlier,) = before["sessions"]
    assert session[:3] == earlier[:3]
    assert abs(int(str(session[3])) - int(str(earlier[3]))) < MINUTE_MS


def test_the_database_holds_no_token_that_lets_anybody_in(visitor: DeskClient, app: Flask, database: Database) -> None:
    visitor.log_in(Role.AGENT, "mette")
    with visitor.browser.session_transaction("/desk/") as session:
        token = session["token"]
    address = link_for(database, "mette")

    assert len(token) >= 43
    assert token not in repr(everything(database))
    assert address.removeprefix("/desk/in/") not in repr(everything(database))
