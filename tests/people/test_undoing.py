"""What somebody did by mistake is taken back as a whole, or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from bot import people
from bot.core.content.house import Address
from bot.core.conversation import Priority, Way
from bot.store import audit
from bot.store.conversations import load_conversation, save_conversation
from bot.store.outbox import SendState, first_due, mark_over
from bot.store.schema import incoming, outgoing
from bot.store.waits import PromiseKind, judge_wait, note_promise
from tests.casts.colleague import BY_METTE, COLLEAGUES, HOUR, HOUSE, SEAL, SENDS, Colleague, whole
from tests.casts.fresh_database import on_sqlite
from tests.casts.happenings import NOON

Deed = Callable[[Connection, int], int]


def held(connection: Connection, number: int) -> int:
    until, look_again = NOON + 5 * HOUR, NOON + HOUR
    later = people.hold(
        connection, SEAL, number, "Vent lidt.", until=until, house_version="v1", snoozed_until=look_again, **SENDS
    )
    return later.undo_id


def scheduled(connection: Connection, number: int) -> int:
    later = people.schedule(connection, SEAL, number, "Gik det godt?", at=NOON + HOUR, split=whole, **BY_METTE)
    return later.undo_id


def passed(connection: Connection, number: int) -> int:
    done = people.pass_to_department(
        connection,
        SEAL,
        number,
        "shop",
        "Se her, @jonas",
        house=HOUSE,
        colleagues=COLLEAGUES,
        base_url="https://svar.example.com",
        write=lambda number, link: (str(number), link),
        **BY_METTE,
    )
    return done.undo_id


def reacted(connection: Connection, number: int) -> int:
    message_id = connection.scalars(select(incoming.c.message_id).where(incoming.c.conversation_id == number)).first()
    assert message_id
    return people.react(connection, SEAL, number, message_id, "❤️", human_agent=False, **BY_METTE)


def sent_from_a_draft(connection: Connection, number: int) -> int:
    theirs = outgoing.c.conversation_id == number, outgoing.c.state == SendState.DRAFT
    draft = connection.scalars(select(outgoing.c.id).where(*theirs)).first()
    return people.answer(connection, SEAL, number, "Ja!", from_draft=draft, **SENDS)


def discarded(connection: Connection, number: int) -> int:
    theirs = outgoing.c.conversation_id == number, outgoing.c.state == SendState.DRAFT
    draft = connection.scalars(select(outgoing.c.id).where(*theirs)).one()
    return people.discard(connection, number, draft, **BY_METTE)


def sent_again(connection: Connection, number: int) -> int:
    theirs = outgoing.c.conversation_id == number, outgoing.c.state == SendState.FAILED
    failed = connection.scalars(select(outgoing.c.id).where(*theirs)).one()
    return people.send_again(connection, SEAL, number, failed, **SENDS)


DEEDS: dict[str, Deed] = {
    "answer": lambda connection, number: people.answer(connection, SEAL, number, "Ja!", **SENDS),
    "answer and done": lambda connection, number: people.answer(connection, SEAL, number, "Ja!", done=True, **SENDS),
    "answer from a draft": sent_from_a_draft,
    "send again": sent_again,
    "hold": held,
    "schedule": scheduled,
    "snooze": lambda connection, number: people.snooze(connection, number, NOON + HOUR, **BY_METTE),
    "draft": lambda connection, number: people.keep_draft(connection, SEAL, number, "Kladde", **BY_METTE),
    "discard": discarded,
    "take": lambda connection, number: people.take(connection, number, **BY_METTE),
    "assign to nobody": lambda connection, number: people.assign(connection, number, None, **BY_METTE),
    "pass": passed,
    "elsewhere": lambda connection, number: people.continue_elsewhere(
        connection, SEAL, number, Way.PHONE, "+45 12 34 56 78", consent="skrev det selv", **BY_METTE
    ),
    "close": lambda connection, number: people.close(connection, number, "spam", **BY_METTE),
    "give back": lambda connection, number: people.give_back_to_bot(connection, number, **BY_METTE),
    "priority": lambda connection, number: people.set_priority(connection, number, Priority.LOW, **BY_METTE),
    "label": lambda connection, number: people.label(connection, number, "kage", **BY_METTE),
    "unlabel": lambda connection, number: people.unlabel(connection, number, "bryllup", **BY_METTE),
    "language": lambda connection, number: people.set_language(connection, number, "cs", **BY_METTE),
    "address": lambda connection, number: people.set_address(connection, number, Address.FORMAL, **BY_METTE),
    "name": lambda connection, number: people.set_name(connection, number, "Anna And", **BY_METTE),
    "about": lambda connection, number: people.set_about(connection, SEAL, number, "Bager selv.", **BY_METTE),
    "label customer": lambda connection, number: people.label_customer(connection, number, "vip", **BY_METTE),
    "unlabel customer": lambda connection, number: people.unlabel_customer(connection, number, "fan", **BY_METTE),
    "join": lambda connection, number: people.join_customers(connection, SEAL, number, 1, **BY_METTE),
    "part": lambda connection, number: people.part_customer(connection, number, **BY_METTE),
    "note": lambda connection, number: people.leave_note(
        connection, SEAL, number, "Husk @Mette", colleagues=COLLEAGUES, **BY_METTE
    ),
    "react": reacted,
}


def situations(colleague: Colleague) -> dict[str, int]:
    """Customers for whom things stand differently; of each there is a draft and a text that failed."""
    colleague.heard(customer="the other")
    found = {
        "with the bot": colleague.heard(customer="bo"),
        "not decided yet": colleague.heard(customer="cilla", decided=False),
        "waiting": colleague.waits("dan"),
        "about to be told": colleague.waits("eva"),
        "answered": colleague.waits("finn"),
        "done": colleague.waits("gerda"),
        "put off": colleague.waits("hans"),
    }
    colleague.unsent_notice(found["about to be told"])
    colleague.answer(found["answered"])
    colleague.does(people.close, found["done"], "liked", **BY_METTE)
    colleague.does(people.snooze, found["put off"], NOON + HOUR, **BY_METTE)
    for number in found.values():
        colleague.does(_labelled, number)
        colleague.draft(number)
        failed = colleague.draft(number, "Det gik galt.")
        colleague.does(mark_over, failed, SendState.FAILED, "no network")
    return found


def _labelled(connection: Connection, number: int) -> None:
    people.label(connection, number, "bryllup", **BY_METTE)
    people.label_customer(connection, number, "fan", **BY_METTE)
    people.set_about(connection, SEAL, number, "Kommer hver fredag.", **BY_METTE)


@on_sqlite
def test_whatever_was_done_everything_is_as_before_once_it_is_undone(colleague: Colleague) -> None:
    check_undo(colleague, situations(colleague))


def test_it_is_so_on_each_engine_for_who_waits_and_who_was_answered(colleague: Colleague) -> None:
    found = situations(colleague)
    check_undo(colleague, {situation: found[situation] for situation in ("waiting", "answered")})


def check_undo(colleague: Colleague, found: Mapping[str, int]) -> None:
    before = colleague.everything()
    for name, deed in DEEDS.items():
        changed = False
        for situation, number in found.items():
            undo_id = colleague.does(deed, number)
            changed = changed or colleague.everything() != before
            undone = colleague.undo(undo_id)
            assert undone.conversation_id == number
            assert colleague.everything() == before, f"{name}, {situation}"
        assert changed, name


def test_the_text_that_was_to_be_sent_comes_back_for_the_box_it_was_written_in(colleague: Colleague) -> None:
    number = colleague.waits()
    undone = colleague.undo(colleague.answer(number, "Ja, det kan vi."))

    assert (undone.deed, undone.text) == (people.Deed.ANSWER, "Ja, det kan vi.")
    assert colleague.texts() == [("Ja, det kan vi.", "cancelled")]


def test_what_was_taken_back_is_found_no_more(colleague: Colleague) -> None:
    number = colleague.waits()
    answered = colleague.answer(number, "Ja, nøddefri.")
    noted = colleague.does(lambda connection: DEEDS["note"](connection, number))
    assert colleague.finds("noddefri") == colleague.finds("husk") == [number]

    colleague.undo(noted)
    colleague.undo(answered)
    assert colleague.finds("noddefri") == colleague.finds("husk") == []


def test_an_answer_waits_for_ten_seconds_before_it_goes(colleague: Colleague) -> None:
    number = colleague.waits()
    colleague.answer(number)
    with colleague.database.reading() as connection:
        assert first_due(connection, SEAL, number) is None

    colleague.let_go()
    with colleague.database.reading() as connection:
        assert first_due(connection, SEAL, number) is not None


@pytest.mark.parametrize(("seconds", "late"), [(11, False), (13, True)])
def test_after_ten_seconds_it_is_too_late(colleague: Colleague, seconds: int, late: bool) -> None:
    undo_id = colleague.answer(colleague.waits())
    colleague.seconds_pass(seconds)
    if late:
        with pytest.raises(people.Refused) as refused:
            colleague.undo(undo_id)
        assert refused.value.why is people.Why.TOO_LATE
    else:
        assert colleague.undo(undo_id).text == "Ja!"


def test_what_the_platform_may_have_is_not_taken_back_and_nothing_else_of_it(colleague: Colleague) -> None:
    number = colleague.waits()
    undo_id = colleague.answer(number)
    before = colleague.everything()
    with colleague.database.writing() as connection:
        connection.execute(update(outgoing).values(state=SendState.SENDING))
    with pytest.raises(people.Refused) as refused:
        colleague.undo(undo_id)

    assert refused.value.why is people.Why.TOO_LATE
    assert colleague.conversation().waiting_since is None
    assert len(colleague.everything()["waits"]) == len(before["waits"])


def test_nobody_takes_back_what_somebody_else_did_or_the_same_twice(colleague: Colleague) -> None:
    undo_id = colleague.answer(colleague.waits())
    with pytest.raises(people.Refused):
        colleague.undo(undo_id, person="jonas")
    colleague.undo(undo_id)
    with pytest.raises(people.Refused):
        colleague.undo(undo_id)


def test_what_somebody_changed_since_is_not_taken_back(colleague: Colleague) -> None:
    number = colleague.waits()
    undo_id = colleague.does(people.take, number, **BY_METTE)
    colleague.does(people.assign, number, "jonas", **BY_METTE)
    with pytest.raises(people.Refused) as refused:
        colleague.undo(undo_id)

    assert refused.value.why is people.Why.CHANGED_SINCE
    assert colleague.conversation().assigned_to == "jonas"


def test_a_text_is_taken_back_though_the_customer_wrote_again_and_they_wait_for_both(colleague: Colleague) -> None:
    number = colleague.waits()
    since = colleague.conversation().waiting_since
    undo_id = colleague.answer(number)
    later = NOON + timedelta(seconds=5)
    with colleague.database.writing() as connection:
        again = load_conversation(connection, number).heard(later)
        waits = again.waits(since=later, reason="with_person", priority=Priority.NORMAL, department=None)
        save_conversation(connection, waits)

    assert colleague.undo(undo_id).text == "Ja!"
    assert colleague.conversation().waiting_since == since
    wait = colleague.wait()
    assert wait is not None
    assert [made.due_at for made in wait.promises] == [NOON + 2 * HOUR]


def test_a_wait_that_was_judged_meanwhile_goes_on_as_if_it_had_not_ended(colleague: Colleague) -> None:
    number = colleague.waits()
    before = colleague.wait()
    assert before is not None
    undo_id = colleague.does(people.close, number, "spam", **BY_METTE)
    with colleague.database.writing() as connection:
        judge_wait(
            connection,
            before.id,
            open_seconds=1,
            handling_seconds=1,
            promise_kept=True,
            outside_hours=False,
            now=NOON,
        )
    colleague.undo(undo_id)

    assert colleague.wait() == before


def test_a_time_that_was_set_for_a_wait_goes_with_it(colleague: Colleague) -> None:
    number = colleague.heard()
    before = colleague.everything()
    undo_id = colleague.does(passed, number)
    with colleague.database.writing() as connection:
        save_conversation(connection, replace(load_conversation(connection, number), promised_by=NOON + HOUR))
        kind, due = PromiseKind.UNSAID, NOON + HOUR
        note_promise(connection, number, kind=kind, due_at=due, house_version="v1", now=NOON)
    colleague.undo(undo_id)

    assert colleague.everything() == before


def test_what_was_taken_back_is_in_the_log(colleague: Colleague) -> None:
    number = colleague.waits()
    colleague.undo(colleague.answer(number))
    with colleague.database.reading() as connection:
        done = [(each.person, each.action, each.detail) for each in audit.of_conversation(connection, number)]

    assert done == [("mette", "undo", "answer"), ("mette", "answer", "")]
