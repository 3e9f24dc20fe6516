"""Instagram-Login tokens are refreshed in time and kept sealed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.store.alarms import open_alarms
from bot.store.database import Database
from bot.store.schema import accounts
from bot.store.sealing import Sealed
from bot.token_keeping import RefreshFailed, TokenKeeper
from tests.casts.happenings import NOON

ACCOUNT = "178414"
SIXTY_DAYS = timedelta(days=60)


@dataclass
class Platform:
    """Gives a fresh token for each refresh, or fails as told."""

    failure: RefreshFailed | None = None
    refreshed: list[str] = field(default_factory=list)

    def refresh(self, value: str) -> tuple[str, timedelta]:
        if self.failure:
            raise self.failure
        self.refreshed.append(value)
        return f"fresh-{len(self.refreshed)}", SIXTY_DAYS


@dataclass
class Bench:
    database: Database
    platform: Platform = field(default_factory=Platform)
    now: datetime = NOON
    configured: str = "configured"
    secret: str = "app secret"

    def keeper(self) -> TokenKeeper:
        seal = Sealed([self.secret], purpose="tokens")
        configured = {ACCOUNT: self.configured}
        return TokenKeeper(self.database, seal, lambda: self.now, configured=configured, refresh=self.platform.refresh)

    def pass_days(self, days: int) -> None:
        for _ in range(days):
            self.now += timedelta(days=1)
            self.keeper().refresh_due()

    def current(self) -> str | None:
        return self.keeper().current(ACCOUNT)

    def alarms(self) -> list[str]:
        with self.database.reading() as connection:
            return [alarm.text for alarm in open_alarms(connection)]


@pytest.fixture
def bench(database: Database) -> Bench:
    made = Bench(database)
    made.keeper().refresh_due()
    return made


def test_uses_the_configured_token_at_first(bench: Bench) -> None:
    assert bench.current() == "configured"


def test_knows_no_token_of_other_accounts(bench: Bench) -> None:
    assert bench.keeper().current("another") is None


def test_refreshes_no_token_younger_than_a_day(bench: Bench) -> None:
    bench.keeper().refresh_due()

    assert bench.platform.refreshed == []


def test_refreshes_after_a_day_and_then_weekly_and_hands_out_the_newest(bench: Bench) -> None:
    bench.pass_days(1)
    assert bench.current() == "fresh-1"

    bench.pass_days(6)
    assert bench.current() == "fresh-1"

    bench.pass_days(1)
    assert bench.current() == "fresh-2"
    assert bench.platform.refreshed == ["configured", "fresh-1"]


def test_keeps_no_token_in_the_clear(bench: Bench) -> None:
    bench.pass_days(1)

    with bench.database.reading() as connection:
        kept = connection.scalar(select(accounts.c.token))
    assert kept is not None
    assert "fresh" not in kept


def test_a_newly_configured_token_wins_over_what_descends_from_the_old_one(bench: Bench) -> None:
    bench.pass_days(1)
    bench.configured = "replaced"

    assert bench.current() == "replaced"


def test_a_passing_failure_is_tried_again_without_an_alarm(bench: Bench) -> None:
    bench.platform.failure = RefreshFailed("no answer", permanent=False)
    bench.pass_days(3)
    assert bench.alarms() == []

    bench.platform.failure = None
    bench.pass_days(1)
    assert bench.current() == "fresh-1"


def test_raises_an_alarm_two_weeks_before_a_token_runs_out(bench: Bench) -> None:
    bench.platform.failure = RefreshFailed("no answer", permanent=False)
    bench.pass_days(45)
    assert bench.alarms() == []

    bench.pass_days(1)
    (alarm,) = bench.alarms()
    assert ACCOUNT in alarm
    assert "META_PAGE_TOKENS" in alarm
    assert "configured" not in alarm


def test_raises_an_alarm_at_once_when_the_platform_will_never_refresh(bench: Bench) -> None:
    bench.platform.failure = RefreshFailed("the token is dead", permanent=True)
    bench.pass_days(1)

    assert len(bench.alarms()) == 1


def test_settles_the_alarm_when_a_refresh_succeeds(bench: Bench) -> None:
    bench.platform.failure = RefreshFailed("the token is dead", permanent=True)
    bench.pass_days(1)
    bench.platform.failure = None
    bench.pass_days(1)

    assert bench.alarms() == []


def test_a_token_that_cannot_be_opened_is_never_overwritten_and_raises_an_alarm(bench: Bench) -> None:
    bench.pass_days(1)
    bench.secret = "another app secret"
    bench.pass_days(10)
    assert len(bench.alarms()) == 1

    bench.secret = "app secret"
    assert bench.current() == "fresh-1"


def test_falls_back_to_the_configured_token_when_the_seal_has_changed(bench: Bench) -> None:
    bench.pass_days(1)
    bench.secret = "another app secret"

    assert bench.current() == "configured"
