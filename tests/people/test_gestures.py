"""Signs without words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import people
from bot.core.sending import Act
from bot.store.schema import incoming, outgoing
from tests.casts.colleague import BY_METTE, HOUR, SEAL, By, Colleague
from tests.casts.happenings import NOON


def message_of(colleague: Colleague, number: int) -> str:
    with colleague.database.reading() as connection:
        found = select(incoming.c.message_id).where(incoming.c.conversation_id == number)
        return str(connection.scalar(found))


def react(colleague: Colleague, number: int, message_id: str, emoji: str, *, later: timedelta = timedelta(0)) -> int:
    facts: By = {"person": "mette", "now": NOON + later}
    with colleague.database.writing() as connection:
        return people.react(connection, SEAL, number, message_id, emoji, human_agent=False, **facts)


def signs(colleague: Colleague) -> list[tuple[str, str | None, str]]:
    with colleague.database.reading() as connection:
        rows = connection.execute(select(outgoing.c.act, outgoing.c.target, outgoing.c.text).order_by(outgoing.c.seq))
        return [(row.act, row.target, row.text) for row in rows]


def test_a_reaction_goes_to_the_customers_message_and_answers_nothing(colleague: Colleague) -> None:
    number = colleague.waits()
    before = colleague.conversation()
    message_id = message_of(colleague, number)
    react(colleague, number, message_id, "❤️")
    react(colleague, number, message_id, "")

    assert signs(colleague) == [(Act.REACT, message_id, "❤️"), (Act.UNREACT, message_id, "")]
    assert colleague.conversation() == before


def test_nobody_reacts_to_another_conversations_message_or_after_the_platforms_window(colleague: Colleague) -> None:
    number, other = colleague.waits(), colleague.waits("bo")
    with pytest.raises(people.CannotAnswer) as refused:
        react(colleague, number, message_of(colleague, other), "❤️")
    assert refused.value.why is people.Why.NO_MESSAGE
    with pytest.raises(people.CannotAnswer) as refused:
        react(colleague, number, message_of(colleague, number), "❤️", later=25 * HOUR)
    assert refused.value.why is people.Why.DAY_OVER


def test_the_customer_sees_that_somebody_read_it_as_long_as_the_platform_lets_us(colleague: Colleague) -> None:
    number = colleague.waits()
    colleague.does(people.mark_seen, SEAL, number, **BY_METTE)
    late = NOON + 25 * HOUR
    colleague.does(people.mark_seen, SEAL, number, person="mette", now=late)
    assert signs(colleague) == [(Act.SEEN, None, "")]
