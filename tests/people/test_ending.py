"""How a conversation ends, or goes back to the bot."""

import pytest

from bot import people
from bot.core.conversation import State
from bot.store import audit
from tests.casts.colleague import BY_METTE, HOUR, Colleague
from tests.casts.happenings import NOON


def close(colleague: Colleague, number: int, reason: str = "") -> None:
    colleague.does(people.close, number, reason, **BY_METTE)


def test_who_waits_is_not_let_down_without_a_reason(colleague: Colleague) -> None:
    number = colleague.waits()
    for blank in ("", "  "):
        with pytest.raises(people.Refused) as refused:
            close(colleague, number, blank)
        assert refused.value.why is people.Why.SOMEBODY_WAITS
    close(colleague, number, people.CloseReason.LIKED)
    assert colleague.conversation().close_reason == "liked"


def test_what_is_answered_is_done_without_one(colleague: Colleague) -> None:
    number = colleague.waits()
    colleague.answer(number)
    close(colleague, number)
    assert (colleague.conversation().state, colleague.conversation().close_reason) == (State.DONE, "answered")


def test_peoples_own_words_are_kept_and_stay_out_of_the_log(colleague: Colleague) -> None:
    number = colleague.waits()
    close(colleague, number, " hun kom forbi i butikken ")
    assert colleague.conversation().close_reason == "hun kom forbi i butikken"
    with colleague.database.reading() as connection:
        assert [done.detail for done in audit.of_conversation(connection, number)] == [""]


def test_the_bot_has_a_conversation_again_that_is_given_back(colleague: Colleague) -> None:
    number = colleague.waits()
    colleague.answer(number)
    colleague.does(people.snooze, number, NOON + HOUR, **BY_METTE)
    colleague.does(people.give_back_to_bot, number, **BY_METTE)
    given = colleague.conversation()
    assert (given.state, given.assigned_to, given.snoozed_until) == (State.BOT, None, None)


def test_who_waits_goes_on_waiting_though_the_bot_listens_again(colleague: Colleague) -> None:
    number = colleague.waits()
    colleague.does(people.take, number, **BY_METTE)
    before = colleague.conversation()
    colleague.does(people.give_back_to_bot, number, **BY_METTE)
    assert colleague.conversation() == before
