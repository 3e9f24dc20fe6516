"""The rounds of the lookout."""

from bot.store.chores import taken_chore
from bot.store.database import Database
from bot.watching.lookout import Lookout


def test_a_round_that_fails_keeps_none_of_the_others_from_being_gone(database: Database) -> None:
    gone: list[str] = []
    rounds = {
        "first": lambda: gone.append("first"),
        "bad": lambda: gone.append(str(1 / 0)),
        "last": lambda: gone.append("last"),
    }
    Lookout(database, lambda: True, rounds).go_round()
    assert gone == ["first", "last"]


def test_one_process_at_a_time_goes_the_rounds_and_none_before_the_house_is_known(database: Database) -> None:
    gone: list[str] = []
    rounds = {"first": lambda: gone.append("first")}
    Lookout(database, lambda: False, rounds).go_round()
    with taken_chore(database, "watch over who waits"):
        Lookout(database, lambda: True, rounds).go_round()
    assert gone == []
