"""Alarms and digests reach people once each, whatever fails on the way."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.alerting.carrying import Carrier
from bot.alerting.digests import put_digest
from bot.alerting.mail import Mailer
from bot.alerting.mail_server import parse_smtp_url
from bot.alerting.webhook import Webhook
from bot.core.content.house import AlarmRules, Department, House, Person
from bot.store.alarms import raise_alarm, settle_alarm
from bot.store.carrying import failing
from bot.store.chores import taken_chore
from bot.store.database import Database
from bot.store.letters import letters_on_their_way, put_letter
from bot.store.schema import failing_ways
from bot.watching.digests import Digest
from tests.casts.graph import FakeGraph, reply
from tests.casts.happenings import NOON
from tests.casts.postbox import Postbox, postbox

HOUSE = House(
    "Norden",
    timezone=ZoneInfo("Europe/Copenhagen"),
    departments={"shop": Department("shop", "shop@example.com")},
    rota=(Person("mette", "Mette", (), email="mette@example.com"),),
    alarms=AlarmRules(("boss@example.com",)),
)
HOUR = timedelta(hours=1)


@dataclass
class Watch:
    """Somebody raises alarms, and a clock goes on."""

    database: Database
    box: Postbox
    chat: FakeGraph
    house: House = HOUSE
    now: datetime = NOON
    ways: set[str] = field(default_factory=lambda: {"mail", "webhook"})
    ready: bool = True

    def carry(self, *, later: timedelta = timedelta(0)) -> None:
        self.now += later
        Carrier(
            self.database,
            lambda: self.now,
            lambda: self.house,
            ready=lambda: self.ready,
            mailer=Mailer(parse_smtp_url(self.box.url()), timeout=5) if "mail" in self.ways else None,
            webhook=Webhook(f"{self.chat.url}/services/hush", timeout=(1, 5)) if "webhook" in self.ways else None,
        ).carry()

    def raised(self, matter: str, text: str = "It burns.", *, department: str | None = None, person: str = "") -> None:
        with self.database.writing() as connection:
            raise_alarm(connection, matter, text, self.now, department=department, person=person or None)

    def settled(self, matter: str) -> None:
        with self.database.writing() as connection:
            settle_alarm(connection, matter)

    def digest(self, subject: str, department: str | None = None) -> None:
        with self.database.writing() as connection:
            put_digest(connection, Digest(department, subject, "#1"), self.now)

    @property
    def posted(self) -> list[str]:
        return [asked.body["text"] for asked in self.chat.asked if isinstance(asked.body, dict)]

    def pauses(self) -> dict[str, int]:
        """The ways that fail, and how many times they did."""
        with self.database.reading() as connection:
            return {way.way: way.failures for way in failing(connection).values() if way.resting}

    def let_pauses_pass(self) -> None:
        with self.database.writing() as connection:
            connection.execute(update(failing_ways).values(ready_at=0))

    def letters(self) -> int:
        with self.database.reading() as connection:
            return len(letters_on_their_way(connection))


@pytest.fixture
def watch(database: Database) -> Iterator[Watch]:
    with postbox() as box, FakeGraph() as chat:
        yield Watch(database, box, chat)


def test_an_alarm_reaches_its_people_and_the_chat_once(watch: Watch) -> None:
    watch.raised("promise 1", "Conversation 1 runs late.", department="shop", person="mette")
    watch.carry()
    watch.carry()
    watch.carry(later=HOUR * 5)

    assert watch.box.to == ["shop@example.com", "mette@example.com"]
    assert watch.box.texts == ["Norden: Conversation 1 runs late."] * 2
    assert watch.posted == ["Norden: Conversation 1 runs late."]


def test_what_is_settled_before_it_was_carried_is_not_carried(watch: Watch) -> None:
    watch.raised("promise 1")
    watch.settled("promise 1")
    watch.carry()

    assert (watch.box.to, watch.posted) == ([], [])


def test_a_matter_that_comes_again_within_the_hour_waits_and_then_goes_if_it_is_still_open(watch: Watch) -> None:
    for _ in range(3):
        watch.raised("unmanned")
        watch.carry(later=timedelta(minutes=10))
        watch.settled("unmanned")
    watch.raised("unmanned")
    watch.carry()
    assert len(watch.posted) == 1

    watch.carry(later=timedelta(minutes=39))
    assert len(watch.posted) == 1
    watch.carry(later=timedelta(minutes=1))
    assert len(watch.posted) == 2
    assert watch.box.to == ["boss@example.com"] * 2


def test_several_alarms_for_one_person_go_as_one_mail(watch: Watch) -> None:
    watch.raised("promise 1", "Conversation 1 runs late.", department="shop", person="mette")
    watch.raised("promise 2", "Conversation 2 runs late.", department="shop")
    watch.raised("unmanned", "Nobody is on.")
    watch.carry()

    told = dict(zip(watch.box.to, watch.box.texts, strict=True))
    assert told.keys() == {"shop@example.com", "mette@example.com", "boss@example.com"}
    assert told["shop@example.com"].count("runs late") == 2
    assert told["mette@example.com"] == "Norden: Conversation 1 runs late."
    assert [text.count("•") for text in watch.posted] == [3]


def test_who_takes_over_hears_of_it_and_nobody_else_again(watch: Watch) -> None:
    watch.raised("promise 1", department="shop")
    watch.carry()
    watch.raised("promise 1", department="shop", person="mette")
    watch.carry()

    assert watch.box.to == ["shop@example.com", "mette@example.com"]
    assert len(watch.posted) == 1


def test_without_any_address_only_the_chat_is_told(watch: Watch) -> None:
    watch.house = replace(HOUSE, alarms=AlarmRules())
    watch.raised("unmanned")
    watch.carry()

    assert watch.box.to == []
    assert len(watch.posted) == 1


def test_quiet_hours_hold_alarms_back_and_what_is_still_open_goes_as_one_message(watch: Watch) -> None:
    watch.house = replace(HOUSE, alarms=AlarmRules(("boss@example.com",), (22 * 60, 31 * 60)))
    watch.now = NOON + HOUR * 10  # 22:00 in Copenhagen
    for matter in ("promise 1", "promise 2", "promise 3"):
        watch.raised(matter)
        watch.carry()
    watch.settled("promise 2")
    watch.carry(later=HOUR * 9 - timedelta(minutes=1))
    assert (watch.box.to, watch.posted) == ([], [])

    watch.carry(later=timedelta(minutes=1))
    assert watch.box.to == ["boss@example.com"]
    assert [text.count("•") for text in watch.posted] == [2]


def test_a_chat_that_fails_holds_up_no_mail_and_is_told_when_it_works_again(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.alerting")
    watch.raised("unmanned")
    watch.chat.will(reply(503, b""), reply(503, b""), reply(200, b""))
    watch.carry()
    watch.carry()  # it rests now
    assert watch.pauses() == {"webhook": 1}
    watch.let_pauses_pass()
    watch.carry()
    assert watch.pauses() == {"webhook": 2}
    watch.let_pauses_pass()
    watch.carry()
    watch.carry()

    assert len(watch.posted) == 3
    assert watch.box.to == ["boss@example.com"]
    assert watch.pauses() == {}
    told = [record.getMessage() for record in caplog.records if "get through" in record.getMessage()]
    assert told == [
        "alarms do not get through by webhook: 127.0.0.1 answered 503 Service Unavailable; it is tried again",
        "alarms get through by webhook again",
    ]
    assert "hush" not in caplog.text


def test_a_mail_server_that_fails_holds_up_no_chat_and_loses_nothing(watch: Watch) -> None:
    port, watch.box.port = watch.box.port, 1
    watch.raised("unmanned", "Nobody is on.")
    watch.digest("2 customers wait")
    watch.carry()
    assert watch.pauses() == {"mail": 1}

    watch.box.port = port
    watch.let_pauses_pass()
    watch.carry()
    assert len(watch.posted) == 1
    assert watch.box.to == ["boss@example.com"]
    assert "2 customers wait" in watch.box.texts[0]


def test_an_address_that_is_refused_is_tried_again_and_repeats_nothing_to_others(watch: Watch) -> None:
    watch.box.unknown.add("shop@example.com")
    watch.raised("promise 1", department="shop", person="mette")
    watch.carry()
    assert watch.pauses() == {"mail to shop@example.com": 1}

    watch.box.unknown.clear()
    watch.let_pauses_pass()
    watch.carry()
    assert watch.box.to == ["mette@example.com", "shop@example.com"]
    assert watch.pauses() == {}


def test_a_way_that_is_not_taken_any_more_fails_no_longer(watch: Watch) -> None:
    watch.box.unknown.add("boss@example.com")
    watch.chat.will(reply(404, b""))
    watch.raised("unmanned")
    watch.carry()
    assert watch.pauses() == {"mail to boss@example.com": 1, "webhook": 1}

    watch.ways.remove("webhook")
    watch.house = replace(HOUSE, alarms=AlarmRules(("owner@example.com",)))
    watch.carry()
    assert watch.pauses() == {}
    assert watch.box.to == ["owner@example.com"]


def test_a_digest_arrives_once_and_is_gone(watch: Watch) -> None:
    watch.digest("2 customers wait for shop", "shop")
    watch.carry()
    watch.carry()

    assert watch.box.texts == watch.posted == ["Norden: 2 customers wait for shop\n#1"]
    assert watch.box.to == ["shop@example.com"]
    assert watch.letters() == 0


def test_a_digest_that_has_not_arrived_is_overtaken_by_the_next(watch: Watch) -> None:
    watch.box.unknown.add("shop@example.com")
    watch.digest("2 customers wait", "shop")
    watch.carry()
    watch.box.unknown.clear()
    watch.let_pauses_pass()
    watch.now += timedelta(minutes=30)
    watch.digest("5 customers wait", "shop")
    watch.carry()

    assert watch.box.texts == ["Norden: 5 customers wait\n#1"]
    assert watch.posted == ["Norden: 2 customers wait\n#1", "Norden: 5 customers wait\n#1"]


def test_a_digest_that_nobody_is_to_get_does_not_stay(watch: Watch) -> None:
    watch.ways.clear()
    watch.digest("2 customers wait")
    watch.carry()
    watch.carry()

    assert watch.letters() == 0


def test_nothing_is_carried_before_the_house_is_known(watch: Watch) -> None:
    watch.ready = False
    watch.raised("unmanned")
    watch.carry()
    assert watch.posted == []

    watch.ready = True
    watch.carry()
    assert len(watch.posted) == 1


def test_one_process_at_a_time_carries(watch: Watch) -> None:
    watch.raised("unmanned")
    with taken_chore(watch.database, "carry alarms") as ours:
        assert ours
        watch.carry()
    assert watch.posted == []


def test_the_log_has_alarms_and_digests_too(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")
    watch.raised("unmanned", "Nobody is on.")
    watch.digest("2 customers wait")

    assert "alarm: Nobody is on." in caplog.text
    assert "2 customers wait" in caplog.text


def test_a_link_reaches_its_department_by_mail_and_never_the_chat(watch: Watch) -> None:
    watch.raised("promise 1", "Conversation 1 runs late.", department="shop")
    with watch.database.writing() as connection:
        put_letter(connection, "draft 1 ab", "Please draft an answer", "https://desk/x", watch.now, department="shop")
    watch.carry()
    watch.carry()

    assert watch.box.to == ["shop@example.com"] * 2
    assert [text for text in watch.box.texts if "https" in text] == ["Norden: Please draft an answer\nhttps://desk/x"]
    assert watch.posted == ["Norden: Conversation 1 runs late."]
    assert watch.letters() == 0


def test_a_link_that_no_mail_can_carry_does_not_stay(watch: Watch) -> None:
    watch.ways.remove("mail")
    with watch.database.writing() as connection:
        put_letter(connection, "draft 1 ab", "Please draft an answer", "https://desk/x", watch.now, department="shop")
    watch.carry()
    assert (watch.letters(), watch.posted) == (0, [])
