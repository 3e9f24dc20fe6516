"""`svartid user`: who may use the desk."""

import re

from bot.store.audit import latest
from bot.store.links import use_link
from bot.store.sessions import begin_session, seat_of
from bot.store.users import Role, find_user, set_password
from tests.cli.conftest import Terminal


def let_in_by(terminal: Terminal, told: str) -> str | None:
    """Whom the link in a text lets in."""
    found = re.search(r"http://127\.0\.0\.1:8000/desk/in/([\w-]+)", told)
    assert found, told
    with terminal.counter.database.writing() as connection:
        return use_link(connection, found[1])


def test_adds_somebody_of_the_rota_and_prints_a_link_that_lets_them_in_once(terminal: Terminal) -> None:
    told = terminal.types("user", "add", "mette", "--role", "admin")

    assert "With this link Mette gets in once, within 3 days:" in told
    assert "set DESK_URL" in told
    assert "closed until SECRET_KEY is set" in told
    assert "not on the rota" not in told
    assert let_in_by(terminal, told) == "mette"
    assert let_in_by(terminal, told) is None
    with terminal.counter.database.reading() as connection:
        found = find_user(connection, "mette")
        assert found is not None
        assert (found.name, found.role) == ("Mette", Role.ADMIN)
        assert [(deed.person, deed.action, deed.detail) for deed in latest(connection, limit=9)] == [
            (None, "user_added", "mette admin")
        ]


def test_who_is_not_on_the_rota_is_let_in_too_and_that_is_said(terminal: Terminal) -> None:
    told = terminal.types("user", "add", "anna", "--name", "Anna B.", "--url", "https://answers.example.com/")

    assert "anna is not on the rota of house.yaml" in told
    assert "https://answers.example.com/desk/in/" in told
    assert "DESK_URL" not in told
    assert "agent    Anna B.  (no password yet)" in terminal.types("user", "list")


def test_mistakes_are_told(terminal: Terminal) -> None:
    assert "Nobody may use the desk yet" in terminal.types("user", "list")
    terminal.types("user", "add", "mette", "--role", "admin")

    assert "svartid user link mette" in terminal.fails("user", "add", "mette")
    assert "use a to z" in terminal.fails("user", "add", "år 1")
    assert "Did you mean “mette”?" in terminal.fails("user", "link", "mete")
    assert "'boss' is not one of 'trainee', 'agent', 'editor', 'admin'" in terminal.fails(
        "user", "role", "mette", "boss"
    )
    assert "mette is the last administrator" in terminal.fails("user", "off", "mette")
    assert "mette is the last administrator" in terminal.fails("user", "role", "mette", "agent")


def test_a_new_link_makes_the_old_one_worthless(terminal: Terminal) -> None:
    first = terminal.types("user", "add", "mette")
    second = terminal.types("user", "link", "mette")

    assert "within 3 days" in second
    assert let_in_by(terminal, first) is None
    assert let_in_by(terminal, second) == "mette"


def test_who_chose_a_password_has_a_day_for_a_new_link(terminal: Terminal) -> None:
    terminal.types("user", "add", "mette")
    with terminal.counter.database.writing() as connection:
        set_password(connection, "mette", "a hash")

    assert "within 24 hours" in terminal.types("user", "link", "mette")


def test_who_is_off_is_logged_out_and_gets_no_link_until_they_are_on(terminal: Terminal) -> None:
    link = terminal.types("user", "add", "mette")
    with terminal.counter.database.writing() as connection:
        token = begin_session(connection, "mette")
    assert "Mette is logged out and may not log in." in terminal.types("user", "off", "mette")

    with terminal.counter.database.reading() as connection:
        assert seat_of(connection, token) is None
    assert let_in_by(terminal, link) is None
    assert "svartid user on mette" in terminal.fails("user", "link", "mette")
    assert "(disabled)" in terminal.types("user", "list")
    terminal.types("user", "on", "mette")
    assert let_in_by(terminal, terminal.types("user", "link", "mette")) == "mette"


def test_a_role_is_changed(terminal: Terminal) -> None:
    terminal.types("user", "add", "mette")

    assert "Mette is editor from now on." in terminal.types("user", "role", "mette", "editor")
    assert "editor" in terminal.types("user", "list")
