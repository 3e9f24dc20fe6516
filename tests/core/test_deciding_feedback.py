"""Whether customers are asked if an answer helped, and what follows when they say so."""

from datetime import timedelta

import pytest

from bot.core.composing import HELPED, NOT_HELPED, PICK
from bot.core.content.wording import TITLE_LENGTH
from bot.core.conversation import WINDOW, Conversation, State
from bot.core.decision import Action, Decision, Feedback, NoticeKind, Reason, Understanding
from bot.core.incoming import Incoming
from bot.core.matching.match import Outcome
from tests.casts.happenings import NOON, said
from tests.casts.sentences import variants
from tests.core.test_deciding import DUE, HOUSE, decided, found, guess, talk, texts
from tests.core.test_deciding_parts import heard

ASKS = HOUSE + "ask_if_helped: true\n"
OPEN = said("hvornår har i åbent")
YES = said("👍 Det hjalp", payload=f"{HELPED}opening-hours")
NO = said("👎 Det hjalp ikke", payload=f"{NOT_HELPED}opening-hours")
SURE = found(("opening-hours", 0.95))
MINUTE = timedelta(minutes=1)


def asked(conversation: Conversation | None = None, understood: Understanding = SURE, item: Incoming = OPEN) -> bool:
    decision = decided(item, understood, conversation, house=ASKS)
    buttons = [reply.payload for one in decision.replies for reply in one.quick_replies]
    was_asked = any(payload.startswith((HELPED, NOT_HELPED)) for payload in buttons)
    before = conversation.asked_if_helped_at if conversation else None
    assert (decision.after.asked_if_helped_at != before) == was_asked
    return was_asked


def tapped(item: Incoming, **facts: object) -> Decision:
    asked_lately = {"asked_if_helped_at": NOON - MINUTE, "introduced_at": NOON - MINUTE, "language": "da"}
    conversation = talk(**asked_lately | facts)
    return decided(item, found(("hello", 0.95), ("opening-hours", 0.9)), conversation, house=ASKS)


def test_asks_with_two_buttons_under_a_sure_answer() -> None:
    decision = decided(OPEN, SURE, house=ASKS)

    (reply,) = decision.replies
    assert [option.payload for option in reply.quick_replies] == [YES.payload, NO.payload]
    assert [option.title for option in reply.quick_replies] == [YES.text, NO.text]
    assert all(len(option.title) <= TITLE_LENGTH for option in reply.quick_replies)
    assert decision.after.asked_if_helped_at == NOON


def test_asks_under_an_answer_that_was_picked() -> None:
    assert asked(understood=found(), item=said("Kan man booke bord", payload=f"{PICK}booking"))


def test_asks_in_the_customers_language() -> None:
    english = decided(OPEN, found(("opening-hours", 0.95), language="en"), house=ASKS)

    assert [option.title for option in english.replies[0].quick_replies] == ["👍 That helped", "👎 That didn't help"]


def test_asks_nothing_unless_the_house_wants_it() -> None:
    decision = decided(OPEN, SURE)

    assert decision.replies[0].quick_replies == ()
    assert decision.after.asked_if_helped_at is None


def test_asks_once_in_a_conversation() -> None:
    first = decided(OPEN, SURE, house=ASKS).after

    assert not asked(first)


def test_never_asks_after_a_complaint() -> None:
    complaint = decided(said("min pakke er gået i stykker"), found(("damaged", 0.95)), house=ASKS).after
    answered = complaint.answered_by_person(NOON, "mette").given_back()

    assert not asked(answered)
    assert not asked(talk(complained=True))


def test_never_asks_who_waits_for_a_person() -> None:
    waiting = talk(state=State.WAITING, waiting_since=NOON, told_at=NOON, promised_by=DUE, reason=Reason.UNSURE)

    assert not asked(waiting)


def test_asks_nothing_under_small_talk() -> None:
    assert not asked(understood=found(("hello", 0.95)), item=said("hej"))


def test_asks_nothing_under_a_choice() -> None:
    assert not asked(understood=found(("booking", 0.5), ("opening-hours", 0.45), outcome=Outcome.CLARIFY))


def test_asks_nothing_where_only_people_may_write() -> None:
    assert not asked(talk(last_customer_at=NOON - WINDOW))


