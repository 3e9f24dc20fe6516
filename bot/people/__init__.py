"""What people do with a conversation.

Each deed holds the conversation's lane, is written into the audit log, and gives the id by which `undo` takes it back.
"""

from bot.people.answering import Later, answer, hold, send_again, send_drafts
from bot.people.colleagues import Passed, draft_by_link, keep_colleague_draft, pass_to_department
from bot.people.customers import (
    join_customers,
    label,
    label_customer,
    part_customer,
    set_about,
    set_address,
    set_language,
    set_name,
    unlabel,
    unlabel_customer,
)
from bot.people.drafts import discard, keep_draft
from bot.people.ending import CloseReason, close, give_back_to_bot
from bot.people.gestures import mark_seen, react
from bot.people.handing import assign, continue_elsewhere, set_priority, take
from bot.people.later import release_scheduled, schedule, snooze, wake
from bot.people.notes import leave_note
from bot.people.queue import Waiting, who_waits
from bot.people.refusing import CannotAnswer, Refused, Why
from bot.people.steps import Deed
from bot.people.undoing import UNDO_MS, Undone, undo
from bot.people.writing import Split

__all__ = [
    "UNDO_MS",
    "CannotAnswer",
    "CloseReason",
    "Deed",
    "Later",
    "Passed",
    "Refused",
    "Split",
    "Undone",
    "Waiting",
    "Why",
    "answer",
    "assign",
    "close",
    "continue_elsewhere",
    "discard",
    "draft_by_link",
    "give_back_to_bot",
    "hold",
    "join_customers",
    "keep_colleague_draft",
    "keep_draft",
    "label",
    "label_customer",
    "leave_note",
    "mark_seen",
    "part_customer",
    "pass_to_department",
    "react",
    "release_scheduled",
    "schedule",
    "send_again",
    "send_drafts",
    "set_about",
    "set_address",
    "set_language",
    "set_name",
    "set_priority",
    "snooze",
    "take",
    "undo",
    "unlabel",
    "unlabel_customer",
    "wake",
    "who_waits",
]
