"""Texts of people who may not send."""

import pytest

from bot import people
from bot.store.outbox import SendState, first_due, kept_texts
from tests.casts.colleague import BY_METTE, HOUR, SEAL, SENDS, Colleague, whole
from tests.casts.happenings import NOON


def kept(colleague: Colleague, number: int, text: str = "Måske.", person: str = "trine") -> str:
    with colleague.database.writing() as connection:
        people.keep_draft(connection, SEAL, number, text, person=person, now=NOON)
        return kept_texts(connection, SEAL, number)[-1].id


def test_a_draft_goes_nowhere_by_itself_and_whose_it_is_is_known(colleague: Colleague) -> None:
    number = colleague.waits()
    kept(colleague, number)

    with colleague.database.reading() as connection:
        (draft,) = kept_texts(connection, SEAL, number)
        assert first_due(connection, SEAL, number) is None
    assert (draft.text, draft.person, draft.state) == ("Måske.", "trine", SendState.DRAFT)
    assert colleague.conversation().waiting_since is not None


def test_a_colleague_sends_a_draft_as_it_is_or_better_and_it_is_over(colleague: Colleague) -> None:
    number = colleague.waits()
    draft = kept(colleague, number)
    kept(colleague, number, "Nej.", "bo")
    with colleague.database.writing() as connection:
        people.answer(connection, SEAL, number, "Måske, vi ser på det.", from_draft=draft, **SENDS)
    assert colleague.texts() == [("Måske.", "cancelled"), ("Nej.", "draft"), ("Måske, vi ser på det.", "ready")]

    with pytest.raises(people.CannotAnswer) as refused, colleague.database.writing() as connection:
        people.answer(connection, SEAL, number, "igen", from_draft=draft, **SENDS)
    assert refused.value.why is people.Why.NO_DRAFT


def test_a_draft_is_discarded_once_and_only_where_it_belongs(colleague: Colleague) -> None:
    number, elsewhere = colleague.waits(), colleague.waits("bo")
    draft = kept(colleague, number)
    with pytest.raises(people.CannotAnswer), colleague.database.writing() as connection:
        people.discard(connection, elsewhere, draft, **BY_METTE)
    colleague.does(people.discard, number, draft, **BY_METTE)
    with pytest.raises(people.CannotAnswer), colleague.database.writing() as connection:
        people.discard(connection, number, draft, **BY_METTE)
    assert colleague.texts() == [("Måske.", "cancelled")]


def test_a_trainee_discards_what_they_wrote_and_nothing_of_others(colleague: Colleague) -> None:
    number = colleague.waits()
    draft = kept(colleague, number)
    with pytest.raises(people.CannotAnswer), colleague.database.writing() as connection:
        people.discard(connection, number, draft, person="bo", now=NOON, only_own=True)
    with colleague.database.writing() as connection:
        people.discard(connection, number, draft, person="trine", now=NOON, only_own=True)
    assert colleague.texts() == [("Måske.", "cancelled")]


def test_a_text_for_later_is_taken_back_before_its_time(colleague: Colleague) -> None:
    number = colleague.waits()
    with colleague.database.writing() as connection:
        people.schedule(connection, SEAL, number, "Gik det godt?", at=NOON + HOUR, split=whole, **BY_METTE)
    with colleague.database.reading() as connection:
        (scheduled,) = kept_texts(connection, SEAL, number)
    colleague.does(people.discard, number, scheduled.id, **BY_METTE)
    assert colleague.texts() == [("Gik det godt?", "cancelled")]


def test_an_empty_draft_is_refused(colleague: Colleague) -> None:
    with pytest.raises(people.CannotAnswer, match="empty"):
        kept(colleague, colleague.waits(), " ")
