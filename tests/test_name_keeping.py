"""The names of those who write are found out beside everything else."""

import time
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.core.conversation import Conversation, Priority
from bot.core.incoming import Channel, Incoming
from bot.core.sending import Fate, SendError
from bot.keeping import Keeper
from bot.name_keeping import ASK_AGAIN_AFTER, AT_A_TIME, TRY_AGAIN_AFTER, NameKeeper
from bot.store.accounts import pause_account
from bot.store.alarms import open_alarms
from bot.store.chores import taken_chore
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.names import NEWEST, nameless
from bot.store.schema import conversations
from bot.store.sealing import Open
from tests.casts.happenings import NOON, PAGE, comment, echo, said

MINUTE = timedelta(minutes=1)
OTHER_PAGE = "67890"


@dataclass
class Platform:
    """Knows everybody, but for whom it will not tell; fails as told first."""

    untold: set[str] = field(default_factory=set)
    failures: deque[SendError] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)

    def name_of(self, channel: Channel, account: str, customer: str) -> str | None:
        self.asked.append(customer)
        if self.failures:
            raise self.failures.popleft()
        return None if customer in self.untold else f"{customer.capitalize()} Holm"


@dataclass
class Hall:
    """Where customers write."""

    database: Database
    platform: Platform = field(default_factory=Platform)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.start_afresh()

    def start_afresh(self) -> None:
        """As another process, which remembers nothing."""
        self.keeper = NameKeeper(self.database, lambda: self.now, self.platform.name_of)

    def hear(self, *items: Incoming) -> None:
        Keeper(self.database, Open(), lambda: NOON, app_id=None).keep(b"{}", items)

    def wait(self, customer: str) -> None:
        with self.database.writing() as connection:
            conversation = self._conversation_of(customer)
            waits = conversation.waits(since=NOON, reason="unsure", priority=Priority.NORMAL, department=None)
            save_conversation(connection, waits)

    def names(self) -> dict[str, str | None]:
        with self.database.reading() as connection:
            found = connection.execute(select(conversations.c.thread, conversations.c.customer_name))
            return {row.thread: row.customer_name for row in found}

    def _conversation_of(self, customer: str) -> Conversation:
        with self.database.reading() as connection:
            number = connection.scalar(select(conversations.c.id).where(conversations.c.thread == customer))
            assert number is not None
            return load_conversation(connection, number)


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


def test_finds_out_what_who_writes_is_called_and_asks_nobody_twice(hall: Hall) -> None:
    hall.hear(said("hej"), said("ahoj", "jana"))
    hall.keeper.ask()
    hall.keeper.ask()

    assert hall.names() == {"anna": "Anna Holm", "jana": "Jana Holm"}
    assert sorted(hall.platform.asked) == ["anna", "jana"]


def test_the_name_is_known_in_all_conversations_with_the_account_and_in_no_others(hall: Hall) -> None:
    hall.hear(comment("flot!"), said("hej", occurred_at=NOON - MINUTE))
    hall.hear(said("hej", account=OTHER_PAGE, thread="of another page"))
    hall.platform.failures.append(SendError(Fate.RETRY, "busy"))  # about the other page's customer, who wrote last
    hall.keeper.ask()

    assert hall.names() == {"anna": "Anna Holm", "post-1:anna": "Anna Holm", "of another page": None}


def test_keeps_the_name_that_a_comment_told(hall: Hall) -> None:
    hall.hear(comment("flot!", customer_name="Anna H."))
    hall.hear(said("hej"))
    hall.keeper.ask()

    assert hall.names() == {"post-1:anna": "Anna H.", "anna": "Anna H."}
    assert hall.platform.asked == []


def test_asks_about_nobody_who_only_comments_or_is_not_known(hall: Hall) -> None:
    hall.hear(comment("flot!"), echo("hej", "jana"))
    hall.keeper.ask()

    assert hall.platform.asked == []


def test_whom_the_platform_does_not_name_is_asked_for_again_after_a_month(hall: Hall) -> None:
    hall.platform.untold.add("anna")
    hall.hear(said("hej"))
    for days in (0, 1, 29):
        hall.now = NOON + timedelta(days=days)
        hall.keeper.ask()
    assert hall.platform.asked == ["anna"]
    assert hall.names() == {"anna": None}

    hall.platform.untold.clear()
    hall.now = NOON + ASK_AGAIN_AFTER
    hall.keeper.ask()
    assert hall.names() == {"anna": "Anna Holm"}


