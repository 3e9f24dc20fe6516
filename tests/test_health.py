"""What the host's probe, people and Prometheus are told."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from bot.health import LATE_MS, health
from bot.keeping import Keeper
from bot.store.alarms import raise_alarm
from bot.store.carrying import note_failure
from bot.store.columns import database_now
from bot.store.database import Database, open_database
from bot.store.faq_versions import publish_version
from bot.store.schema import lanes
from bot.store.sealing import Open
from tests.casts.happenings import APP, NOON, said


def client(database: Database, *, secrets: tuple[str, ...] = ("secret",)) -> FlaskClient:
    app = Flask("test")
    app.register_blueprint(health(database, secrets=secrets))
    return app.test_client()


def publish(database: Database, *problems: str) -> None:
    with database.writing() as connection:
        publish_version(
            connection, content_hash="x", encoder="e", files={}, fitted=b"", problems=tuple(problems), now=NOON
        )


def test_the_process_lives(database: Database) -> None:
    assert client(database).get("/healthz").status_code == 200


def test_is_ready_when_everything_is_there(database: Database) -> None:
    publish(database)
    answer = client(database).get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {
        "ready": True,
        "checks": dict.fromkeys(["app secret", "database", "worker", "faq", "alarms", "alerts"], "ok"),
    }


def leave_late(database: Database) -> None:
    publish(database)
    Keeper(database, Open(), lambda: NOON, app_id=APP).keep(b"{}", [said("hej")])
    with database.writing() as connection:
        connection.execute(update(lanes).values(ready_at=database_now() - LATE_MS - 1000))


NOT_READY: list[tuple[str, Callable[[Database], None], str]] = [
    ("faq", lambda database: None, "not published"),
    ("worker", leave_late, "svartid worker"),
]


@pytest.mark.parametrize(("check", "arrange", "detail"), NOT_READY)
def test_is_not_ready_and_says_why(
    database: Database, check: str, arrange: Callable[[Database], None], detail: str
) -> None:
    arrange(database)
    answer = client(database).get("/readyz")

    assert answer.status_code == 503
    assert answer.json is not None
    assert detail in answer.json["checks"][check]


def test_is_red_without_an_app_secret(database: Database) -> None:
    publish(database)
    answer = client(database, secrets=()).get("/readyz")

    assert answer.status_code == 503
    assert "META_APP_SECRET" in answer.text


def test_a_red_mark_on_the_faq_and_an_alarm_are_told_but_stop_nothing(database: Database) -> None:
    publish(database, "hours.yaml:3:5: no such key")
    with database.writing() as connection:
        raise_alarm(connection, "token", "The token ends soon.", NOON)
    answer = client(database).get("/readyz")

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["checks"]["faq"] == "hours.yaml:3:5: no such key"
    assert answer.json["checks"]["alarms"] == "The token ends soon."


def test_a_way_by_which_alarms_do_not_get_through_is_told_but_stops_nothing(database: Database) -> None:
    publish(database)
    with database.writing() as connection:
        note_failure(connection, "mail", "mail.example.com cannot be reached")
        note_failure(connection, "webhook", "hooks.example.com answered 500")
        note_failure(connection, "webhook", "hooks.example.com answered 404")
    answer = client(database).get("/readyz")

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["checks"]["alerts"] == (
        "mail failed once: mail.example.com cannot be reached; webhook failed 2 times: hooks.example.com answered 404"
    )


def test_says_when_the_tables_are_missing(tmp_path: object) -> None:
    empty = open_database(f"sqlite:///{tmp_path}/empty.db")
    answer = client(empty).get("/readyz")
    empty.close()

    assert answer.status_code == 503
    assert "svartid db upgrade" in answer.text


def test_says_when_the_database_does_not_answer() -> None:
    gone = open_database("postgresql://nobody@127.0.0.1:1/nothing")

    assert client(gone).get("/readyz").status_code == 503
    gone.close()


def test_counts_for_prometheus(database: Database) -> None:
    Keeper(database, Open(), lambda: NOON, app_id=APP).keep(b"{}", [said("hej"), said("du", "bo")])
    text = client(database).get("/metrics").text

    assert 'svartid_incoming{kind="message",state="ready",surface="message"} 2.0' in text
    assert 'svartid_conversations{channel="messenger",state="bot"} 2.0' in text
    assert "svartid_waiting 0.0" in text
