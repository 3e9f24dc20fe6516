"""What people did with a conversation, in words."""

from collections.abc import Callable

from flask_babel import lazy_gettext

from bot.desk.acting_words import CLOSE_REASONS, PRIORITIES
from bot.desk.tongue import gettext
from bot.people import CloseReason, Deed
from bot.store.audit import Audited

_WORDS = {
    Deed.PASS: lazy_gettext("passed it to %(detail)s"),
    Deed.SNOOZE: lazy_gettext("put it aside"),
    Deed.GIVE_BACK: lazy_gettext("gave it back to the bot"),
    Deed.DRAFT: lazy_gettext("wrote a draft"),
    Deed.DISCARD: lazy_gettext("discarded a draft"),
    Deed.JOIN: lazy_gettext("joined it with #%(detail)s: the same person"),
    Deed.UNDO: lazy_gettext("undid that"),
}
"""What can be said without knowing more; what is not here shows by itself."""


def in_words(done: Audited, called: Callable[[str], str]) -> str | None:
    """A deed as the conversation shows it after the name of who did it; None where it shows by itself."""
    match done.action:
        case Deed.ASSIGN:
            return _assigned(done, called)
        case Deed.CLOSE:
            return _closed(done.detail)
        case Deed.PRIORITY:
            return gettext("set the priority: %(priority)s", priority=_priority(done.detail))
        case Deed.ELSEWHERE:
            return gettext("goes on by phone") if done.detail == "phone" else gettext("goes on by mail")
        case action if action in _WORDS:
            return str(_WORDS[Deed(action)]) % {"detail": done.detail}
    return None


def about(done: Audited) -> str:
    """What a deed was about, in words where it is a choice that the pages offer."""
    match done.action:
        case Deed.PRIORITY:
            return _priority(done.detail)
        case Deed.CLOSE:
            return _close_reasons().get(done.detail, done.detail)
        case Deed.ELSEWHERE:
            return gettext("by phone") if done.detail == "phone" else gettext("by mail")
    return done.detail


def _assigned(done: Audited, called: Callable[[str], str]) -> str:
    if not done.detail:
        return gettext("let go of it")
    return (
        gettext("took it") if done.detail == done.person else gettext("gave it to %(name)s", name=called(done.detail))
    )


def _closed(reason: str) -> str:
    words = _close_reasons()
    if reason == CloseReason.ANSWERED or reason not in words:
        return gettext("marked it as done")
    return gettext("marked it as done: %(reason)s", reason=words[reason])


def _close_reasons() -> dict[str, str]:
    return {str(known): str(said) for known, said in CLOSE_REASONS.items()}


def _priority(name: str) -> str:
    return next((str(words) for level, words in PRIORITIES.items() if level.name.lower() == name), name)
