"""What becomes of a promise, from the customer's message to the report, through the whole program."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot import people
from bot.composition import create_lookout, lay_ground
from bot.content_files import SAMPLE
from bot.publishing import FaqShelf
from bot.report import Figures, report
from bot.store.alarms import open_alarms
from bot.store.house_versions import keep_house
from bot.store.outbox import SendState, kept_texts
from bot.store.waits import ended_waits
from tests.casts.sender import FakeSender
from tests.journeys.conftest import MONDAY_NOON, House
from tests.journeys.test_five_languages import message

FRIDAY_LATE = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # 15:30 in Copenhagen, half an hour before closing
QUESTION = "hvem vandt fodboldkampen i går"


@pytest.fixture
def later(open_house: Callable[..., House], sample: FaqShelf) -> Callable[[datetime], House]:
    """The same house at a later moment, after its lookout has gone the rounds and its worker has worked."""

    def go_on(moment: datetime) -> House:
        house = open_house(moment)
        ground = lay_ground(house.settings)
        create_lookout(ground, sample, FakeSender()).go_round()
        ground.database.close()
        house.work()
        return house

    return go_on


def figures(house: House, now: datetime) -> Figures:
    since = now - timedelta(days=7)
    with house.database.reading() as connection:
        return report(ended_waits(connection, since), since=since, until=now).everything


def test_a_customer_is_told_in_time_that_it_takes_longer_and_the_report_shows_it(
    open_house: Callable[..., House], later: Callable[[datetime], House]
) -> None:
    house = open_house(MONDAY_NOON)
    with house.database.writing() as connection:
        keep_house(connection, (SAMPLE / "house.yaml").read_bytes(), MONDAY_NOON)
    house.deliver(message(house, QUESTION))
    assert "inden kl. 14" in house.texts()[0]

    at_13_30 = later(MONDAY_NOON + timedelta(minutes=90))
    assert at_13_30.texts() == []
    at_13_55 = later(MONDAY_NOON + timedelta(minutes=115))
    (line,) = at_13_55.texts()
    assert "inden kl. 16" in line
    at_15 = later(MONDAY_NOON + timedelta(hours=3))
    assert at_15.texts() == []

    with at_15.database.writing() as connection:
        people.answer(
            connection,
            lay_ground(at_15.settings).seal,
            1,
            "Det gjorde Brøndby.",
            split=lambda channel, text: (text,),
            now=MONDAY_NOON + timedelta(hours=3),
            human_agent=False,
        )
    end = later(MONDAY_NOON + timedelta(hours=3, minutes=1))
    told = figures(end, MONDAY_NOON + timedelta(hours=4))
    assert end.texts() == ["Det gjorde Brøndby."]
    assert (told.told, told.kept, told.kept_as_first_told, told.late_lines) == (1, 1, 0, 1)
    assert told.first_reply_p80 == timedelta(hours=3)


def test_after_a_weekend_nothing_goes_by_itself_and_people_find_a_draft_and_an_alarm(
    open_house: Callable[..., House], later: Callable[[datetime], House]
) -> None:
    house = open_house(FRIDAY_LATE)
    house.deliver(message(house, QUESTION))
    promised = house.conversations()[0].promised_by
    assert promised is not None
    assert promised.weekday() in {0, 5}  # the next day people are there

    monday = later(promised + timedelta(days=2))
    assert monday.texts() == []
    with monday.database.reading() as connection:
        drafts = kept_texts(connection, lay_ground(monday.settings).seal, 1)
        alarms = {alarm.matter: alarm.text for alarm in open_alarms(connection)}
    assert [draft.state for draft in drafts] == [SendState.DRAFT]
    assert alarms.keys() == {"unanswered 1"}
    assert "kept as a draft" in alarms["unanswered 1"]
    assert monday.conversations()[0].promised_by == promised