@pytest.mark.parametrize("fate", [Fate.RETRY, Fate.DOUBTFUL, Fate.PAUSE, Fate.TOKEN])
def test_a_failure_that_may_pass_raises_no_alarm_and_is_tried_again_after_a_while(hall: Hall, fate: Fate) -> None:
    hall.platform.failures.append(SendError(fate, "not now"))
    hall.hear(said("hej"))
    hall.keeper.ask()
    hall.start_afresh()
    hall.keeper.ask()
    assert hall.platform.asked == ["anna"]
    with hall.database.reading() as connection:
        assert open_alarms(connection) == []

    hall.now += TRY_AGAIN_AFTER
    hall.keeper.ask()
    assert hall.names() == {"anna": "Anna Holm"}


def test_an_account_in_trouble_rests_and_the_others_go_on(hall: Hall) -> None:
    hall.hear(*(said("hej", customer, occurred_at=NOON - MINUTE) for customer in ("bo", "ida")))
    hall.hear(said("hej"), said("hej", "jana", account=OTHER_PAGE, occurred_at=NOON - MINUTE))
    hall.platform.failures.append(SendError(Fate.RETRY, "busy"))
    hall.keeper.ask()
    hall.keeper.ask()

    assert hall.platform.asked == ["anna", "jana"]
    assert hall.names() == {"anna": None, "bo": None, "ida": None, "jana": "Jana Holm"}


def test_an_account_rests_as_long_as_the_platform_asks(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.hear(said("hej"), said("hej", "bo"))
    hall.platform.failures.append(SendError(Fate.RETRY, "throttled", retry_after=timedelta(hours=1)))
    hall.keeper.ask()
    started = time.monotonic()
    for minutes, asked in ((59, 1), (61, 2)):
        monkeypatch.setattr(time, "monotonic", lambda seconds=60 * minutes: started + seconds)
        hall.keeper.ask()
        assert len(hall.platform.asked) == asked


def test_one_who_cannot_be_asked_for_keeps_nobody_else_from_it(hall: Hall) -> None:
    hall.hear(said("hej", "bo", occurred_at=NOON - MINUTE), said("hej"))
    hall.platform.failures.append(SendError(Fate.RETRY, "a bug at Meta's"))
    for _ in range(2):
        hall.start_afresh()
        hall.keeper.ask()

    assert hall.platform.asked == ["anna", "bo"]


def test_does_not_ask_for_an_account_whose_sends_are_paused(hall: Hall) -> None:
    hall.hear(said("hej"))
    with hall.database.writing() as connection:
        pause_account(connection, PAGE, timedelta(hours=1))
    hall.keeper.ask()

    assert hall.platform.asked == []


def test_who_waits_comes_first_and_then_who_wrote_last(hall: Hall) -> None:
    for number, customer in enumerate(("anna", "bo", "jana")):
        hall.hear(said("hej", customer, occurred_at=NOON - (3 - number) * MINUTE))
    hall.wait("anna")
    hall.keeper.ask()

    assert hall.platform.asked == ["anna", "jana", "bo"]


def test_asks_for_a_few_at_a_time(hall: Hall) -> None:
    hall.hear(*(said("hej", f"customer-{number}") for number in range(AT_A_TIME + 5)))
    hall.keeper.ask()
    assert len(hall.platform.asked) == AT_A_TIME

    hall.keeper.ask()
    assert len(set(hall.platform.asked)) == AT_A_TIME + 5


def test_one_process_asks_at_a_time(hall: Hall) -> None:
    hall.hear(said("hej"))
    with taken_chore(hall.database, "ask for names"):
        hall.keeper.ask()

    assert hall.platform.asked == []


def test_a_name_takes_back_nothing_that_was_written_down_meanwhile(hall: Hall) -> None:
    hall.hear(said("hej"))

    def name_of(channel: Channel, account: str, customer: str) -> str:
        hall.wait("anna")
        return "Anna Holm"

    NameKeeper(hall.database, lambda: NOON, name_of).ask()
    assert hall.names() == {"anna": "Anna Holm"}
    assert hall._conversation_of("anna").waiting_since == NOON


def test_looks_through_no_more_than_the_newest_and_those_who_wait(hall: Hall) -> None:
    hall.hear(*(said("hej", f"customer-{number}") for number in range(NEWEST)))
    hall.hear(said("hej", "old", occurred_at=NOON - MINUTE), said("hej", "waits", occurred_at=NOON - MINUTE))
    hall.wait("waits")
    with hall.database.writing() as connection:
        newest = conversations.c.thread.startswith("customer-")
        connection.execute(update(conversations).where(newest).values(customer_name="known"))

    with hall.database.reading() as connection:
        found = nameless(connection, asked_before=NOON, limit=AT_A_TIME)
    assert [one.customer for one in found] == ["waits"]
