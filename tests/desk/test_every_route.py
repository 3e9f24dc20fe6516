"""What holds for every page of the desk, whoever wrote it and whenever it was added."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from bot.desk.access import ANYBODY, open_to
from bot.desk.headers import HEADERS
from bot.store.database import Database
from bot.store.users import Role
from tests.casts.desk import DeskClient, everything, text_of
from tests.casts.fresh_database import fresh_database

NOT_A_VIEW = "desk.static"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return fresh_database(request.param, request, tmp_path)


def rules(app: Flask) -> Iterator[tuple[Rule, str, Role | str | None]]:
    """Each rule of the desk, with an address that it matches, and who may open it."""
    there = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/desk") and rule.endpoint != NOT_A_VIEW:
            address = there.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method=_methods(rule)[0])
            with app.app_context():
                yield rule, address, open_to(rule.endpoint)


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    marks = {rule.endpoint: mark for rule, _, mark in rules(app)}

    assert len(marks) > 10
    assert [endpoint for endpoint, mark in marks.items() if mark != ANYBODY and not isinstance(mark, Role)] == []


def test_a_few_pages_alone_are_open_without_login(app: Flask) -> None:
    assert {rule.rule for rule, _, mark in rules(app) if mark == ANYBODY} <= {
        "/desk/login", "/desk/in/<token>", "/desk/draft/<token>",
    }  # fmt: skip


def test_pages_are_read_by_get_and_things_are_changed_by_post_alone(app: Flask) -> None:
    assert {method for rule, _, _ in rules(app) for method in _methods(rule)} <= {"GET", "POST"}


def test_without_login_every_page_leads_to_the_login_and_every_form_is_refused(
    app: Flask, database: Database, visitor: DeskClient
) -> None:
    before = everything(database)
    for rule, address, mark in rules(app):
        if mark == ANYBODY:
            continue
        if "GET" in _methods(rule):
            page = visitor.get(address)
            assert (page.status_code, page.location.split("?")[0]) == (302, "/desk/login"), address
            assert visitor.get(address, **{"X-Part": "1"}).status_code == 401, address
        if "POST" in _methods(rule):
            assert visitor.post(address).status_code == 401, address
            assert visitor.browser.post(address).status_code == 401, address
    assert everything(database) == before


def test_every_form_needs_the_token_of_its_page(app: Flask, database: Database, visitor: DeskClient) -> None:
    visitor.log_in(Role.ADMIN)
    stranger = DeskClient(app, database)
    before = everything(database)
    for rule, address, mark in rules(app):
        if "POST" in _methods(rule):
            browser = stranger if mark == ANYBODY else visitor
            for fields in ({}, {"csrf_token": "guessed"}, {"csrf_token": DeskClient(app, database).csrf_token()}):
                refused = browser.browser.post(address, data=fields)
                assert refused.status_code == 400, address
                assert "This page was open for too long." in text_of(refused), address
    assert everything(database) == before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_does_the_work_of_a_higher_role(role: Role, app: Flask, database: Database, visitor: DeskClient) -> None:
    visitor.log_in(role)
    before = everything(database)
    refused = 0
    for rule, address, mark in rules(app):
        if isinstance(mark, Role) and not role.includes(mark):
            answers = [visitor.get(address)] if "GET" in _methods(rule) else []
            answers += [visitor.post(address)] if "POST" in _methods(rule) else []
            assert {answer.status_code for answer in answers} == {403}, address
            refused += 1
    assert refused > 0
    assert everything(database) == before


@pytest.mark.parametrize("role", list(Role))
def test_who_has_the_role_may_open_the_page(role: Role, app: Flask, visitor: DeskClient) -> None:
    visitor.log_in(role)
    for rule, address, mark in rules(app):
        if isinstance(mark, Role) and role.includes(mark) and "GET" in _methods(rule):
            assert visitor.get(address).status_code not in {302, 401, 403, 500}, address


def test_every_answer_carries_the_headers_that_protect_it(app: Flask, database: Database, visitor: DeskClient) -> None:
    insider = DeskClient(app, database).log_in(Role.TRAINEE)
    answers = [visitor.get("/desk"), visitor.browser.delete("/desk/login"), insider.get("/desk/no/such/page")]
    for rule, address, _ in rules(app):
        for browser in (visitor, insider):
            answers += [browser.get(address)] if "GET" in _methods(rule) else []
            answers += [browser.browser.post(address)] if "POST" in _methods(rule) else []

    assert {answer.status_code for answer in answers} >= {200, 302, 308, 400, 401, 403, 404, 405}
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.request.path
