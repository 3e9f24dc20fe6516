"""What the bot does about each thing a customer may say, by what it understood and how the conversation stands."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest

from bot.calibration import shipped_prior
from bot.content_files import shipped_wording
from bot.core.composing import PICK, PICK_NONE
from bot.core.content.loading import load_content
from bot.core.conversation import Conversation, Priority, State
from bot.core.deciding import decide
from bot.core.decision import Action, Decision, Reason, Understanding
from bot.core.explanation import explain
from bot.core.incoming import Attachment, Channel, Incoming, Kind
from bot.core.knowledge import Knowledge
from bot.core.language import LanguageGuess
from bot.core.matching.match import Candidate, Match, Outcome
from bot.core.matching.matcher import fit
from bot.core.menu import PERSON, WELCOME
from tests.casts.happenings import NOON, comment, happened, said
from tests.casts.sentences import variants

NIGHT = NOON + timedelta(hours=11)  # 23:00 in Copenhagen
DUE = NOON + timedelta(hours=2)

HOUSE = """
name: Café Norden
languages: [da, en]
timezone: Europe/Copenhagen
hours: {mon-fri: "09:00-17:00", sat-sun: closed}
departments: {shop: {email: shop@example.com}}
"""

ENTRIES = """
- id: opening-hours
  questions:
    da: [Hvornår har I åbent]
    en: [What are your opening hours]
  answer:
    da:
      - Vi har åbent {hours_today}.
      - Her er åbent {hours_today}.
    en: We are open {hours_today}.
- id: booking
  questions:
    da: [Kan man booke bord]
  answer:
    da: "Ja, {first_name}, på norden.example."
- id: hello
  kind: smalltalk
  questions:
    da: [Hej]
  answer:
    da: Hej med dig!
- id: damaged
  kind: complaint
  department: shop
  questions:
    da: [Min pakke er gået i stykker]
  answer:
    da: Det er vi kede af.
- id: allergy
  kind: urgent
  questions:
    da: [Jeg har fået en allergisk reaktion]
  answer:
    da: "Ring 112, hvis det haster."
- id: black-week
  from: 2026-12-01
  until: 2026-12-02
  questions:
    da: [Har I Black Week tilbud]
  answer:
    da: Ja, 20 % på alt.
