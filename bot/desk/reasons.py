"""Why the bot did what it did, and why a text did not go out, in the words of the pages."""

from flask_babel import lazy_gettext

from bot.core.decision import REASONS, NoticeKind, Reason
from bot.core.sending import Hindrance
from bot.desk.tongue import gettext

_NOTICES = {
    NoticeKind.NONE: lazy_gettext("The customer was told nothing of a wait."),
    NoticeKind.FULL: lazy_gettext("The customer was told that a person answers, and when."),
    NoticeKind.STILL: lazy_gettext("The customer was told in a few words that this still holds."),
}


def in_words(reason: str) -> str:
    """A reason as a sentence; the catalogues have those of REASONS."""
    return gettext(REASONS[Reason(reason)]) if reason in set(Reason) else reason


def notice_in_words(kind: str) -> str:
    """What the customer was told of their wait."""
    return str(_NOTICES[NoticeKind(kind)])


def hindrance_in_words(why: str | None) -> str | None:
    """Why a text waits or was given up; what the platform says of it stays in its words."""
    return gettext(why) if why in set(Hindrance) else why
