"""A person answers, or says that it takes time."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core.conversation import Conversation
from bot.core.sending import Author
from bot.people.checking import check_ahead, check_alone, check_answerable, check_theirs
from bot.people.drafts import drop
from bot.people.ending import CloseReason
from bot.people.refusing import CannotAnswer, Why
from bot.people.steps import Deed, step
from bot.people.writing import Split, put_text
from bot.store.conversations import save_conversation
from bot.store.inbox import leave_to_person
from bot.store.outbox import (
    SendState,
    cancel_kept,
    cancel_unsent,
    failed_text,
    kept_texts,
    mark_over,
)
from bot.store.sealing import Seal
from bot.store.waits import PromiseKind, note_promise, promised_at
from bot.unsaid import without_unsaid


@dataclass(frozen=True, slots=True)
class Later:
    """Something about a time that lies ahead: how to take it back, and whether the platform lets us keep it."""

    undo_id: int
    in_time: bool  # unless the customer writes again, which gives new time


def answer(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    text: str,
    *,
    split: Split,
    now: datetime,
    human_agent: bool,
    person: str | None = None,
    seen_seq: int | None = None,
    from_draft: str | None = None,
    reply_to: str | None = None,
    done: bool = False,
    delay_ms: int = 0,
) -> int:
    """Queue a person's answer; from now on the conversation is theirs, or `done`. The id by which it is taken back.

    `seen_seq` is the lane's last number when the person read the conversation. `from_draft` is the draft that it was
    made of, and is over with it; other drafts of people stay, since whoever wrote them may mean something else.
    `reply_to` is the message that it answers. Raises NoSuchConversation, and CannotAnswer: also where another person
    wrote after `seen_seq`.
    """
    with step(connection, conversation_id, Deed.ANSWER, person=person, now=now) as at:
        check_alone(connection, conversation_id, person, seen_seq)
        check_theirs(connection, conversation_id, reply_to)
        conversation = _taken_up(connection, at.conversation, text, now, human_agent=human_agent)
        if from_draft:
            drop(connection, conversation_id, from_draft, "a person sent it")
        answered = conversation.answered_by_person(now, person)
        save_conversation(connection, answered)
        if done:
            save_conversation(connection, answered.closed(now, CloseReason.ANSWERED))
        at.texts = put_text(
            connection,
            seal,
            conversation,
            text,
            split=split,
            person=person,
            now=now,
            reply_to=reply_to,
            delay_ms=delay_ms,
        )
    return at.undo_id


def send_again(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    failed_id: str,
    *,
    split: Split,
    now: datetime,
    human_agent: bool,
    person: str | None = None,
    delay_ms: int = 0,
) -> int:
    """Queue a text that failed once more, as the person's. Raises as `answer` does."""
    with step(connection, conversation_id, Deed.SEND_AGAIN, person=person, now=now) as at:
        text = failed_text(connection, seal, conversation_id, failed_id)
        if text is None:
            raise CannotAnswer(Why.NOT_FAILED)
        conversation = _taken_up(connection, at.conversation, text, now, human_agent=human_agent)
        mark_over(connection, failed_id, SendState.CANCELLED, "it was sent again")
        save_conversation(connection, conversation.answered_by_person(now, person))
        at.texts = put_text(
            connection, seal, conversation, text, split=split, person=person, now=now, delay_ms=delay_ms
        )
    return at.undo_id


def hold(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    text: str,
    *,
    until: datetime,
    split: Split,
    now: datetime,
    human_agent: bool,
    house_version: str,
    person: str | None = None,
    true_until: datetime | None = None,
    seen_seq: int | None = None,
    reply_to: str | None = None,
    snoozed_until: datetime | None = None,
    delay_ms: int = 0,
) -> Later:
    """Queue a person's holding reply: the customer goes on waiting, until a new time. Raises as `answer` does.

    `true_until` is where its words pass sooner than that; `snoozed_until` until when people need not look at it;
    `reply_to` is the message that it answers.
    """
    check_ahead(until, now)
    with step(connection, conversation_id, Deed.HOLD, person=person, now=now) as at:
        check_alone(connection, conversation_id, person, seen_seq)
        check_theirs(connection, conversation_id, reply_to)
        conversation = _taken_up(connection, at.conversation, text, now, human_agent=human_agent)
        held = replace(conversation.held(now, until, person), snoozed_until=snoozed_until)
        save_conversation(connection, held)
        kind = PromiseKind.HELD
        note_promise(connection, conversation_id, kind=kind, due_at=until, house_version=house_version, now=now)
        at.texts = put_text(
            connection,
            seal,
            conversation,
            text,
            split=split,
            person=person,
            now=now,
            true_until=true_until or until,
            reply_to=reply_to,
            delay_ms=delay_ms,
        )
    return Later(at.undo_id, conversation.may_be_answered_at(until, human_agent=human_agent))


def send_drafts(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    *,
    split: Split,
    now: datetime,
    human_agent: bool,
    house_version: str,
    person: str | None = None,
) -> None:
    """A person sends what is kept as a draft: their own texts, or else the newest of the bot's.

    What names a time is a holding reply; everything else is an answer. Raises as `answer` does.
    """
    drafts = [kept for kept in kept_texts(connection, seal, conversation_id) if kept.state is SendState.DRAFT]
    if not drafts:
        raise CannotAnswer(Why.NO_DRAFT, conversation=conversation_id)
    chosen = [draft for draft in drafts if draft.author is Author.PERSON] or [
        draft for draft in drafts if draft.created_at == drafts[-1].created_at
    ]
    text, true_until, author = "\n".join(draft.text for draft in chosen), chosen[-1].true_until, chosen[-1].author
    until = promised_at(connection, conversation_id, chosen[-1].created_at) if true_until else None
    if author is Author.PERSON:
        until = until or true_until
    if any(passing is not None and passing <= now for passing in (true_until, until)):
        raise CannotAnswer(Why.DRAFT_UNTRUE)
    if until is None and author is Author.BOT:
        raise CannotAnswer(Why.DRAFT_WITHOUT_TIME)
    for draft in chosen:
        mark_over(connection, draft.id, SendState.CANCELLED, "a person sent it")
    if until is None:
        answer(connection, seal, conversation_id, text, split=split, now=now, human_agent=human_agent, person=person)
    else:
        hold(
            connection,
            seal,
            conversation_id,
            text,
            until=until,
            split=split,
            now=now,
            human_agent=human_agent,
            house_version=house_version,
            person=person,
            true_until=true_until,
        )


def _taken_up(
    connection: Connection, conversation: Conversation, text: str, now: datetime, *, human_agent: bool
) -> Conversation:
    """The conversation, which a person answers now instead of the bot."""
    check_answerable(conversation, text, now, human_agent=human_agent)
    leave_to_person(connection, conversation.id, until=now, now=now)
    unsaid = cancel_unsent(connection, conversation.id, "a person answered first")
    cancel_kept(connection, conversation.id, "a person answered first", authors=(Author.BOT,))
    return without_unsaid(connection, conversation, unsaid)
