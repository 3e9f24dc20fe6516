"""`svartid report`."""

import json

from bot.content_files import shipped_wording
from bot.house_history import HouseHistory
from bot.store.house_versions import keep_house
from bot.store.waits import PromiseKind
from bot.watching.judging import Judge
from tests.casts.counter import at
from tests.cli.conftest import HOUSE, Terminal


def judge(terminal: Terminal) -> None:
    counter = terminal.counter
    Judge(counter.database, counter.clock, HouseHistory(counter.database, shipped_wording())).judge()


def test_the_report_tells_kept_and_moved_promises_and_late_kindness(terminal: Terminal) -> None:
    counter = terminal.counter
    with counter.database.writing() as connection:
        keep_house(connection, HOUSE.encode(), counter.now)
    counter.customer("anna")
    counter.customer("bo", department="shop")
    for number in (1, 2):
        counter.promised(number, at("11:00"))
    counter.promised(2, at("13:00"), kind=PromiseKind.LATE)
    counter.now = at("10:00")
    counter.answered(1, "mette")
    counter.now = at("12:00")
    counter.answered(2, "mette")
    assert "2 are not judged yet" in terminal.types("report")

    counter.now = at("20:00")
    counter.customer("cilla")
    counter.now = at("21:14")
    counter.answered(3, "jonas")
    judge(terminal)
    told = terminal.types("report")

    assert "all: 3 waits, 3 answered by a person, 0 closed" in told
    assert "promises: 2 told, 2 kept (100%), 1 of them as first told; 0 broken, 0 closed before their time" in told
    assert "moved: 1 by a line that it takes longer, 0 put off by a person" in told
    assert "half within 1 h 00 min, four of five within 3 h 00 min" in told
    assert "  #3  Mon 23 Nov 21:14  Jonas" in told
    assert "shop: 1 wait, 1 answered" in told

    measured = json.loads(terminal.types("report", "--json"))
    assert (measured["all"]["kept"], measured["all"]["kept_as_first_told"]) == (2, 1)
    assert measured["all"]["first_reply_p80"] == 3 * 3600
    assert measured["departments"]["shop"]["late_lines"] == 1
    assert [one["conversation"] for one in measured["answered_outside_hours"]] == [3]


def test_a_report_on_nothing_is_no_mistake(terminal: Terminal) -> None:
    assert "0 waits" in terminal.types("report", "--days", "7")