"""


@cache
def knowledge(house: str = HOUSE) -> Knowledge:
    content = load_content({"house.yaml": house.encode(), "answers.yaml": ENTRIES.encode()}, shipped_wording())
    assert content.problems == ()
    matcher = fit(content.entries, None, shipped_prior(), sure=0.9)
    return Knowledge.of(content, matcher, lambda text: {"da": 1.0}, version="test")


def found(*candidates: tuple[str, float], outcome: Outcome = Outcome.ANSWER, language: str = "da") -> Understanding:
    match = Match(outcome, tuple(Candidate(entry, confidence) for entry, confidence in candidates), threshold=0.8)
    return Understanding(guess(language), match=match)


def guess(language: str = "da") -> LanguageGuess:
    return LanguageGuess(language=language, probability=0.9, evidence={language: 0.9})


def talk(**facts: object) -> Conversation:
    blank = Conversation(Channel.MESSENGER, "12345", thread="anna", customer="anna", last_customer_at=NOON)
    return replace(blank, **facts)  # type: ignore[arg-type]  # whatever the test is about


def decided(
    item: Incoming,
    understood: Understanding,
    conversation: Conversation | None = None,
    *,
    now: datetime = NOON,
    house: str = HOUSE,
) -> Decision:
    before = conversation or talk(last_customer_at=now)
    return decide(item, before, understood, knowledge(house), now)


def texts(decision: Decision) -> list[str]:
    return [reply.text for reply in decision.replies]


def test_answers_when_it_is_sure() -> None:
    decision = decided(said("hvornår har i åbent"), found(("opening-hours", 0.95)))

    assert (decision.action, decision.reason, decision.entry) == (Action.ANSWER, Reason.SURE, "opening-hours")
    assert decision.after.state is State.BOT
    assert decision.after.waiting_since is None


def test_says_that_it_is_automatic_in_the_first_reply_only() -> None:
    first = decided(said("åbent?"), found(("opening-hours", 0.95)))
    second = decided(said("åbent?"), found(("opening-hours", 0.95)), first.after)

    assert len(texts(first)[0].splitlines()) == 2
    assert len(texts(second)[0].splitlines()) == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"introduced_at": NOON - timedelta(days=2), "last_bot_at": NOON - timedelta(days=2)},
        {"introduced_at": NOON - timedelta(hours=3), "last_person_at": NOON - timedelta(hours=2)},
    ],
    ids=["after a long silence", "after a person"],
)
def test_introduces_itself_again(facts: dict[str, datetime]) -> None:
    decision = decided(said("åbent?"), found(("opening-hours", 0.95)), talk(**facts))

    assert len(texts(decision)[0].splitlines()) == 2


def test_does_not_use_the_same_words_twice_running() -> None:
    first = decided(said("åbent?"), found(("opening-hours", 0.95)))
    second = decided(said("åbent?"), found(("opening-hours", 0.95)), first.after)

    assert texts(first)[0].splitlines()[-1] != texts(second)[0]


def test_hands_over_what_it_is_not_sure_of_and_says_when_a_person_answers() -> None:
    decision = decided(said("kan I lave en bryllupskage?"), found(("booking", 0.3), outcome=Outcome.HANDOFF))

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.UNSURE)
    assert decision.after.state is State.WAITING
    assert decision.after.waiting_since == decision.after.told_at == NOON
    assert decision.after.promised_by == NOON + timedelta(hours=2)
    assert "inden kl. 14" in texts(decision)[0]


def test_at_night_the_time_is_the_next_opening_days() -> None:
    decision = decided(said("bryllupskage?"), found(outcome=Outcome.HANDOFF), now=NIGHT)

    assert "i morgen inden kl. 11" in texts(decision)[0]


def test_answers_at_night_what_it_is_sure_of_without_a_notice() -> None:
    decision = decided(said("åbent?"), found(("opening-hours", 0.95)), now=NIGHT)

    assert decision.action is Action.ANSWER
    assert len(decision.replies) == 1


def test_tells_a_customer_only_once_that_they_wait() -> None:
    first = decided(said("bryllupskage?"), found(outcome=Outcome.HANDOFF))
    second = decided(said("hallo, er der nogen?"), found(outcome=Outcome.HANDOFF), first.after)

    assert (second.action, second.reason) == (Action.SILENT, Reason.ALREADY_WAITING)
    assert second.replies == ()
    assert second.after.waiting_since == first.after.waiting_since
    assert second.after.promised_by == first.after.promised_by


def test_who_writes_again_is_not_promised_a_later_time() -> None:
    waiting = decided(said("bryllupskage?"), found(outcome=Outcome.HANDOFF)).after
    later = NOON + timedelta(minutes=90)
    decision = decided(said("den er også gået i stykker"), found(("damaged", 0.9)), waiting, now=later)

    assert decision.after.promised_by == NOON + timedelta(hours=2)
    assert "kl. 14" in texts(decision)[0]


def test_a_promise_that_was_broken_is_not_repeated_but_moved() -> None:
    waiting = decided(said("bryllupskage?"), found(outcome=Outcome.HANDOFF)).after
    later = NOON + timedelta(hours=3)
    decision = decided(said("den er også gået i stykker"), found(("damaged", 0.9)), waiting, now=later)

    assert decision.after.promised_by == NOON + timedelta(hours=5)
    assert decision.after.late_at == later
    [text] = texts(decision)
    assert text.removeprefix("Det er vi kede af. ") in variants("late", "follow_up_open", reply_by="inden kl. 17")


def test_the_wish_for_a_person_counts_also_for_who_waits_already() -> None:
    waiting = decided(said("bryllupskage?"), found(outcome=Outcome.HANDOFF)).after
    wish = replace(found(outcome=Outcome.HANDOFF), wants_person=True)
    waiting = decided(said("jeg vil tale med et menneske"), wish, waiting).after

    assert waiting.reason == Reason.ASKED_FOR_PERSON
    assert decided(said("åbent?"), found(("opening-hours", 0.95)), waiting).action is Action.SILENT


def test_still_answers_while_the_customer_waits_and_goes_on_waiting() -> None:
    waiting = decided(said("bryllupskage?"), found(outcome=Outcome.HANDOFF)).after
    decision = decided(said("hvornår har I åbent?"), found(("opening-hours", 0.95)), waiting)

    assert decision.action is Action.ANSWER
    assert decision.after.state is State.WAITING
    assert decision.after.waiting_since == NOON


@pytest.mark.parametrize("reason", [Reason.COMPLAINT, Reason.URGENT, Reason.ASKED_FOR_PERSON])
def test_gives_no_more_automatic_answers_to_who_waits_over_something_serious(reason: Reason) -> None:
    waiting = talk(state=State.WAITING, waiting_since=NOON, told_at=NOON, promised_by=DUE, reason=reason)
    decision = decided(said("åbent?"), found(("opening-hours", 0.95)), waiting)

    assert decision.action is Action.SILENT


def test_does_not_chat_with_who_waits() -> None:
    waiting = talk(state=State.WAITING, waiting_since=NOON, told_at=NOON, promised_by=DUE, reason=Reason.UNSURE)

    assert decided(said("hej"), found(("hello", 0.99)), waiting).action is Action.SILENT


def test_asks_which_when_several_answers_are_likely() -> None:
    understood = found(("booking", 0.5), ("opening-hours", 0.45), outcome=Outcome.CLARIFY)
    decision = decided(said("bord åbent?"), understood)

    assert (decision.action, decision.offered) == (Action.CLARIFY, ("booking", "opening-hours"))
    (reply,) = decision.replies
    assert [option.payload for option in reply.quick_replies] == [f"{PICK}booking", f"{PICK}opening-hours", PICK_NONE]
    assert [option.title for option in reply.quick_replies][:2] == ["Kan man booke bord", "Hvornår har I åbent"]


def test_small_talk_is_nothing_to_choose() -> None:
    two = found(("hello", 0.5), ("booking", 0.3), outcome=Outcome.CLARIFY)
    three = found(("hello", 0.4), ("booking", 0.3), ("opening-hours", 0.25), outcome=Outcome.CLARIFY)

    assert decided(said("hej bord?"), two).action is Action.HANDOFF
    assert decided(said("hej bord åbent?"), three).offered == ("booking", "opening-hours")


def test_does_not_ask_the_same_customer_twice_in_a_row() -> None:
    understood = found(("booking", 0.5), ("opening-hours", 0.45), outcome=Outcome.CLARIFY)
    asked = decided(said("bord åbent?"), understood).after

    assert decided(said("altså åbent bord"), understood, asked).action is Action.HANDOFF


def test_answers_what_the_customer_picks() -> None:
    decision = decided(said("Kan man booke bord", payload=f"{PICK}booking"), found())

    assert (decision.action, decision.reason, decision.entry) == (Action.ANSWER, Reason.PICKED, "booking")


@pytest.mark.parametrize("text", ["2", "2.", " 2) "])
def test_takes_a_typed_number_for_a_pick(text: str) -> None:
    asked = talk(offered=("booking", "opening-hours"))

    assert decided(said(text), found(outcome=Outcome.HANDOFF), asked).entry == "opening-hours"


@pytest.mark.parametrize("text", ["0", "3", "0031612345678", "99999999999999999999", "²", "٢"])
def test_takes_no_other_number_for_a_pick(text: str) -> None:
    asked = talk(offered=("booking", "opening-hours"))

    assert decided(said(text), found(outcome=Outcome.HANDOFF), asked).entry is None


def test_hands_over_when_none_of_the_offered_was_meant() -> None:
    decision = decided(said("Noget andet", payload=PICK_NONE), found())

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.PICKED_NONE)


def test_a_menu_item_may_name_an_entry() -> None:
    tapped = happened(Kind.BUTTON, text="Åbningstider", payload="opening-hours")

    assert decided(tapped, found(outcome=Outcome.HANDOFF)).entry == "opening-hours"


@pytest.mark.parametrize(
    ("title", "language", "answer"),
    [("Hvornår har I åbent", "da", "Her er åbent"), ("What are your opening hours", "en", "We are open")],
)
def test_a_tapped_question_is_answered_in_its_language_however_unsure_the_match(
    title: str, language: str, answer: str
) -> None:
    tapped = happened(Kind.BUTTON, text=title, payload=f"{PICK}opening-hours")
    decision = decided(tapped, found(("booking", 0.4), outcome=Outcome.HANDOFF, language=language))

    assert (decision.action, decision.reason, decision.entry) == (Action.ANSWER, Reason.PICKED, "opening-hours")
    assert answer in texts(decision)[0]
    assert explain(decision, knowledge(), NOON)["sentence"] == "The customer chose this answer."


def test_a_menu_item_whose_entry_is_gone_is_read_by_its_title() -> None:
    tapped = happened(Kind.BUTTON, text="Kan man booke bord", payload=f"{PICK}tables")
    decision = decided(tapped, found(("booking", 0.95)))

    assert (decision.reason, decision.entry) == (Reason.SURE, "booking")


def test_the_menus_last_item_calls_a_person_whatever_it_is_called() -> None:
    tapped = happened(Kind.BUTTON, text="Hallo", payload=PERSON)
    decision = decided(tapped, found(("hello", 0.95)))

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.ASKED_FOR_PERSON)
    assert decision.after.state is State.WAITING
    assert decision.promise is not None
    assert decision.promise.by == DUE


def test_the_button_to_get_started_is_no_question_whatever_it_is_called() -> None:
    tapped = happened(Kind.BUTTON, text="Kom i gang", payload=WELCOME)
    decision = decided(tapped, found(("booking", 0.95)))

    assert (decision.action, decision.reason) == (Action.ANSWER, Reason.WELCOME)


def test_welcomes_who_opens_the_conversation_with_a_button() -> None:
    decision = decided(happened(Kind.BUTTON, payload="GET_STARTED"), Understanding(guess()))

    assert (decision.action, decision.reason) == (Action.ANSWER, Reason.WELCOME)


def test_a_person_is_called_when_one_is_asked_for() -> None:
    understood = replace(found(("opening-hours", 0.99)), wants_person=True)
    decision = decided(said("må jeg tale med et menneske"), understood)

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.ASKED_FOR_PERSON)


def test_a_complaint_is_acknowledged_and_goes_to_its_people_with_priority() -> None:
    decision = decided(said("min pakke er smadret"), found(("damaged", 0.9)))

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.COMPLAINT)
    assert (decision.after.priority, decision.after.department) == (Priority.HIGH, "shop")
    assert "Det er vi kede af." in texts(decision)[0]
    assert "kl. 14" in texts(decision)[0]


def test_what_may_be_a_complaint_goes_to_people_with_priority_too() -> None:
    decision = decided(said("pakken..."), found(("damaged", 0.4), outcome=Outcome.HANDOFF))

    assert (decision.reason, decision.after.priority) == (Reason.UNSURE, Priority.HIGH)
    assert "Det er vi kede af." not in texts(decision)[0]


def test_what_hardly_resembles_a_complaint_is_nothing_special() -> None:
    decision = decided(said("hvem vandt kampen?"), found(("damaged", 0.02), outcome=Outcome.HANDOFF))

    assert (decision.reason, decision.after.priority) == (Reason.UNSURE, Priority.NORMAL)


def test_something_urgent_overtakes_a_wait() -> None:
    waiting = decided(said("bryllupskage?"), found(outcome=Outcome.HANDOFF)).after
    decision = decided(said("hun kan ikke få luft"), found(("allergy", 0.9)), waiting)

    assert (decision.action, decision.after.priority, decision.after.reason) == (
        Action.HANDOFF,
        Priority.URGENT,
        Reason.URGENT,
    )
    assert "112" in texts(decision)[0]
    assert decision.after.waiting_since == waiting.waiting_since


def test_a_campaign_answers_only_on_its_days() -> None:
    understood = found(("black-week", 0.95))
    during = datetime(2026, 12, 1, 12, tzinfo=NOON.tzinfo)

    assert decided(said("black week?"), understood).action is Action.HANDOFF
    assert decided(said("black week?"), understood, now=during).entry == "black-week"


def same_question(*entries: str) -> Understanding:
    shared = tuple(Candidate(entry, 1 / len(entries), views={"exact": 1.0}) for entry in entries)
    return Understanding(guess(), match=Match(Outcome.CLARIFY, shared, threshold=0.8))


def test_where_entries_share_the_question_the_one_in_season_answers() -> None:
    during = datetime(2026, 12, 1, 12, tzinfo=NOON.tzinfo)

    assert decided(said("åbent?"), same_question("black-week", "opening-hours"), now=during).entry == "black-week"
    assert decided(said("åbent?"), same_question("black-week", "opening-hours")).entry == "opening-hours"
    assert decided(said("åbent?"), same_question("booking", "opening-hours")).action is Action.CLARIFY


def test_a_look_alike_that_must_not_get_the_answer_is_handed_over() -> None:
    understood = found(("opening-hours", 0.95))
    assert understood.match is not None
    understood = replace(understood, match=replace(understood.match, never="Hvornår åbner butikken i Aarhus?"))

    assert decided(said("hvornår åbner i aarhus"), understood).action is Action.HANDOFF


def test_an_answer_that_lacks_the_customers_language_is_handed_over_in_that_language() -> None:
    decision = decided(said("can I book a table"), found(("booking", 0.95), language="en"))

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.OTHER_LANGUAGE)
    assert "by 2 pm" in texts(decision)[0]
    assert decision.after.language == "en"


def test_the_house_may_rather_answer_in_its_own_language() -> None:
    house = HOUSE + "other_language: answer\n"
    decision = decided(said("can I book a table"), found(("booking", 0.95), language="en"), house=house)

    assert (decision.action, decision.entry) == (Action.ANSWER, "booking")


def test_a_missing_name_drops_out_with_its_comma() -> None:
    known = talk(customer_name="Anna Holm", introduced_at=NOON, last_bot_at=NOON)
    unknown = replace(known, customer_name=None)

    assert texts(decided(said("bord"), found(("booking", 0.95)), known)) == ["Ja, Anna, på norden.example."]
    assert texts(decided(said("bord"), found(("booking", 0.95)), unknown)) == ["Ja, på norden.example."]


SILENT: list[tuple[Incoming, Reason]] = [
    (said("👍"), Reason.JUST_EMOJI),
    (said("", attachments=(Attachment("sticker"),)), Reason.JUST_STICKER),
    (said("", attachments=(Attachment("image", sticker="369239263222822"),)), Reason.JUST_STICKER),
]


@pytest.mark.parametrize(("item", "reason"), SILENT)
def test_stays_silent_to_what_asks_nothing(item: Incoming, reason: Reason) -> None:
    decision = decided(item, Understanding(guess()))

    assert (decision.action, decision.reason) == (Action.SILENT, reason)
    assert decision.after.waiting_since is None


WORDLESS = [said("", attachments=(Attachment("image", url="x"),)), said("???"), said("", unsupported=True), said("")]


@pytest.mark.parametrize("item", WORDLESS)
def test_hands_over_what_has_no_words_but_may_ask_something(item: Incoming) -> None:
    decision = decided(item, Understanding(guess()))

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.NO_WORDS)
    assert decision.replies


def test_a_story_mention_is_shown_to_people_without_a_reply() -> None:
    decision = decided(said("", attachments=(Attachment("story_mention", url="x"),)), Understanding(guess()))

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.STORY_MENTION)
    assert decision.replies == ()


def test_what_is_said_in_public_waits_for_people_without_a_reply() -> None:
    decision = decided(comment("hvornår har I åbent"), found(("opening-hours", 0.99)))

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.PUBLIC)
    assert decision.replies == ()
    assert decision.after.waiting_since == NOON


def test_stays_silent_while_a_person_has_the_conversation_and_the_customer_waits_for_them() -> None:
    theirs = talk(state=State.PERSON, last_person_at=NOON - timedelta(minutes=5))
    decision = decided(said("hvornår har I åbent"), found(("opening-hours", 0.99)), theirs)

    assert (decision.action, decision.reason) == (Action.HANDOFF, Reason.WITH_PERSON)
    assert decision.replies == ()
    assert (decision.after.state, decision.after.waiting_since) == (State.PERSON, NOON)


def test_a_thumb_up_to_a_person_makes_nobody_wait() -> None:
    theirs = talk(state=State.PERSON, last_person_at=NOON)

    assert decided(said("👍"), Understanding(guess()), theirs).after.waiting_since is None


def test_the_bot_has_the_conversation_again_a_day_after_the_person_left_it() -> None:
    left = talk(state=State.PERSON, last_person_at=NOON - timedelta(hours=25))

    assert decided(said("åbent?"), found(("opening-hours", 0.95)), left).action is Action.ANSWER


def test_the_bot_does_not_take_a_conversation_back_while_the_customer_waits_for_the_person() -> None:
    theirs = talk(state=State.PERSON, last_person_at=NOON - timedelta(hours=25), waiting_since=NOON)

    assert decided(said("åbent?"), found(("opening-hours", 0.95)), theirs).replies == ()


def test_a_closed_conversation_starts_anew_with_the_bot() -> None:
    done = talk(state=State.DONE, closed_at=NOON)

    assert decided(said("åbent?"), found(("opening-hours", 0.95)), done).after.state is State.BOT


@pytest.mark.parametrize("item", [said("åbent?"), said("👍"), said("er I ens?"), comment("åbent?")])
def test_it_makes_no_difference_to_the_bot_whether_what_a_person_left_was_closed(item: Incoming) -> None:
    yesterday = NOON - timedelta(hours=25)
    facts = {"last_bot_at": yesterday - timedelta(hours=1), "introduced_at": yesterday - timedelta(hours=1)}
    left = talk(assigned_to="mette", **facts).answered_by_person(yesterday, "mette")
    closed = left.closed(NOON - timedelta(hours=1), "answered")
    to_both = [decided(item, found(("opening-hours", 0.95)), each) for each in (left, closed)]

    one, other = (replace(each, after=replace(each.after, closed_at=None, close_reason=None)) for each in to_both)
    assert one == other


def test_only_listens_on_standby() -> None:
    decision = decided(said("åbent?", standby=True), found(("opening-hours", 0.99)))

    assert (decision.action, decision.reason, decision.after.state) == (Action.HANDOFF, Reason.STANDBY, State.PERSON)
    assert decision.replies == ()


def test_leaves_to_people_what_is_too_old_for_the_bot_to_answer() -> None:
    old = talk(last_customer_at=NOON - timedelta(hours=25))
    decision = decided(said("åbent?"), found(("opening-hours", 0.99)), old)

    assert (decision.action, decision.reason, decision.replies) == (Action.HANDOFF, Reason.WINDOW_CLOSED, ())


def test_an_edit_that_gets_the_same_answer_gets_no_second_one() -> None:
    answered = decided(said("åbnet?"), found(("opening-hours", 0.95))).after
    edit = happened(Kind.EDIT, text="åbent?")

    assert decided(edit, found(("opening-hours", 0.95)), answered).reason is Reason.SAME_ANSWER
    assert decided(edit, found(("booking", 0.95)), answered).entry == "booking"


FRIDAY_NIGHT = datetime(2026, 11, 27, 21, 0, tzinfo=NOON.tzinfo)


def test_an_edit_that_is_mere_small_talk_gets_no_answer() -> None:
    answered = talk(last_entry="booking", last_bot_at=NOON)
    decision = decided(happened(Kind.EDIT, text="hej!"), found(("hello", 0.95)), answered)

    assert (decision.action, decision.reason) == (Action.SILENT, Reason.SAME_ANSWER)


def test_a_promise_beyond_the_platforms_window_names_another_way_to_reach_the_house() -> None:
    house = HOUSE + "contact: hej@norden.example\n"
    decision = decided(said("kage?"), found(outcome=Outcome.HANDOFF), now=FRIDAY_NIGHT, house=house)

    assert decision.promise is not None
    assert decision.promise.beyond_window
    assert "hej@norden.example" in texts(decision)[0]
    assert "mandag" in texts(decision)[0]


def test_without_another_way_the_customer_is_asked_to_write_again() -> None:
    decision = decided(said("kage?"), found(outcome=Outcome.HANDOFF), now=FRIDAY_NIGHT)

    assert "mandag kl. 9" in texts(decision)[0]
    assert "kl. 11" not in texts(decision)[0]


def test_with_the_human_agent_permission_the_promise_stands_by_itself() -> None:
    house = HOUSE + "human_agent: true\n"
    decision = decided(said("kage?"), found(outcome=Outcome.HANDOFF), now=FRIDAY_NIGHT, house=house)

    assert "mandag inden kl. 11" in texts(decision)[0]


def test_no_time_is_named_when_no_opening_can_be_found() -> None:
    house = HOUSE.replace('{mon-fri: "09:00-17:00", sat-sun: closed}', "{mon-sun: closed}")
    decision = decided(said("kage?"), found(outcome=Outcome.HANDOFF), house=house)

    assert decision.replies
    assert "kl." not in texts(decision)[0]
    assert decision.after.promised_by is None
