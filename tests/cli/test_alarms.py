"""`svartid alarms`, as an operator types it."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from bot.store.alarms import raise_alarm, settle_alarm
from bot.store.carrying import failing, note_carried, note_failure
from bot.store.database import open_database
from bot.store.migrating import upgrade
from tests.casts.graph import FakeGraph, reply
from tests.casts.happenings import NOON
from tests.casts.postbox import postbox
from tests.casts.terminal import svartid

HOUSE = """
name: Norden
timezone: Europe/Copenhagen
departments: {shop: {email: shop@example.com}}
alarms: {email: boss@example.com}
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A house, and a database."""
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "house.yaml").write_text(HOUSE)
    database = open_database(f"sqlite:///{tmp_path}/svartid.db")
    upgrade(database)
    database.close()
    return tmp_path


def alarms(here: Path, *arguments: str, **settings: str) -> Result:
    database, now = f"sqlite:///{here}/svartid.db", (NOON + timedelta(hours=1)).isoformat()
    return svartid(here, "alarms", *arguments, **{"DATABASE_URL": database, "SVARTID_NOW": now, **settings})


def test_tells_what_is_open_and_what_was_and_whom_it_reached(here: Path) -> None:
    assert alarms(here).stdout == "No alarm is open.\n"

    database = open_database(f"sqlite:///{here}/svartid.db")
    with database.writing() as connection:
        raise_alarm(connection, "unmanned", "Nobody is on.", NOON)
        settle_alarm(connection, "unmanned")
        raise_alarm(connection, "promise 1", "Conversation 1 runs late.", NOON)
        note_carried(connection, "promise 1", "boss@example.com", raised_at=NOON, now=NOON)
        note_failure(connection, "webhook", "hooks.example.com answered 404 Not Found")
    database.close()

    assert alarms(here).stdout.splitlines() == [
        "! webhook does not work: hooks.example.com answered 404 Not Found",
        "open  Mon 23 Nov 12:00  Conversation 1 runs late.",
        "    told: boss@example.com Mon 23 Nov 12:00",
        "settled  Mon 23 Nov 12:00  Nobody is on.",
        "    told: nobody yet",
    ]


def test_a_test_alarm_goes_every_way_and_each_is_told(here: Path) -> None:
    database = open_database(f"sqlite:///{here}/svartid.db")
    with database.writing() as connection:
        note_failure(connection, "mail", "no answer")
    with postbox() as box, FakeGraph() as chat:
        ways = {"SMTP_URL": box.url(), "ALERT_WEBHOOK_URL": f"{chat.url}/services/hush"}
        done = alarms(here, "test", **ways)
        assert done.exit_code == 0, done.stderr
        assert done.stdout.splitlines() == [
            "webhook: taken",
            "mail: taken",
            "mail to boss@example.com: taken",
            "mail to shop@example.com: taken",
        ]
        assert box.to == ["boss@example.com", "shop@example.com"]
        assert len(chat.asked) == 1

        box.unknown.add("shop@example.com")
        chat.will(reply(404, b""))
        done = alarms(here, "test", **ways)
        assert done.exit_code == 1
        assert "webhook: 127.0.0.1 answered 404 Not Found" in done.stdout
        assert "mail to shop@example.com: 127.0.0.1 answered 550" in done.stdout
        assert "hush" not in done.stdout + done.stderr
    with database.reading() as connection:
        assert failing(connection) == {}
    database.close()


def test_a_test_says_when_there_is_no_way_or_nobody_to_tell(here: Path) -> None:
    done = alarms(here, "test")
    assert done.exit_code == 1
    assert "Neither SMTP_URL nor ALERT_WEBHOOK_URL is set" in done.stderr

    (here / "faq" / "house.yaml").write_text("name: Norden\n")
    with postbox() as box:
        done = alarms(here, "test", SMTP_URL=box.url())
    assert done.exit_code == 1
    assert "house.yaml names no address" in done.stdout
