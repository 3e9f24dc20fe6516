"""How the desk opens, and what it says where it cannot."""

from pathlib import Path

import pytest

from bot.desk.access import allowed
from bot.desk.headers import HEADERS
from bot.store.database import Database
from bot.store.users import Role
from tests.casts.desk import DeskClient, desk_app, text_of


def test_without_a_key_the_desk_says_so_and_the_rest_runs(database: Database, tmp_path: Path) -> None:
    browser = desk_app(database, tmp_path, secret_key=None).test_client()

    for answer in (browser.get("/desk/"), browser.get("/desk/login"), browser.post("/desk/login")):
        assert answer.status_code == 503
        assert "SECRET_KEY is not set" in answer.get_data(as_text=True)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert browser.get("/healthz").status_code == 200


def test_the_webhook_gets_neither_cookie_nor_the_desks_headers(visitor: DeskClient) -> None:
    answer = visitor.browser.get("/healthz")

    assert "Set-Cookie" not in answer.headers
    assert "Content-Security-Policy" not in answer.headers


def test_a_page_that_fails_is_told_in_words_under_the_same_headers(database: Database, tmp_path: Path) -> None:
    app = desk_app(database, tmp_path)

    @allowed(Role.TRAINEE)
    def broken(path: str) -> str:
        raise RuntimeError("anna@example.com")

    app.view_functions["desk.nowhere"] = broken
    answer = DeskClient(app, database).log_in(Role.ADMIN).get("/desk/no-such-page")

    assert answer.status_code == 500
    assert "This could not be done." in text_of(answer)
    assert "anna" not in text_of(answer)
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/desk/no-such-page", "/desk/users/none"])
def test_a_stranger_learns_not_which_pages_there_are(visitor: DeskClient, path: str) -> None:
    assert visitor.get(path).status_code == 302


def test_https_is_asked_for_from_then_on_where_it_is_there(visitor: DeskClient) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/desk/login").headers
    assert "Strict-Transport-Security" in visitor.get("/desk/login", **{"X-Forwarded-Proto": "https"}).headers


def test_pictures_come_from_the_platform_alone_and_in_a_trial_from_its_stand_in_too(
    database: Database, tmp_path: Path
) -> None:
    standin = "http://127.0.0.1:8001"
    trial = desk_app(database, tmp_path, clock_file=tmp_path / "clock", graph_api_url=f"{standin}/graph")
    elsewhere = desk_app(database, tmp_path, graph_api_url=standin)

    policies = [app.test_client().get("/desk/login").headers["Content-Security-Policy"] for app in (trial, elsewhere)]

    assert [f"{standin};" in policy and f"{standin}/" not in policy for policy in policies] == [True, False]
    assert policies[0].replace(f" {standin}", "") == policies[1] == HEADERS["Content-Security-Policy"]


def test_a_nul_which_no_text_has_is_refused_wherever_it_comes(visitor: DeskClient) -> None:
    visitor.log_in(Role.ADMIN)

    assert visitor.get("/desk/?label=%00").status_code == 400
    assert visitor.get("/desk/audit?person=%00").status_code == 400
    assert visitor.get("/desk/?label=a&label=%00").status_code == 400
    assert visitor.get("/desk/users/%00/link").status_code == 400
    assert visitor.post("/desk/shifts/off", {"note": "a\x00b"}).status_code == 400
