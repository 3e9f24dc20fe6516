"""Two people at one conversation do not answer over each other."""

import pytest

from bot import people
from bot.keeping import Keeper
from bot.store.lanes import last_seq
from bot.store.outbox import mark_sent
from bot.store.schema import outgoing
from tests.casts.colleague import HOUR, SEAL, SENDS, Colleague
from tests.casts.happenings import NOON, echo, said


def seen(colleague: Colleague, number: int) -> int:
    with colleague.database.reading() as connection:
        return last_seq(connection, number)


def keep(colleague: Colleague, item: object) -> None:
    Keeper(colleague.database, SEAL, lambda: NOON, app_id="4711").keep(b"{}", [item])  # type: ignore[list-item]


def test_who_has_not_seen_a_colleagues_answer_is_told_of_it_instead_of_sending(colleague: Colleague) -> None:
    number = colleague.waits()
    page = seen(colleague, number)
    colleague.answer(number, person="jonas", seen_seq=page)
    with pytest.raises(people.CannotAnswer, match="jonas has answered") as refused:
        colleague.answer(number, seen_seq=page)
    assert (refused.value.why, refused.value.facts) == (people.Why.ANSWERED_MEANWHILE, {"person": "jonas"})

    colleague.answer(number, "Og så dette.", seen_seq=seen(colleague, number))
    assert [text for text, _ in colleague.texts()] == ["Ja!", "Og så dette."]


def test_a_holding_reply_is_not_written_over_a_colleagues_answer_either(colleague: Colleague) -> None:
    number = colleague.waits()
    page = seen(colleague, number)
    colleague.answer(number, person="jonas")
    with pytest.raises(people.CannotAnswer), colleague.database.writing() as connection:
        until = NOON + HOUR
        people.hold(connection, SEAL, number, "Vent.", until=until, house_version="v1", seen_seq=page, **SENDS)


def test_what_the_customer_the_bot_or_oneself_wrote_meanwhile_stops_nobody(colleague: Colleague) -> None:
    number = colleague.waits()
    page = seen(colleague, number)
    colleague.unsent_notice(number)
    colleague.draft(number, "Kladde", "trine")
    keep(colleague, said("og en is"))
    colleague.answer(number, "Ja,")
    colleague.answer(number, "det kan vi.", seen_seq=page)


def test_what_a_colleague_took_back_stops_nobody(colleague: Colleague) -> None:
    number = colleague.waits()
    page = seen(colleague, number)
    colleague.undo(colleague.answer(number, person="jonas"), person="jonas")
    colleague.answer(number, seen_seq=page)


def test_an_answer_on_the_page_itself_counts_and_an_echo_of_our_own_does_not(colleague: Colleague) -> None:
    number = colleague.waits()
    page = seen(colleague, number)
    colleague.answer(number, "Ja,")
    with colleague.database.writing() as connection:
        (row,) = connection.execute(outgoing.select()).all()
        mark_sent(connection, row.id, "m-ours", NOON)
    keep(colleague, echo("Ja,", message_id="m-ours"))
    colleague.answer(number, "det kan vi.", seen_seq=page)

    keep(colleague, echo("Skrevet på telefonen", app="999"))
    with pytest.raises(people.CannotAnswer, match="Somebody has answered"):
        colleague.answer(number, seen_seq=page)
