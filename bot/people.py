"""What people do with a conversation: see who waits, answer, put off, schedule, close."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, or_, select

from bot.core.conversation import HUMAN_AGENT_WINDOW, WINDOW, Conversation, Priority
from bot.core.decision import Reason
from bot.core.incoming import Channel, Incoming, Surface
from bot.core.sending import Author
from bot.store.conversations import conversation_from, load_conversation, save_conversation
from bot.store.inbox import leave_to_person
from bot.store.incoming_json import incoming_from_json
from bot.store.lanes import lock
from bot.store.outbox import (
    Kept,
    SendState,
    cancel_kept,
    cancel_unsent,
    kept_texts,
    make_draft,
    mark_over,
    put_in_outbox,
    release,
    state_of,
)
from bot.store.schema import IS_WAITING, conversations, incoming
from bot.store.sealing import Seal
from bot.store.waits import MadePromise, PromiseKind, note_promise, open_waits, promised_at
from bot.unsaid import without_unsaid

Split = Callable[[Channel, str], tuple[str, ...]]
"""Cuts a text into the parts that a channel takes."""


class CannotAnswer(Exception):
    """A person's answer cannot be sent from here; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One conversation that people have to see to, with what the customer wrote last."""

    conversation: Conversation
    last: Incoming | None
    promises: tuple[MadePromise, ...] = ()
    kept: tuple[Kept, ...] = ()  # what is scheduled, and drafts


def who_waits(connection: Connection, seal: Seal) -> list[Waiting]:
    """Everybody who waits for a person: the urgent first, then by the promised time, then who waits longest.

    Last come conversations in which nobody waits, but a draft does.
    """
    kept: dict[int, list[Kept]] = defaultdict(list)
    for text in kept_texts(connection, seal):
        kept[text.conversation_id].append(text)
    drafted = [each for each, texts in kept.items() if any(text.state is SendState.DRAFT for text in texts)]
    made = {wait.conversation_id: wait.promises for wait in open_waits(connection)}
    promised, since = conversations.c.promised_by, conversations.c.waiting_since
    rows = connection.execute(
        select(conversations)
        .where(or_(IS_WAITING, conversations.c.id.in_(drafted)))
        .order_by(since.is_(None), conversations.c.priority.desc(), promised.is_(None), promised, since)
    ).mappings()
    return [
        Waiting(
            conversation_from(row),
            _last_words(connection, seal, row["id"]),
            made.get(row["id"], ()),
            tuple(kept[row["id"]]),
        )
        for row in rows
    ]


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
) -> None:
    """Queue a person's answer; from now on the conversation is theirs. Raises NoSuchConversation, CannotAnswer."""
    conversation = _taken_up(connection, conversation_id, text, now, human_agent=human_agent)
    save_conversation(connection, conversation.answered_by_person(now, person))
    parts = split(conversation.channel, text)
    put_in_outbox(connection, seal, conversation_id, parts, author=Author.PERSON, person=person, now=now)


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
) -> bool:
    """Queue a person's holding reply: the customer goes on waiting, until a new time. Raises as `answer` does.

    `true_until` is where its words pass sooner than that. Whether the platform will still let a person write then,
    unless the customer writes again.
    """
    if until <= now:
        raise CannotAnswer("The time until which it will take is over already: name a later one.")
    conversation = _taken_up(connection, conversation_id, text, now, human_agent=human_agent)
    save_conversation(connection, conversation.held(now, until, person))
    note_promise(connection, conversation_id, kind=PromiseKind.HELD, due_at=until, house_version=house_version, now=now)
    put_in_outbox(
        connection,
        seal,
        conversation_id,
        split(conversation.channel, text),
        author=Author.PERSON,
        person=person,
        now=now,
        true_until=true_until or until,
    )
    return conversation.window_open(until, length=HUMAN_AGENT_WINDOW if human_agent else WINDOW)


