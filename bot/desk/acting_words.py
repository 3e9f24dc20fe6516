"""What can be chosen when something is done with a conversation, in words."""

from flask_babel import lazy_gettext

from bot.core.conversation import Priority
from bot.people import CloseReason

CLOSE_REASONS = {
    CloseReason.NO_ANSWER_NEEDED: lazy_gettext("needs no answer"),
    CloseReason.LIKED: lazy_gettext("we liked it"),
    CloseReason.ANSWERED: lazy_gettext("answered elsewhere"),
    CloseReason.PHONE: lazy_gettext("settled by phone"),
    CloseReason.MAIL: lazy_gettext("settled by mail"),
    CloseReason.HIDDEN: lazy_gettext("hidden on the Page"),
    CloseReason.IGNORED: lazy_gettext("ignored, by our rules"),
    CloseReason.SPAM: lazy_gettext("spam"),
}
"""Why a conversation ends without an answer, as people choose it."""

PRIORITIES = {
    Priority.URGENT: lazy_gettext("urgent"),
    Priority.HIGH: lazy_gettext("high"),
    Priority.NORMAL: lazy_gettext("normal"),
    Priority.LOW: lazy_gettext("low"),
}
"""How soon people should look at it."""
