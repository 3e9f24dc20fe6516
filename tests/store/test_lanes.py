"""Order, leases and fencing, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from bot.core.incoming import Channel, Incoming, Kind, Surface
from bot.keeping import Keeper
from bot.store.columns import database_now
from bot.store.conversations import load_conversation, open_conversations
from bot.store.database import Database
from bot.store.lanes import LEASE_MS, Claim, LaneLost, bump, claim_lane, hold, release, renew
from bot.store.schema import lanes
from bot.store.sealing import Open
from tests.casts import happenings as happening
from tests.casts.happenings import NOON


def said(thread: str) -> Incoming:
    return Incoming(Channel.MESSENGER, "page", Surface.MESSAGE, Kind.MESSAGE, dedupe_key=thread, thread=thread)


def open_lane(database: Database, thread: str = "anna", *, due: bool = True) -> int:
    with database.writing() as connection:
        (conversation_id,) = open_conversations(connection, [said(thread)]).values()
        bump(connection, conversation_id, due=due)
    return conversation_id


def expire(database: Database, claim: Claim) -> None:
    with database.writing() as connection:
        connection.execute(
            update(lanes)
            .where(lanes.c.conversation_id == claim.conversation_id)
            .values(leased_until=database_now() - 1)
        )


def test_a_lane_without_work_is_not_claimed(database: Database) -> None:
    open_lane(database, due=False)

    assert claim_lane(database) is None


def test_a_lane_is_held_by_one_worker_at_a_time(database: Database) -> None:
    conversation_id = open_lane(database)

    claim = claim_lane(database)

    assert claim is not None
    assert claim.conversation_id == conversation_id
    assert claim_lane(database) is None


def test_many_workers_never_get_the_same_lane(database: Database) -> None:
    ids = {open_lane(database, f"customer-{n}") for n in range(20)}

    with ThreadPoolExecutor(8) as pool:
        claims = [claim for claim in pool.map(lambda _: claim_lane(database), range(40)) if claim]

    held = [claim.conversation_id for claim in claims]
    assert len(held) == len(set(held))
    assert set(held) <= ids
    while (claim := claim_lane(database)) is not None:
        held.append(claim.conversation_id)
    assert sorted(held) == sorted(ids)


def test_another_worker_takes_over_when_the_lease_has_run_out(database: Database) -> None:
    open_lane(database)
    dead = claim_lane(database)
    assert dead is not None
    expire(database, dead)

    heir = claim_lane(database)

    assert heir is not None
    assert heir.token > dead.token
    with database.writing() as connection, pytest.raises(LaneLost):
        hold(connection, dead)
    with database.writing() as connection:
        hold(connection, heir)


def test_a_lease_is_short_enough_for_a_takeover_within_ten_seconds() -> None:
    assert LEASE_MS < 10_000


def test_renewing_keeps_a_lane_but_brings_no_lost_one_back(database: Database) -> None:
    open_lane(database)
    claim = claim_lane(database)
    assert claim is not None
    expire(database, claim)
    renew(database, [claim])
    assert claim_lane(database) is None

    expire(database, claim)
    heir = claim_lane(database)
    assert heir is not None
    expire(database, heir)
    renew(database, [claim])
    assert claim_lane(database) is not None


def test_releasing_a_lane_without_work_puts_it_to_rest(database: Database) -> None:
    open_lane(database)
    claim = claim_lane(database)
    assert claim is not None

    release(database, claim)

    with database.reading() as connection:
        assert connection.execute(select(lanes.c.ready_at, lanes.c.leased_until)).one() == (None, 0)


def say(database: Database, thread: str, *, times: int = 1) -> None:
    keeper = Keeper(database, Open(), lambda: NOON, app_id=None)
    for _ in range(times):
        keeper.keep(b"{}", [happening.said("hej", thread)])


def claimed(database: Database) -> str:
    claim = claim_lane(database)
    assert claim is not None
    with database.reading() as connection:
        thread = load_conversation(connection, claim.conversation_id).thread
    release(database, claim)
    return thread


def test_a_lane_with_more_work_goes_behind_those_that_waited(database: Database) -> None:
    say(database, "anna", times=3)
    say(database, "bo")

    assert [claimed(database) for _ in range(4)] == ["anna", "bo", "anna", "bo"]


def test_a_lane_that_failed_rests_a_while(database: Database) -> None:
    say(database, "anna")
    claim = claim_lane(database)
    assert claim is not None
    release(database, claim, wait_ms=60_000)

    assert claim_lane(database) is None


def test_a_lost_lane_is_not_released_under_its_new_holder(database: Database) -> None:
    open_lane(database)
    dead = claim_lane(database)
    assert dead is not None
    expire(database, dead)
    assert claim_lane(database) is not None

    release(database, dead)

    assert claim_lane(database) is None


def test_numbers_grow_by_one_whoever_takes_them(database: Database) -> None:
    conversation_id = open_lane(database)

    def take(_: int) -> int:
        with database.writing() as connection:
            return bump(connection, conversation_id)

    with ThreadPoolExecutor(4) as pool:
        taken = sorted(pool.map(take, range(20)))

    assert taken == list(range(2, 22))
