"""People write one thing in several short messages: "hi" / "quick question" / "do you ship to Norway?"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.content.entry import EntryKind
from bot.core.decision import Action, Decision, Reason
from bot.core.incoming import Incoming
from bot.core.knowledge import Knowledge

SHORT = 60
"""A message with more letters than this is hardly the beginning of another one."""

_CALLS_FOR_MORE = frozenset({Reason.SEVERAL, Reason.UNSURE, Reason.OTHER_LANGUAGE, Reason.ALREADY_WAITING})
"""What we would do for one of these reasons, we may do better once the customer has said it all."""


def read_together(items: Sequence[Incoming]) -> Incoming:
    """Messages that came one after another as if they were one, a line each."""
    last = items[-1]
    return last if len(items) == 1 else replace(last, text="\n".join(item.text.strip() for item in items))


def may_go_on(last: Incoming, decision: Decision, knowledge: Knowledge) -> bool:
    """Whether the customer may be about to say more, so that what they said up to `last` is better not decided yet.

    Whatever gets an answer of its own, or a person, stands alone.
    """
    if not last.is_plain_text or len(last.text) > SHORT:
        return False
    if decision.action is Action.ANSWER:
        return all(knowledge.entries[entry].kind is EntryKind.SMALLTALK for entry in decision.entries)
    return decision.reason in _CALLS_FOR_MORE
