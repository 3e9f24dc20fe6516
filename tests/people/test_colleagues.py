"""Passing a conversation to a department, and the link with which its people draft an answer."""

import pytest

from bot import people
from bot.core.conversation import State
from bot.store.letters import letters_on_their_way
from bot.store.notes import notes_of, unseen_mentions
from bot.store.outbox import kept_texts
from tests.casts.colleague import BY_METTE, COLLEAGUES, HOUSE, SEAL, Colleague
from tests.casts.happenings import NOON

DESK = "https://svar.example.com/"


def passed(colleague: Colleague, number: int, department: str = "shop", note: str = "") -> people.Passed:
    with colleague.database.writing() as connection:
        return people.pass_to_department(
            connection,
            SEAL,
            number,
            department,
            note,
            house=HOUSE,
            colleagues=COLLEAGUES,
            base_url=DESK,
            write=lambda number, link: (f"Hjælp til {number}", f"Skriv et svar her: {link}"),
            **BY_METTE,
        )


def drafted(colleague: Colleague, link: str, text: str = "Ja, i blå.") -> int:
    token = link.rpartition("/")[2]
    with colleague.database.writing() as connection:
        return people.keep_colleague_draft(connection, SEAL, token, text, now=NOON)


def test_a_department_gets_the_conversation_with_a_note_and_whoever_had_it_has_not(colleague: Colleague) -> None:
    number = colleague.waits()
    before = colleague.conversation()
    colleague.does(people.take, number, **BY_METTE)
    passed(colleague, number, "press", "Se her, @jonas")

    after = colleague.conversation()
    assert (after.department, after.assigned_to, after.waiting_since) == ("press", None, before.waiting_since)
    with colleague.database.reading() as connection:
        assert [(note.person, note.text) for note in notes_of(connection, SEAL, number)] == [
            ("mette", "Se her, @jonas")
        ]
        assert len(unseen_mentions(connection, "jonas")) == 1


def test_what_nobody_waited_for_waits_for_the_department_and_the_customer_is_told_nothing(colleague: Colleague) -> None:
    number = colleague.heard()
    passed(colleague, number)

    waits = colleague.conversation()
    assert (waits.waiting_since, waits.reason, waits.state) == (NOON, "passed", State.PERSON)
    assert colleague.texts() == []


def test_a_department_with_an_address_gets_a_link_by_mail_without_a_word_of_the_customers(colleague: Colleague) -> None:
    link = passed(colleague, colleague.waits(), note="hemmelig").link
    assert link is not None
    assert link.startswith("https://svar.example.com/desk/draft/")
    with colleague.database.reading() as connection:
        (letter,) = letters_on_their_way(connection)
        found = people.draft_by_link(connection, link.rpartition("/")[2])

    assert letter.private
    assert link in letter.text
    assert link not in letter.subject
    assert not {"kage", "hemmelig"} & set((letter.subject + letter.text).split())
    assert (found.conversation_id, found.recipient) == (1, "shop@example.com")


def test_a_department_without_an_address_gets_none(colleague: Colleague) -> None:
    assert passed(colleague, colleague.waits(), "press").link is None
    with colleague.database.reading() as connection:
        assert letters_on_their_way(connection) == []


def test_there_is_no_passing_to_a_department_that_the_house_has_not(colleague: Colleague) -> None:
    with pytest.raises(people.Refused, match="no department kitchen") as refused:
        passed(colleague, colleague.waits(), "kitchen")
    assert refused.value.why is people.Why.NO_DEPARTMENT


def test_what_a_colleague_drafts_waits_for_somebody_to_send_it_and_the_link_is_used_up(colleague: Colleague) -> None:
    number = colleague.waits()
    link = passed(colleague, number).link
    assert link is not None
    with pytest.raises(people.CannotAnswer):
        drafted(colleague, link, " ")
    assert drafted(colleague, link) == number

    with colleague.database.reading() as connection:
        (draft,) = kept_texts(connection, SEAL, number)
    assert (draft.text, draft.person) == ("Ja, i blå.", "shop@example.com")
    with pytest.raises(people.Refused) as refused:
        drafted(colleague, link, "igen")
    assert refused.value.why is people.Why.LINK_IS_OVER
    with colleague.database.reading() as connection, pytest.raises(people.Refused):
        people.draft_by_link(connection, link.rpartition("/")[2])


def test_a_draft_calls_for_people_where_nobody_waits_any_more(colleague: Colleague) -> None:
    number = colleague.waits()
    link = passed(colleague, number).link
    colleague.answer(number)
    assert link is not None
    drafted(colleague, link)

    assert (colleague.conversation().waiting_since, colleague.conversation().reason) == (NOON, "drafted")


def test_a_link_that_was_passed_on_by_mistake_lets_nobody_in(colleague: Colleague) -> None:
    done = passed(colleague, colleague.waits())
    colleague.undo(done.undo_id)
    assert done.link is not None
    with pytest.raises(people.Refused):
        drafted(colleague, done.link)
    with colleague.database.reading() as connection:
        assert letters_on_their_way(connection) == []
