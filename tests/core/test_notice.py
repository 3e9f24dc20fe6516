"""Whether and in which words a customer who waits for a person is told so, by what they write and how it stands."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.content.house import Person
from bot.core.conversation import Conversation, Priority, State
from bot.core.deciding import decide
from bot.core.decision import Action, Decision, Notice, NoticeKind, Reason, Understanding
from bot.core.incoming import Attachment, Incoming
from bot.core.matching.match import Outcome
from bot.core.notice import Gist, decide_notice
from bot.core.pace import QUIET, Pace, Situation
from bot.core.promise import Promise
from bot.core.rota import RotaChange
from bot.core.sending import Purpose
from tests.casts.happenings import NOON, comment, said
from tests.casts.sentences import variants
from tests.core.test_deciding import DUE, FRIDAY_NIGHT, HOUSE, NIGHT, decided, found, guess, knowledge, talk, texts

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MINUTE = timedelta(minutes=1)
HALF_HOUR = 30 * MINUTE
NEXT_MORNING = datetime(2026, 11, 24, 7, 30, tzinfo=NOON.tzinfo)  # 8:30 in Copenhagen, nobody is there yet
PLAIN = said("bryllupskage?")
LIKE = said("", attachments=(Attachment("image", sticker="369239263222822"),))
UNSURE = found(outcome=Outcome.HANDOFF)
THANKS = found(("hello", 0.99))
ANSWERABLE = found(("opening-hours", 0.95))
WORDLESS = Understanding(guess())
OPEN = Promise(by=DUE, open_now=True, opens=None, beyond_window=False)
WAITING = talk(state=State.WAITING, waiting_since=NOON, told_at=NOON, promised_by=DUE, reason=Reason.UNSURE)
THEIRS = talk(state=State.PERSON, last_person_at=NOON)


def noticed(
    before: Conversation = WAITING,
    item: Incoming = PLAIN,
    gist: Gist = Gist.ASKS,
    *,
    promise: Promise = OPEN,
    now: datetime = NOON,
    unsent: bool = False,
    **facts: object,
) -> Notice:
    before = replace(before, last_customer_at=now)
    after = replace(
        before.waits(since=now, reason="unsure", priority=Priority.NORMAL, department=None),
        **facts,  # type: ignore[arg-type]  # whatever the test is about
    )
    return decide_notice(
        item, gist, before=before, after=after, promise=promise, now=now, timezone=COPENHAGEN, unsent=unsent
    )


def writes(
    before: Conversation,
    understood: Understanding = UNSURE,
    text: str = "bryllupskage?",
    *,
    now: datetime,
    house: str = HOUSE,
    situation: Situation = QUIET,
    unsent_notice: bool = False,
) -> Decision:
    item, heard = said(text), before.heard(now)
    return decide(item, heard, understood, knowledge(house), now, situation=situation, unsent_notice=unsent_notice)


def kind(decision: Decision) -> NoticeKind | None:
    return decision.notice.kind if decision.notice else None


# What is decided


def test_who_begins_to_wait_is_told_when() -> None:
    assert noticed(talk()).kind is NoticeKind.FULL


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (MINUTE, NoticeKind.NONE),
        (HALF_HOUR - MINUTE, NoticeKind.NONE),
        (HALF_HOUR, NoticeKind.STILL),
        (90 * MINUTE, NoticeKind.STILL),
    ],
)
def test_who_writes_again_hears_in_a_few_words_that_it_still_holds_once_half_an_hour_has_passed(
    after: timedelta, expected: NoticeKind
) -> None:
    assert noticed(now=NOON + after).kind is expected


def test_what_was_told_in_a_future_that_the_clock_has_left_again_counts_for_nothing() -> None:
    assert noticed(replace(WAITING, told_at=NOON + timedelta(days=30))).kind is NoticeKind.FULL
    wrote_then = replace(WAITING, last_person_at=NOON + timedelta(days=30))
    assert noticed(wrote_then, now=NOON + HALF_HOUR).kind is NoticeKind.STILL


def test_who_writes_again_on_another_day_of_the_house_is_told_anew() -> None:
    late_at_night = datetime(2026, 11, 23, 22, 20, tzinfo=NOON.tzinfo)  # 23:20 in Copenhagen
    told = replace(WAITING, told_at=late_at_night, promised_by=DUE + timedelta(days=1))
    promise = replace(OPEN, by=told.promised_by)

    assert noticed(told, promise=promise, now=late_at_night + 39 * MINUTE).kind is NoticeKind.STILL
    assert noticed(told, promise=promise, now=late_at_night + 41 * MINUTE).kind is NoticeKind.FULL
    assert noticed(told, gist=Gist.CHAT, promise=promise, now=late_at_night + 41 * MINUTE).kind is NoticeKind.STILL


def test_half_an_hour_of_quiet_goes_before_a_new_day() -> None:
    before_midnight = datetime(2026, 11, 23, 22, 55, tzinfo=NOON.tzinfo)
    told = replace(WAITING, told_at=before_midnight)

    assert noticed(told, now=before_midnight + 10 * MINUTE).kind is NoticeKind.NONE


@pytest.mark.parametrize("by", [DUE + HALF_HOUR, DUE - HALF_HOUR, None], ids=["later", "earlier", "no more time"])
def test_a_time_that_moves_is_told_at_once(by: datetime | None) -> None:
    assert noticed(promise=replace(OPEN, by=by), now=NOON + MINUTE).kind is NoticeKind.FULL


def test_the_same_time_in_another_zone_has_not_moved_even_when_the_clock_goes_back() -> None:
    repeated = datetime(2026, 10, 25, 2, 30, tzinfo=COPENHAGEN, fold=1)
    told = replace(WAITING, promised_by=datetime(2026, 10, 25, 1, 30, tzinfo=NOON.tzinfo))

    assert noticed(told, promise=replace(OPEN, by=repeated), now=NOON + MINUTE).kind is NoticeKind.NONE


@pytest.mark.parametrize("after", [MINUTE, HALF_HOUR, timedelta(hours=20)])
def test_nothing_is_repeated_while_what_was_told_is_still_on_its_way(after: timedelta) -> None:
    waits = noticed(now=NOON + after, unsent=True)

    assert (waits.kind, waits.why) == (NoticeKind.NONE, "What the customer was told is still on its way.")


def test_another_time_is_told_even_while_the_one_before_is_on_its_way() -> None:
    later = replace(OPEN, by=DUE + HALF_HOUR)

    assert noticed(promise=later, unsent=True).kind is NoticeKind.FULL
    assert noticed(priority=Priority.HIGH, unsent=True).kind is NoticeKind.FULL
    assert noticed(talk(), unsent=True).kind is NoticeKind.FULL


def test_what_has_become_more_urgent_is_told_at_once() -> None:
    assert noticed(now=NOON + MINUTE, priority=Priority.HIGH).kind is NoticeKind.FULL


NEVER = [
    (comment("bryllupskage?"), Gist.ASKS, "public"),
    (said("bryllupskage?", standby=True), Gist.ASKS, "only listens"),
    (said("", attachments=(Attachment("story_mention", url="x"),)), Gist.ASKS, "story"),
    (LIKE, Gist.NOTHING, "sticker"),
    (said("👍"), Gist.NOTHING, "emoji"),
    (PLAIN, Gist.ANSWERED, "answered completely"),
]


@pytest.mark.parametrize(("item", "gist", "why"), NEVER, ids=[why for _, _, why in NEVER])
@pytest.mark.parametrize("before", [talk(), WAITING], ids=["new", "told"])
def test_says_nothing_where_nothing_is_to_be_said_and_why(
    before: Conversation, item: Incoming, gist: Gist, why: str
) -> None:
    notice = noticed(before, item, gist, now=NOON + timedelta(days=2))

    assert notice.kind is NoticeKind.NONE
    assert why in notice.why


def test_says_nothing_where_the_bot_may_not_write_any_more() -> None:
    assert noticed(talk(), last_customer_at=NOON - timedelta(hours=24)).kind is NoticeKind.NONE


@pytest.mark.parametrize("state", [State.BOT, State.WAITING, State.PERSON])
def test_never_speaks_within_five_minutes_after_a_person(state: State) -> None:
    lately = talk(state=state, last_person_at=NOON - 4 * MINUTE)
    before = talk(state=state, last_person_at=NOON - 31 * MINUTE)
    nobody = replace(OPEN, open_now=False)

    assert noticed(lately, promise=nobody).kind is NoticeKind.NONE
    assert noticed(before, promise=nobody).kind is NoticeKind.FULL


def test_leaves_the_customer_to_the_person_who_has_the_conversation_while_somebody_is_there() -> None:
    assert noticed(replace(THEIRS, last_person_at=NOON - timedelta(hours=3))).kind is NoticeKind.NONE


def test_leaves_the_customer_to_a_person_who_wrote_within_half_an_hour() -> None:
    nobody = replace(OPEN, open_now=False)

    assert noticed(THEIRS, promise=nobody, now=NOON + 29 * MINUTE).kind is NoticeKind.NONE
    assert noticed(THEIRS, promise=nobody, now=NOON + HALF_HOUR).kind is NoticeKind.FULL


def test_small_talk_to_a_person_gets_no_notice() -> None:
    assert noticed(THEIRS, gist=Gist.CHAT, promise=replace(OPEN, open_now=False), now=NIGHT).kind is NoticeKind.NONE


@pytest.mark.parametrize("open_now", [True, False])
def test_who_was_told_by_a_person_that_it_takes_time_hears_that_this_still_holds(open_now: bool) -> None:
    until = NOON + timedelta(days=2)
    held = talk().held(NOON, until, "mette")
    promise = replace(OPEN, by=until, open_now=open_now)

    assert noticed(held, promise=promise, now=NOON + 29 * MINUTE).kind is NoticeKind.NONE
    assert noticed(held, promise=promise, now=NOON + HALF_HOUR).kind is NoticeKind.STILL
    assert noticed(held, promise=promise, now=NOON + timedelta(days=1)).kind is NoticeKind.STILL


@given(
    minutes=st.lists(st.integers(0, 3000), min_size=2, max_size=12).map(sorted),
    gists=st.lists(st.sampled_from(list(Gist)), min_size=12, max_size=12),
)
def test_nobody_is_told_twice_within_half_an_hour_nor_the_whole_twice_a_day(
    minutes: list[int], gists: list[Gist]
) -> None:
    conversation, told = talk(), list[tuple[datetime, NoticeKind]]()
    for minute, gist in zip(minutes, gists, strict=False):
        now = NOON + timedelta(minutes=minute)
        notice = noticed(conversation, gist=gist, now=now)
        waiting = conversation.waits(since=now, reason="unsure", priority=Priority.NORMAL, department=None)
        conversation = replace(waiting, promised_by=DUE)
        assert notice.why
        if notice.kind is not NoticeKind.NONE:
            conversation = replace(conversation, told_at=now)
            told.append((now, notice.kind))
    assert all(later - earlier >= HALF_HOUR for (earlier, _), (later, _) in pairwise(told))
    days = [now.astimezone(COPENHAGEN).date() for now, kind in told if kind is NoticeKind.FULL]
    assert len(days) == len(set(days))


# What is said


def test_a_notice_is_known_as_one_and_true_until_its_time() -> None:
    first = writes(talk(), now=NOON)

    assert [(reply.purpose, reply.true_until) for reply in first.replies] == [(Purpose.NOTICE, DUE)]
    assert (first.promise is not None and first.promise.by, kind(first)) == (DUE, NoticeKind.FULL)


def test_a_notice_names_tomorrow_only_until_midnight() -> None:
    (told,) = writes(talk(), now=NIGHT).replies
    (again,) = writes(writes(talk(), now=NIGHT).after, now=NIGHT + HALF_HOUR).replies

    assert "i morgen" in told.text
    assert "i morgen" in again.text
    assert told.true_until == again.true_until == NIGHT + timedelta(hours=1)


def test_a_customer_behind_whose_notice_the_sending_is_held_up_gets_one_notice() -> None:
    first = writes(talk(), now=NOON)
    again = [writes(first.after, now=NOON + after * HALF_HOUR, unsent_notice=True) for after in (1, 2, 3)]

    assert [len(decision.replies) for decision in (first, *again)] == [1, 0, 0, 0]
    assert {decision.after.told_at for decision in again} == {NOON}


def test_who_writes_again_reads_that_the_time_still_holds_and_then_nothing_for_half_an_hour() -> None:
    told = writes(talk(), now=NOON).after
    again = writes(told, now=NOON + 40 * MINUTE)
    third = writes(again.after, now=NOON + 60 * MINUTE)

    [text] = texts(again)
    assert text in variants("still", reply_by="inden kl. 14")
    assert (again.action, again.reason) == (Action.HANDOFF, Reason.ALREADY_WAITING)
    assert again.after.told_at == NOON + 40 * MINUTE
    assert (third.action, third.replies, kind(third)) == (Action.SILENT, (), NoticeKind.NONE)


def test_who_waits_over_a_complaint_hears_that_it_still_holds_instead_of_an_answer() -> None:
    told = decided(said("min pakke er smadret"), found(("damaged", 0.9))).after
    again = writes(told, ANSWERABLE, "hvornår har i åbent?", now=NOON + HALF_HOUR)

    assert (again.reason, again.entries, kind(again)) == (Reason.ALREADY_WAITING, (), NoticeKind.STILL)


def test_a_complete_answer_to_who_waits_stands_alone() -> None:
    told = writes(talk(), now=NOON).after
    answered = writes(told, ANSWERABLE, "hvornår har i åbent?", now=NOON + 40 * MINUTE)

    assert (answered.action, len(answered.replies), kind(answered)) == (Action.ANSWER, 1, NoticeKind.NONE)
    assert answered.replies[0].purpose is Purpose.ANSWER


def test_a_bots_answer_does_not_count_as_an_answer_to_who_waits() -> None:
    told = writes(talk(), now=NOON).after
    answered = writes(told, ANSWERABLE, "hvornår har i åbent?", now=NOON + 29 * MINUTE).after

    assert kind(writes(answered, now=NOON + 31 * MINUTE)) is NoticeKind.STILL


def test_a_sticker_of_who_waits_gets_nothing_and_leaves_the_wait_as_it_is() -> None:
    told = writes(talk(), now=NOON).after
    liked = decide(LIKE, told, WORDLESS, knowledge(), NOON + 40 * MINUTE)

    assert (liked.action, liked.replies, kind(liked)) == (Action.SILENT, (), NoticeKind.NONE)
    assert (liked.after.told_at, liked.after.promised_by) == (told.told_at, told.promised_by)


def test_a_promise_that_moves_since_somebody_fell_ill_is_told_with_a_word_of_regret() -> None:
    week = knowledge().house.hours
    house = replace(knowledge().house, rota=(Person("mette", "Mette", (week,)),))
    alone = replace(knowledge(), reception=replace(knowledge().reception, house=house))
    told = decide(PLAIN, talk(), UNSURE, alone, NOON)
    ill = Situation(changes=(RotaChange("mette", NOON, NOON + timedelta(hours=9), on=False),))
    again = decide(PLAIN, told.after, UNSURE, alone, NOON + MINUTE, situation=ill)

    assert "inden kl. 14" in texts(told)[0]
    assert texts(again)[0] in variants("late", "follow_up_closed", reply_by="i morgen inden kl. 11")
    assert (kind(again), again.after.late_at) == (NoticeKind.FULL, NOON + MINUTE)
    assert again.promise is not None
    assert again.after.promised_by == again.promise.by


def test_a_promise_does_not_move_while_it_can_be_kept_however_many_wait() -> None:
    told = writes(talk(), now=NOON).after
    rush = Situation(waiting={None: 40}, pace=Pace(reply=timedelta(hours=1)))
    again = writes(told, now=NOON + MINUTE, situation=rush)

    assert (again.after.promised_by, kind(again)) == (DUE, NoticeKind.NONE)


def test_what_still_holds_is_said_without_a_word_of_how_much_there_is_to_do() -> None:
    rush = Situation(waiting={None: 40})
    told = writes(talk(), now=NOON).after
    again = writes(told, now=NOON + HALF_HOUR, situation=rush)

    assert (kind(again), len(again.replies)) == (NoticeKind.STILL, 1)
    assert "for tiden" not in texts(again)[0]


@pytest.mark.parametrize(
    ("understood", "expected"),
    [(UNSURE, timedelta(hours=4, minutes=30)), (found(("damaged", 0.9)), timedelta(hours=2))],
)
def test_only_what_is_more_urgent_or_goes_to_others_is_promised_sooner_than_before(
    understood: Understanding, expected: timedelta
) -> None:
    told = writes(talk(), now=NOON, situation=Situation(waiting={None: 40})).after

    assert writes(told, understood, now=NOON).after.promised_by == NOON + expected


def test_a_second_complaint_is_not_acknowledged_again() -> None:
    told = decided(said("min pakke er smadret"), found(("damaged", 0.9))).after
    again = writes(told, found(("damaged", 0.9)), "helt smadret", now=NOON + MINUTE)

    assert (again.action, again.replies) == (Action.SILENT, ())


def test_says_that_there_is_more_to_do_than_usual_when_the_time_is_later_for_it() -> None:
    busy = writes(talk(), now=NOON, situation=Situation(waiting={None: 40}))

    assert busy.promise is not None
    assert busy.promise.busy
    assert "inden kl. 16.30" in texts(busy)[0]
    assert "for tiden" in texts(busy)[0]
    assert "for tiden" not in texts(writes(talk(), now=NOON))[0]


def test_what_is_told_late_at_night_to_who_has_a_person_is_when_they_are_back() -> None:
    theirs = replace(THEIRS, introduced_at=NOON, last_person_at=NOON, last_bot_at=NOON)
    told = writes(theirs, ANSWERABLE, now=NIGHT)

    assert (told.action, told.reason, told.after.state) == (Action.HANDOFF, Reason.WITH_PERSON, State.PERSON)
    assert (told.replies[0].purpose, told.entries) == (Purpose.NOTICE, ())
    assert texts(told)[0] in variants("follow_up_closed", reply_by="i morgen inden kl. 11")
    assert kind(writes(told.after, now=NIGHT + MINUTE)) is NoticeKind.NONE
    assert kind(writes(told.after, now=NIGHT + HALF_HOUR)) is NoticeKind.STILL


def test_thanks_to_a_person_at_night_get_nothing() -> None:
    thanked = writes(THEIRS, THANKS, "tak!", now=NIGHT)

    assert (thanked.replies, kind(thanked)) == ((), NoticeKind.NONE)


def test_the_time_that_a_person_named_is_not_moved_even_if_nobody_is_there_until_then() -> None:
    tomorrow = FRIDAY_NIGHT + timedelta(hours=14)  # a Saturday, 12:00 in Copenhagen
    held = talk(introduced_at=FRIDAY_NIGHT, last_bot_at=FRIDAY_NIGHT).held(FRIDAY_NIGHT, tomorrow)
    asked = writes(held, now=FRIDAY_NIGHT + HALF_HOUR)

    assert (asked.after.promised_by, kind(asked)) == (tomorrow, NoticeKind.STILL)
    assert "i morgen inden kl. 12" in texts(asked)[0]


def test_the_time_that_a_person_named_stays_theirs_however_often_it_is_said_again() -> None:
    tomorrow = FRIDAY_NIGHT + timedelta(hours=14)
    held = talk(introduced_at=FRIDAY_NIGHT, last_bot_at=FRIDAY_NIGHT).held(FRIDAY_NIGHT, tomorrow)
    kinds = []
    for minutes in (30, 59, 60, 89, 95):
        decision = writes(held, now=FRIDAY_NIGHT + minutes * MINUTE)
        held = decision.after
        kinds.append(str(kind(decision)))
        assert (held.told_by_person, held.promised_by) == (True, tomorrow)

    assert kinds == ["still", "none", "still", "none", "still"]


@pytest.mark.parametrize("state", [State.WAITING, State.PERSON])
def test_a_time_that_nobody_heard_of_does_not_stand(state: State) -> None:
    unsaid = talk(state=state, waiting_since=NOON, promised_by=NIGHT + timedelta(hours=13), reason=Reason.STORY_MENTION)
    rush = Situation(waiting={None: 60})
    told, fresh = writes(unsaid, now=NIGHT, situation=rush), writes(talk(), now=NIGHT, situation=rush)

    assert kind(told) is NoticeKind.FULL
    assert told.after.promised_by == fresh.after.promised_by != unsaid.promised_by


def test_a_time_that_was_told_in_a_future_that_the_clock_has_left_does_not_stand() -> None:
    later = replace(WAITING, told_at=NOON + timedelta(days=30), promised_by=DUE + timedelta(days=30))

    assert writes(later, now=NOON).after.promised_by == DUE


def test_a_time_of_ours_stands_only_as_long_as_it_can_be_kept_even_when_a_person_has_the_conversation() -> None:
    week = knowledge().house.hours
    house = replace(knowledge().house, rota=(Person("mette", "Mette", (week,)),))
    alone = replace(knowledge(), reception=replace(knowledge().reception, house=house))
    told = decide(PLAIN, talk(), UNSURE, alone, NIGHT)
    tomorrow = NIGHT + timedelta(hours=1)
    ill = Situation(changes=(RotaChange("mette", tomorrow, tomorrow + timedelta(days=1), on=False),))

    def again(situation: Situation) -> Decision:
        return decide(PLAIN, told.after.taken(), UNSURE, alone, NIGHT + HALF_HOUR, situation=situation)

    assert "i morgen inden kl. 11" in texts(told)[0]
    assert (kind(again(QUIET)), again(QUIET).after.promised_by) == (NoticeKind.STILL, told.after.promised_by)
    assert kind(again(ill)) is NoticeKind.FULL
    assert again(ill).after.promised_by == NIGHT + timedelta(hours=36)  # on Wednesday at 11
    assert texts(again(ill))[0].startswith(variants("late"))


def test_the_time_that_a_person_named_is_not_moved_by_us() -> None:
    until = NOON + timedelta(days=5)  # a Saturday
    held = replace(talk(introduced_at=NOON, last_bot_at=NOON).held(NOON, until), last_person_at=NOON)
    asked = writes(held, now=NOON + HALF_HOUR)

    assert (asked.after.promised_by, kind(asked)) == (until, NoticeKind.STILL)
    assert texts(asked)[0] in variants("still_write_again", reply_by="på lørdag inden kl. 12")


def test_a_promise_that_nobody_was_told_of_stays_due_when_more_is_said_in_public() -> None:
    first = decided(comment("åbent?"), ANSWERABLE)
    late = NOON + timedelta(hours=4)
    second = decide(comment("hallo?"), first.after.heard(late), UNSURE, knowledge(), late)

    assert (first.promise is not None, first.after.promised_by) == (True, DUE)
    assert (second.promise, second.after.promised_by) == (None, DUE)


def test_what_becomes_urgent_just_after_a_person_wrote_is_acknowledged_without_a_time() -> None:
    given_back = talk(state=State.WAITING, waiting_since=NOON, last_person_at=NOON, promised_by=DUE, introduced_at=NOON)
    urgent = writes(given_back, found(("allergy", 0.9)), "hun kan ikke få luft", now=NOON + MINUTE)

    assert "112" in texts(urgent)[0]
    assert "kl." not in texts(urgent)[0]
    assert urgent.after.told_at is None


# Meta's window

CONTACT = HOUSE + "contact: hej@norden.example\n"
CHRISTMAS = HOUSE + "holidays: {country: DK, categories: [public, optional]}\n"
EVE = datetime(2026, 12, 23, 19, 0, tzinfo=NOON.tzinfo)  # 20:00 in Copenhagen, on a Wednesday


@pytest.mark.parametrize(
    ("house", "now", "day"),
    [(HOUSE, FRIDAY_NIGHT, "på mandag"), (CHRISTMAS, EVE, "på mandag")],
    ids=["weekend", "xmas"],
)
@pytest.mark.parametrize("human_agent", [True, False])
@pytest.mark.parametrize("contact", [True, False])
def test_a_time_beyond_the_platforms_window_names_another_way_whenever_it_is_told(
    house: str, now: datetime, day: str, human_agent: bool, contact: bool
) -> None:
    house += "human_agent: true\n" if human_agent else ""
    house += "contact: hej@norden.example\n" if contact else ""
    first = writes(talk(), now=now, house=house)
    again = writes(first.after, now=now + HALF_HOUR, house=house)

    assert (kind(first), kind(again)) == (NoticeKind.FULL, NoticeKind.STILL)
    for (text,) in (texts(first), texts(again)):
        assert ("hej@norden.example" in text) == (contact and not human_agent)
        assert (f"{day} inden kl. 11" in text) == (contact or human_agent)
        assert (f"{day} kl. 9" in text) == (not contact and not human_agent)


def test_who_writes_again_within_the_window_of_the_promise_needs_no_other_way() -> None:
    first = writes(talk(), now=FRIDAY_NIGHT, house=CONTACT)
    sunday = FRIDAY_NIGHT + timedelta(days=2)
    again = writes(first.after, now=sunday, house=CONTACT)

    assert "hej@norden.example" in texts(first)[0]
    assert "hej@norden.example" not in texts(again)[0]
    assert "i morgen inden kl. 11" in texts(again)[0]
