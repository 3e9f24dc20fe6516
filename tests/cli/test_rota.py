"""`svartid rota`: who is on, who falls ill, who comes in for whom."""

import pytest

from bot.core.rota import RotaChange
from bot.store.rota_changes import changes_from
from tests.casts.counter import at
from tests.cli.conftest import HOUSE, Terminal


def changes(terminal: Terminal) -> tuple[RotaChange, ...]:
    with terminal.counter.database.reading() as connection:
        return changes_from(connection, at("2026-11-01T00:00"))


def test_lists_who_is_on_day_by_day_and_when_nobody_is(terminal: Terminal) -> None:
    listed = terminal.types("rota", "--days", "2")
    assert "On now, Mon 23 Nov 09:00: Mette" in listed
    assert "Mon 2026-11-23  09:00-17:00\n      Mette 09:00-13:00, Jonas 13:00-17:00\n" in listed
    assert "NOBODY" not in listed

    terminal.types("rota", "off", "jonas", "--from", "15:00", "--note", "tandlæge")
    listed = terminal.types("rota", "--days", "1")
    assert "NOBODY ON 15:00-17:00" in listed
    assert "Jonas is off from Mon 23 Nov 15:00 until Tue 24 Nov 00:00 (tandlæge)" in listed


def test_who_is_ill_is_off_from_now_to_the_end_of_the_day(terminal: Terminal) -> None:
    told = terminal.types("rota", "off", "Mette")
    assert changes(terminal) == (RotaChange("mette", at("09:00"), at("2026-11-24T00:00"), on=False),)
    assert "nobody is on, until Mon 23 Nov 13:00" in told


def test_a_date_alone_as_an_end_includes_that_day(terminal: Terminal) -> None:
    terminal.types("rota", "off", "mette", "--from", "2026-11-24", "--until", "2026-11-25")
    assert changes(terminal)[0].starts == at("2026-11-24T00:00")
    assert changes(terminal)[0].ends == at("2026-11-26T00:00")


def test_says_at_once_which_promises_can_no_longer_be_kept(terminal: Terminal) -> None:
    terminal.counter.customer("anna")
    terminal.counter.promised(1, at("11:00"))
    terminal.counter.customer("bo")
    terminal.counter.promised(2, at("14:00"))
    told = terminal.types("rota", "off", "mette")

    assert "1 promise can no longer be kept" in told
    assert "#1  Mon 23 Nov 11:00" in told
    assert "#2" not in told


def test_a_change_that_breaks_nothing_says_so(terminal: Terminal) -> None:
    terminal.counter.customer("anna")
    terminal.counter.promised(1, at("11:00"))
    assert "No promise is touched by it." in terminal.types("rota", "off", "jonas")


def test_a_swap_gives_the_days_shifts_to_the_other(terminal: Terminal) -> None:
    terminal.types("rota", "swap", "mette", "jonas", "--on", "2026-11-24")
    listed = terminal.types("rota", "--days", "2")

    assert "Tue 2026-11-24  09:00-17:00\n      Jonas 09:00-17:00\n" in listed
    assert "(Jonas for Mette)" in listed


def test_who_comes_in_is_on_until_they_said(terminal: Terminal) -> None:
    terminal.counter.now = at("14:00")
    terminal.types("rota", "on", "mette", "--until", "15:30")
    assert "On now, Mon 23 Nov 14:00: Mette, Jonas" in terminal.types("rota")


def test_who_was_told_to_be_off_by_mistake_is_on_after_all(terminal: Terminal) -> None:
    terminal.types("rota", "off", "mette")
    assert "On now, Mon 23 Nov 09:00: nobody" in terminal.types("rota")
    terminal.types("rota", "on", "mette")
    assert "On now, Mon 23 Nov 09:00: Mette" in terminal.types("rota")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["off", "jona"], "Did you mean “jonas”?"),
        (["off", "mette", "--until", "08:00"], "ends before it begins"),
        (["off", "mette", "--from", "07:00", "--until", "08:00"], "is over"),
        (["off", "mette", "--from", "later"], "'later' is not a time"),
        (["swap", "mette", "mette", "--on", "2026-11-24"], "two different people"),
        (["swap", "mette", "jonas", "--on", "2026-11-28"], "no shift on Sat 28 Nov"),
        (["swap", "mette", "jonas", "--on", "tomorrow"], "%Y-%m-%d"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_changed(terminal: Terminal, arguments: list[str], told: str) -> None:
    assert told in terminal.fails("rota", *arguments)
    assert changes(terminal) == ()


def test_a_house_without_a_rota_says_so(terminal: Terminal) -> None:
    (terminal.folder / "house.yaml").write_text(HOUSE)
    assert "no rota" in terminal.types("rota")
    assert "no rota" in terminal.fails("rota", "off", "mette")