def schedule(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    text: str,
    *,
    at: datetime,
    split: Split,
    now: datetime,
    person: str | None = None,
) -> bool:
    """Keep a person's text for later. Raises as `answer` does.

    Whether it can go then: outside the platform's 24 hours it becomes a draft, unless the customer writes again.
    """
    if at <= now:
        raise CannotAnswer("The time at which it is to be sent is over already: name a later one.")
    lock(connection, conversation_id)
    conversation = load_conversation(connection, conversation_id)
    _check_writable(conversation, text)
    put_in_outbox(
        connection,
        seal,
        conversation_id,
        split(conversation.channel, text),
        author=Author.PERSON,
        person=person,
        now=now,
        state=SendState.SCHEDULED,
        send_at=at,
    )
    return conversation.window_open(at)


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
        raise CannotAnswer(f"Conversation {conversation_id} has no draft: write the answer itself.")
    chosen = [draft for draft in drafts if draft.author is Author.PERSON] or [
        draft for draft in drafts if draft.created_at == drafts[-1].created_at
    ]
    text, true_until, author = "\n".join(draft.text for draft in chosen), chosen[-1].true_until, chosen[-1].author
    until = promised_at(connection, conversation_id, chosen[-1].created_at) if true_until else None
    if author is Author.PERSON:
        until = until or true_until
    if any(passing is not None and passing <= now for passing in (true_until, until)):
        raise CannotAnswer("What the draft says is true no longer: write it anew.")
    if until is None and author is Author.BOT:
        raise CannotAnswer("The draft only says that it takes longer, and names no time: write the answer itself.")
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


def release_scheduled(connection: Connection, row_id: str, conversation_id: int, now: datetime) -> bool:
    """Whether a scheduled text goes now; outside the platform's 24 hours it becomes a draft for a person instead.

    It answers what the customer had written when it was written, and nothing that came later.
    """
    lock(connection, conversation_id)
    if state_of(connection, row_id) is not SendState.SCHEDULED:
        return False
    conversation = load_conversation(connection, conversation_id)
    if not conversation.window_open(now):
        make_draft(connection, row_id, "the platform's 24 hours were over when its time came")
        waits = conversation.waits(since=now, reason=Reason.WINDOW_CLOSED, priority=Priority.HIGH, department=None)
        save_conversation(connection, waits)
        return False
    written_at, person = release(connection, row_id, conversation_id, now)
    answered = conversation.answered_by_person(written_at, person)
    save_conversation(connection, replace(answered, last_person_at=now))
    return True


def close(connection: Connection, conversation_id: int, reason: str, *, now: datetime) -> None:
    """End a conversation without an answer, for a reason that is kept. Raises NoSuchConversation."""
    lock(connection, conversation_id)
    cancel_kept(connection, conversation_id, "the conversation was closed")
    save_conversation(connection, load_conversation(connection, conversation_id).closed(now, reason))


def _taken_up(
    connection: Connection, conversation_id: int, text: str, now: datetime, *, human_agent: bool
) -> Conversation:
    """The conversation, which a person answers now instead of the bot."""
    lock(connection, conversation_id)
    conversation = load_conversation(connection, conversation_id)
    _check_answerable(conversation, text, now, human_agent=human_agent)
    leave_to_person(connection, conversation_id, until=now, now=now)
    unsaid = cancel_unsent(connection, conversation_id, "a person answered first")
    cancel_kept(connection, conversation_id, "a person answered first", authors=(Author.BOT,))
    return without_unsaid(connection, conversation, unsaid)


def _check_writable(conversation: Conversation, text: str) -> None:
    if not text.strip():
        raise CannotAnswer("The answer is empty.")
    if conversation.surface is not Surface.MESSAGE:
        raise CannotAnswer(
            f"Conversation {conversation.id} is a {conversation.surface}; answer it on the Page itself, then close it "
            "here with `svartid close`."
        )


def _check_answerable(conversation: Conversation, text: str, now: datetime, *, human_agent: bool) -> None:
    _check_writable(conversation, text)
    if conversation.window_open(now, length=HUMAN_AGENT_WINDOW if human_agent else WINDOW):
        return
    rest = (
        "" if human_agent else "; with Meta's Human Agent permission (`human_agent: true` in house.yaml) it is 7 days"
    )
    raise CannotAnswer(
        f"Meta lets nobody write to this customer any more: the last message is older than "
        f"{'7 days' if human_agent else '24 hours'}{rest}. Reach them another way, then close it with `svartid close`."
    )


def _last_words(connection: Connection, seal: Seal, conversation_id: int) -> Incoming | None:
    content = connection.scalar(
        select(incoming.c.content)
        .where(incoming.c.conversation_id == conversation_id, incoming.c.kind.in_(["message", "button", "edit"]))
        .order_by(incoming.c.seq.desc())
        .limit(1)
    )
    return None if content is None else incoming_from_json(seal.open(content.encode()).decode())
