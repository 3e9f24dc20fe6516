"""Why something cannot be done, in the words of the pages."""

from flask_babel import lazy_gettext

from bot.people import Refused, Why

_WORDS = {
    Why.EMPTY: lazy_gettext("Write something first."),
    Why.PUBLIC: lazy_gettext(
        "This was written in public. Answer it on the Page itself, then close it here with the reason."
    ),
    Why.DAY_OVER: lazy_gettext(
        "Meta lets nobody write here any more: the customer's last message is older than 24 hours."
    ),
    Why.WEEK_OVER: lazy_gettext(
        "Meta lets nobody write here any more: the customer's last message is older than 7 days."
    ),
    Why.TIME_IS_OVER: lazy_gettext("That time is over already; choose a later one."),
    Why.NO_DRAFT: lazy_gettext("That draft is not there any more; somebody has used or discarded it."),
    Why.DRAFT_UNTRUE: lazy_gettext("What the draft says is no longer true; write it anew."),
    Why.DRAFT_WITHOUT_TIME: lazy_gettext("The draft only says that it takes longer; write the answer itself."),
    Why.ANSWERED_MEANWHILE: lazy_gettext(
        "%(person)s has answered meanwhile, so yours was not sent. Read that first; your text is still in the box."
    ),
    Why.PROMISED_BEFORE: lazy_gettext(
        "The customer was promised an answer before that. Tell them that it takes longer, and put it aside with that."
    ),
    Why.SOMEBODY_WAITS: lazy_gettext("The customer is waiting: answer, or give a reason."),
    Why.NO_DEPARTMENT: lazy_gettext("There is no such department."),
    Why.NO_CONSENT: lazy_gettext("Say how the customer agreed to be reached that way."),
    Why.NO_LABEL: lazy_gettext("A label has between 1 and 64 characters."),
    Why.NO_MESSAGE: lazy_gettext("That message is not one of this customer's."),
    Why.NOT_FAILED: lazy_gettext("That text did not fail, or was sent again already."),
    Why.LINK_IS_OVER: lazy_gettext("This link was used already, or is too old."),
    Why.TOO_LATE: lazy_gettext("It is too late to undo that."),
    Why.ENDS_BEFORE: lazy_gettext("That would end before it begins; choose a later time."),
    Why.SAME_PERSON: lazy_gettext("Choose somebody else to take the shift."),
    Why.NO_SHIFT: lazy_gettext("There is no shift on that day to give away."),
    Why.CHANGED_SINCE: lazy_gettext("It has been changed since, so it cannot be undone."),
}


def in_words(refused: Refused, *, person: str = "") -> str:
    """A refusal as a sentence; `person` is who got in the way, where somebody did."""
    return str(_WORDS[refused.why]) % {"person": person} if person else str(_WORDS[refused.why])