def test_a_tap_that_it_helped_gets_a_friendly_line_and_is_not_matched() -> None:
    decision = tapped(YES)

    assert (decision.action, decision.reason, decision.entries) == (Action.ANSWER, Reason.HELPED, ())
    assert texts(decision)[0] in variants("helped_thanks")
    assert decision.feedback == Feedback("opening-hours", helped=True)
    assert decision.after.waiting_since is None


def test_whom_it_did_not_help_people_see_to_and_no_second_answer_is_tried() -> None:
    decision = tapped(NO)

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.NOT_HELPED)
    assert decision.notice is not None
    assert decision.notice.kind is NoticeKind.FULL
    assert (decision.after.state, decision.after.promised_by) == (State.WAITING, DUE)
    (text,) = texts(decision)
    assert "åbent" not in text
    assert decision.feedback == Feedback("opening-hours", helped=False)

    again = decided(said("har i åbent i morgen"), SURE, decision.after, house=ASKS)
    assert (again.action, again.reason) == (Action.SILENT, Reason.ALREADY_WAITING)


def test_what_did_not_help_goes_to_the_department_of_the_answer() -> None:
    of_shop = said("👎 Det hjalp ikke", payload=f"{NOT_HELPED}damaged")

    assert tapped(of_shop).after.department == "shop"


def test_a_tap_about_an_answer_that_is_gone_still_counts() -> None:
    decision = tapped(said("👎 Det hjalp ikke", payload=f"{NOT_HELPED}old-answer"))

    assert (decision.reason, decision.feedback) == (Reason.NOT_HELPED, Feedback("old-answer", helped=False))


@pytest.mark.parametrize("item", [YES, NO])
def test_stays_silent_at_an_old_button_while_a_person_has_the_conversation(item: Incoming) -> None:
    decision = tapped(item, state=State.PERSON, last_person_at=NOON - MINUTE)

    assert (decision.action, decision.reason) == (Action.SILENT, Reason.WITH_PERSON)
    assert decision.after.waiting_since is None
    assert decision.feedback is not None


@pytest.mark.parametrize("item", [YES, NO])
@pytest.mark.parametrize("state", [State.BOT, State.DONE])
def test_stays_silent_at_an_old_button_when_a_person_has_answered_since(item: Incoming, state: State) -> None:
    asked_at = NOON - timedelta(days=3)
    decision = tapped(item, state=state, asked_if_helped_at=asked_at, last_person_at=asked_at + MINUTE)

    assert (decision.action, decision.after.waiting_since) == (Action.SILENT, None)
    assert decision.feedback is not None


def test_who_waits_for_another_reason_reads_nothing_when_they_say_that_it_helped() -> None:
    waits = {"state": State.WAITING, "waiting_since": NOON, "told_at": NOON, "reason": Reason.UNSURE}
    decision = tapped(YES, **waits)

    assert (decision.action, decision.reason) == (Action.SILENT, Reason.HELPED)
    assert decision.after.waiting_since == NOON


def test_who_waits_already_is_not_told_again_when_they_say_that_it_did_not_help() -> None:
    waits = {"state": State.WAITING, "waiting_since": NOON, "told_at": NOON, "promised_by": DUE}
    decision = tapped(NO, reason=Reason.UNSURE, **waits)

    assert (decision.action, decision.replies) == (Action.SILENT, ())
    assert decision.after.reason == Reason.NOT_HELPED


def test_what_a_customer_writes_themselves_is_no_tap() -> None:
    decision = decided(said("👍 Det hjalp"), Understanding(guess()), talk(asked_if_helped_at=NOON), house=ASKS)

    assert decision.feedback is None


def test_asks_nothing_under_two_answers_since_a_tap_would_not_tell_which() -> None:
    decision = heard("Hvornår har I åbent og kan man booke bord?", house=ASKS)

    assert decision.entries == ("opening-hours", "booking")
    assert [reply.quick_replies for reply in decision.replies] == [(), ()]
    assert len(heard("Hej! Hvornår har I åbent?", house=ASKS).replies[0].quick_replies) == 2


def test_asks_nothing_under_an_answer_to_a_part_while_people_see_to_the_rest() -> None:
    decision = heard("Hvornår har I åbent? Laver I bryllupskager?", house=ASKS)

    assert decision.reason is Reason.PARTLY_SURE
    assert all(reply.quick_replies == () for reply in decision.replies)
