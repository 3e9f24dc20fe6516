"""What the bot does about a message that says several things at once."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from bot.core.conversation import Conversation, Priority, State
from bot.core.deciding import decide
from bot.core.decision import Action, Decision, Reason
from bot.core.explanation import explain, in_a_line
from bot.core.incoming import Incoming, Kind
from bot.core.matching.match import Outcome
from bot.core.matching.matcher import Matcher
from bot.core.understanding import understand
from tests.casts.happenings import NOON, happened, said
from tests.casts.matcher import ScriptedMatcher
from tests.core.test_deciding import DUE, FRIDAY_NIGHT, HOUSE, decided, found, knowledge, talk, texts

SURE = {
    "Hej": ("hello", 1.0),
    "hvornår har I åbent": ("opening-hours", 0.95),
    "kan man booke bord": ("booking", 0.95),
    "can I book a table": ("booking", 0.95),
    "er der Black Week": ("black-week", 0.95),
    "min pakke er gået i stykker": ("damaged", 0.95),
    "kassen var lidt bulet": ("damaged", 0.4),
}


def heard(
    item: Incoming | str,
    conversation: Conversation | None = None,
    *,
    now: datetime = NOON,
    house: str = HOUSE,
    matcher: ScriptedMatcher | None = None,
) -> Decision:
    item = said(item) if isinstance(item, str) else item
    before = conversation or talk(last_customer_at=now)
    knows = replace(knowledge(house), matcher=cast(Matcher, matcher or ScriptedMatcher(SURE)))
    return decide(item, before, understand(item, before, knows), knows, now)


def test_answers_each_question_in_order_and_introduces_itself_once() -> None:
    decision = heard("Hej! Hvornår har I åbent og kan man booke bord?")

    assert (decision.action, decision.reason) == (Action.ANSWER, Reason.SURE)
    assert decision.entries == ("opening-hours", "booking")
    assert [len(text.splitlines()) for text in texts(decision)] == [2, 1]
    assert decision.after.last_entry == "booking"


def test_a_question_asked_twice_is_answered_once() -> None:
    assert heard("Hvornår har I åbent? Hej. Hvornår har I åbent").entries == ("opening-hours",)


def test_small_talk_alone_is_answered_once() -> None:
    decision = heard("Hej! Hej", matcher=ScriptedMatcher({**SURE, "Hej! Hej": ("hello", 0.9)}))

    assert (decision.action, decision.entries) == (Action.ANSWER, ("hello",))


def test_who_greets_and_announces_a_question_is_greeted() -> None:
    assert heard("Hej, et hurtigt spørgsmål").entries == ("hello",)
    assert heard("Hej\nParkering?").reason is Reason.UNSURE


def test_small_talk_does_not_cover_up_what_else_is_asked() -> None:
    text = "Hej! Laver I bryllupskager?"

    assert heard(text, matcher=ScriptedMatcher({**SURE, text: ("hello", 0.9)})).reason is Reason.UNSURE


def test_answers_what_is_sure_and_hands_over_the_rest() -> None:
    decision = heard("Hvornår har I åbent? Laver I bryllupskager?")

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.PARTLY_SURE)
    assert decision.entries == ("opening-hours",)
    assert (decision.after.state, decision.after.told_at) == (State.WAITING, NOON)
    answer, notice = texts(decision)
    assert "åbent" in answer
    assert "Resten" in notice or "Det andet" in notice
    assert "inden kl. 14" in notice


def test_who_was_told_already_that_they_wait_just_gets_the_answer() -> None:
    waiting = heard("Laver I bryllupskager?").after
    decision = heard("Hvornår har I åbent? Laver I også lagkager?", waiting)

    assert (decision.action, decision.reason) == (Action.ANSWER, Reason.PARTLY_SURE)
    assert len(decision.replies) == 1
    assert decision.after.waiting_since == NOON


def test_an_answer_that_lacks_the_customers_language_is_part_of_the_rest() -> None:
    english = talk(language="en")
    script = ScriptedMatcher({**SURE, "when do you open": ("opening-hours", 0.95)})
    knows = replace(
        knowledge(),
        matcher=cast(Matcher, script),
        detect=lambda text: {"en": 1.0},
    )
    item = said("when do you open and can I book a table")
    decision = decide(item, english, understand(item, english, knows), knows, NOON)

    assert (decision.reason, decision.entries) == (Reason.PARTLY_SURE, ("opening-hours",))
    assert len(decision.replies) == 2


def test_what_is_out_of_season_is_part_of_the_rest() -> None:
    decision = heard("Hvornår har I åbent og er der Black Week?")

    assert (decision.reason, decision.entries) == (Reason.PARTLY_SURE, ("opening-hours",))


def test_a_complaint_in_any_part_goes_to_people_first() -> None:
    decision = heard("Hvornår har I åbent? Min pakke er gået i stykker.")

    assert (decision.action, decision.reason, decision.entries) == (Action.HANDOFF, Reason.COMPLAINT, ("damaged",))
    assert len(decision.replies) == 1


def test_what_may_be_urgent_in_any_part_goes_to_people_first() -> None:
    script = ScriptedMatcher({**SURE, "jeg fik udslæt af kagen": ("allergy", 0.4)})
    decision = heard("Jeg fik udslæt af kagen. Hvornår har I åbent?", matcher=script)

    assert (decision.reason, decision.after.priority) == (Reason.UNSURE, Priority.URGENT)
    assert len(decision.replies) == 1


def test_what_may_be_a_complaint_beside_an_answer_goes_to_people_with_priority() -> None:
    decision = heard("Hvornår har I åbent? Kassen var lidt bulet")

    assert (decision.reason, decision.after.priority) == (Reason.PARTLY_SURE, Priority.HIGH)
    assert decision.entries == ("opening-hours",)


def test_gives_no_answer_to_who_waits_over_something_serious() -> None:
    waiting = talk(state=State.WAITING, waiting_since=NOON, told_at=NOON, promised_by=DUE, reason=Reason.COMPLAINT)

    assert heard("Hvornår har I åbent og kan man booke bord?", waiting).action is Action.SILENT


def test_an_edit_that_adds_a_question_gets_only_that_one_answered() -> None:
    answered = heard("Hvornår har I åbent?").after
    edit = happened(Kind.EDIT, text="Hvornår har I åbent? Kan man booke bord?")

    assert heard(edit, answered).entries == ("booking",)


def test_the_rest_that_cannot_be_answered_in_time_names_another_way_or_asks_to_write_again() -> None:
    text = "Hvornår har I åbent? Laver I bryllupskager?"
    contact = heard(text, now=FRIDAY_NIGHT, house=HOUSE + "contact: hej@norden.example\n")
    without = heard(text, now=FRIDAY_NIGHT)

    assert "hej@norden.example" in texts(contact)[1]
    assert "mandag kl. 9" in texts(without)[1]


def test_a_message_of_one_piece_costs_one_text_and_any_message_one_call() -> None:
    one, two = ScriptedMatcher(SURE), ScriptedMatcher(SURE)
    heard("Hvornår har I åbent?", matcher=one)
    heard("Hvornår har I åbent og kan man booke bord?", matcher=two)

    assert one.asked == [["Hvornår har I åbent?"]]
    assert [len(texts) for texts in two.asked] == [3]


def test_tells_what_each_part_was_read_as() -> None:
    decision = heard("Hej! Hvornår har I åbent? Laver I bryllupskager?")
    told = explain(decision, knowledge(), NOON)

    assert [(part["text"], part["role"]) for part in told["parts"]] == [
        ("Hej!", "chat"),
        ("Hvornår har I åbent?", "answered"),
        ("Laver I bryllupskager?", "rest"),
    ]
    assert told["parts"][1]["candidates"][0]["entry"] == "opening-hours"
    assert (told["entry"], told["entries"]) == ("opening-hours", ["opening-hours"])
    line = in_a_line(told)
    assert "partly_sure" in line
    assert "chat, answered, rest" in line
    assert "notice full: The customer waits and has not been told yet." in line
    assert "bryllupskager" not in line
    assert told["notice"] == {"kind": "full", "why": "The customer waits and has not been told yet."}
    assert told["promise"] == {
        "by": "2026-11-23T14:00:00+01:00",
        "open_now": True,
        "busy": False,
        "beyond_window": False,
    }


def test_what_was_read_as_a_whole_has_no_parts() -> None:
    assert explain(heard("Hvornår har I åbent?"), knowledge(), NOON)["parts"] == []


def test_an_answer_to_who_does_not_wait_tells_of_no_notice_and_no_promise() -> None:
    told = explain(heard("Hvornår har I åbent?"), knowledge(), NOON)

    assert (told["notice"], told["promise"]) == (None, None)


WHICH = found(("booking", 0.5), ("opening-hours", 0.45), outcome=Outcome.CLARIFY)


def test_asks_again_once_it_has_done_something_else_in_between() -> None:
    asked = decided(said("bord åbent?"), WHICH).after
    chatted = decided(said("hej"), found(("hello", 0.99)), asked).after

    assert decided(said("altså åbent bord"), WHICH, chatted).action is Action.CLARIFY


def test_does_not_ask_again_after_saying_nothing_in_between() -> None:
    asked = decided(said("bord åbent?"), WHICH).after
    silent = heard("👍", asked)
    assert silent.action is Action.SILENT

    assert decided(said("altså åbent bord"), WHICH, silent.after).action is Action.HANDOFF
