"""Colleagues in other departments: they get a conversation and, where they have no login, a link to draft an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core.content.house import House
from bot.core.conversation import Conversation
from bot.core.mentions import mentioned
from bot.people.checking import check_writable
from bot.people.handing import taken_from_bot
from bot.people.refusing import Refused, Why
from bot.people.steps import Deed, step
from bot.people.writing import put_draft
from bot.store import audit
from bot.store.conversations import load_conversation, save_conversation
from bot.store.draft_links import KIND, DraftLink, draft_link, make_draft_link, use_draft_link
from bot.store.lanes import lock
from bot.store.letters import put_letter
from bot.store.notes import add_note
from bot.store.sealing import Seal
from bot.store.tokens import hashed

PASSED = "passed"
DRAFTED = "drafted"
"""Why a conversation waits that was passed on, or for which a colleague drafted an answer, while nobody waited."""

PATH = "/desk/draft/"
"""Where the links lead."""

LONGEST_PERSON = 64

WriteLetter = Callable[[int, str], tuple[str, str]]
"""Subject and text of the letter about a conversation, with the link."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A conversation went to a department. `link` is what its mail address was sent, if it has one."""

    undo_id: int
    link: str | None


def pass_to_department(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    department: str,
    note: str,
    *,
    house: House,
    colleagues: Mapping[str, str],
    person: str,
    now: datetime,
    base_url: str,
    write: WriteLetter | None,
) -> Passed:
    """Give a conversation to a department, with a note; `write` writes the letter with a link to its address.

    It waits from now on, if it did not. `colleagues`: whom the note may mention, the names by key. Raises Refused for a
    department that the house has not.
    """
    if department not in house.departments:
        raise Refused(Why.NO_DEPARTMENT, department=department)
    address = house.departments[department].email
    with step(connection, conversation_id, Deed.PASS, person=person, now=now, detail=department) as at:
        passed = replace(taken_from_bot(connection, at.conversation, now), assigned_to=None, department=department)
        save_conversation(connection, _waiting(passed, PASSED, now))
        if note.strip():
            known = mentioned(note, colleagues)
            add_note(connection, seal, conversation_id, person, note.strip(), now=now, mentions=known)
        link = None
        if address and write:
            token = make_draft_link(connection, conversation_id, address)
            link = f"{base_url.rstrip('/')}{PATH}{token}"
            matter = f"{KIND} {conversation_id} {hashed(token)[:16]}"
            put_letter(connection, matter, *write(conversation_id, link), now, department=department)
    return Passed(at.undo_id, link)


def draft_by_link(connection: Connection, token: str) -> DraftLink:
    """Which conversation a link is for, and whose it is; looking does not use it up. Raises Refused."""
    link = draft_link(connection, token)
    if link is None:
        raise Refused(Why.LINK_IS_OVER)
    return link


def keep_colleague_draft(connection: Connection, seal: Seal, token: str, text: str, *, now: datetime) -> int:
    """Keep what a colleague drafted, which uses the link up; people have to see to it. The conversation's id.

    Raises Refused where the link is over, and CannotAnswer for an empty text.
    """
    link = draft_by_link(connection, token)
    lock(connection, link.conversation_id)
    conversation = load_conversation(connection, link.conversation_id)
    check_writable(conversation, text)
    if use_draft_link(connection, token) is None:
        raise Refused(Why.LINK_IS_OVER)
    person = link.recipient[:LONGEST_PERSON]
    put_draft(connection, seal, conversation.id, text, person=person, now=now)
    save_conversation(connection, _waiting(taken_from_bot(connection, conversation, now), DRAFTED, now))
    audit.note(connection, person, Deed.DRAFT, conversation.id, now=now)
    return conversation.id


def _waiting(conversation: Conversation, reason: str, now: datetime) -> Conversation:
    waits = conversation.waits(since=now, reason=reason, priority=conversation.priority, department=None)
    return replace(waits, snoozed_until=None)
