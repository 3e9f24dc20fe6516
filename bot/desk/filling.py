"""The fields of what a person writes, such as `{reply_by}`."""

from datetime import datetime

from bot.core import composing
from bot.core.content.placeholders import ANSWER_PLACEHOLDERS, placeholders_in
from bot.core.conversation import Conversation
from bot.desk.access import user
from bot.desk.office import Office
from bot.desk.tongue import gettext


class Unfilled(Exception):
    """A text has a field that nothing can be put into, or lacks a time; the message says it on the page."""


def filled(text: str, until: datetime | None, office: Office, conversation: Conversation) -> str:
    """A person's text with its fields filled; `until` is what `{reply_by}` says. Raises Unfilled."""
    fields = placeholders_in(text)
    for name in sorted(fields - ANSWER_PLACEHOLDERS):
        raise Unfilled(gettext("There is no field {%(name)s}.", name=name))
    if "reply_by" in fields and until is None:
        raise Unfilled(gettext("The text says {reply_by}, so choose a time under “More”."))
    return composing.person_text(text, until, office.reception, conversation, office.now(), agent=_agent(office))


def signature(office: Office, conversation: Conversation) -> str:
    """How who is logged in signs in the customer's language; empty where the house says nothing about it."""
    return composing.sign_off(office.reception, conversation, office.now(), agent=_agent(office))


def _agent(office: Office) -> str:
    """By their first name."""
    return office.name_of(user()).split(" ")[0]
