"""Who sees to a conversation, and by which way."""

import pytest

from bot import people
from bot.core.conversation import Priority, State, Way
from bot.store.contacts import contacts_of
from bot.store.outbox import SendState
from bot.store.schema import contacts
from bot.store.sealing import Sealed
from tests.casts.colleague import BY_METTE, HOUR, SEAL, Colleague
from tests.casts.happenings import NOON


def test_a_conversation_goes_to_whoever_takes_it_or_is_given_it(colleague: Colleague) -> None:
    number = colleague.waits()
    colleague.does(people.take, number, **BY_METTE)
    assert colleague.conversation().assigned_to == "mette"
    colleague.does(people.assign, number, "jonas", **BY_METTE)
    assert colleague.conversation().assigned_to == "jonas"
    colleague.does(people.assign, number, None, **BY_METTE)
    assert (colleague.conversation().assigned_to, colleague.conversation().state) == (None, State.WAITING)


def test_what_the_bot_was_about_to_answer_waits_for_whoever_takes_it(colleague: Colleague) -> None:
    number = colleague.heard()
    colleague.unsent_notice(number)
    colleague.does(people.take, number, **BY_METTE)

    taken = colleague.conversation()
    assert (taken.state, taken.waiting_since, taken.assigned_to) == (State.PERSON, NOON, "mette")
    assert colleague.texts() == [("Vi svarer snart.", SendState.CANCELLED)]


def test_priority_is_what_people_say(colleague: Colleague) -> None:
    number = colleague.waits()
    colleague.does(people.set_priority, number, Priority.URGENT, **BY_METTE)
    assert colleague.conversation().priority is Priority.URGENT


def test_who_goes_on_by_phone_keeps_the_conversation_open_until_it_is_closed(colleague: Colleague) -> None:
    number = colleague.waits()
    seal = Sealed(["key"], purpose="texts")
    with colleague.database.writing() as connection:
        people.continue_elsewhere(connection, seal, number, Way.PHONE, " +45 12 34 ", consent="skrev det", **BY_METTE)
        (contact,) = contacts_of(connection, seal, [number])
        assert "+45" not in str(connection.execute(contacts.select()).all())
    assert (contact.way, contact.value, contact.consent, contact.noted_by) == (
        Way.PHONE,
        "+45 12 34",
        "skrev det",
        "mette",
    )

    waits = colleague.conversation()
    assert (waits.elsewhere, waits.state, waits.promised_by) == (Way.PHONE, State.PERSON, NOON + 2 * HOUR)
    colleague.answer(number, "Jeg ringer om fem minutter.")
    assert colleague.conversation().waiting_since == waits.waiting_since
    colleague.does(people.close, number, people.CloseReason.PHONE, **BY_METTE)
    closed = colleague.conversation()
    assert (closed.waiting_since, closed.elsewhere, closed.close_reason) == (None, None, "phone")


def test_nobody_is_called_who_did_not_agree(colleague: Colleague) -> None:
    number = colleague.waits()
    for value, consent, why in (("", "ja", people.Why.EMPTY), ("+45", " ", people.Why.NO_CONSENT)):
        with pytest.raises(people.Refused) as refused, colleague.database.writing() as connection:
            people.continue_elsewhere(connection, SEAL, number, Way.MAIL, value, consent=consent, **BY_METTE)
        assert refused.value.why is why
    assert colleague.conversation().elsewhere is None
