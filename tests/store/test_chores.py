"""One process at a time does a chore."""

import pytest
from sqlalchemy import update

from bot.store.chores import taken_chore
from bot.store.columns import database_now
from bot.store.database import Database
from bot.store.schema import chores


def test_a_chore_is_done_by_one_at_a_time(database: Database) -> None:
    with taken_chore(database, "sweep") as ours, taken_chore(database, "sweep") as theirs:
        assert (ours, theirs) == (True, False)
    with taken_chore(database, "sweep") as again:
        assert again


def test_different_chores_do_not_meet(database: Database) -> None:
    with taken_chore(database, "sweep") as one, taken_chore(database, "dust") as other:
        assert (one, other) == (True, True)


def test_a_chore_is_free_again_when_it_fails(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), taken_chore(database, "sweep"):
        _ = 1 / 0
    with taken_chore(database, "sweep") as ours:
        assert ours


def test_a_dead_processs_chore_is_free_when_its_lease_has_run_out(database: Database) -> None:
    with taken_chore(database, "sweep"):
        with database.writing() as connection:
            connection.execute(update(chores).values(leased_until=database_now() - 1))
        with taken_chore(database, "sweep") as heir:
            assert heir
