"""Why somebody cannot do what they wanted, in a code for the pages and a sentence for the terminal."""

from enum import StrEnum


class Why(StrEnum):
    """Why not."""

    EMPTY = "empty"
    PUBLIC = "public"
    DAY_OVER = "day_over"
    WEEK_OVER = "week_over"
    TIME_IS_OVER = "time_is_over"
    NO_DRAFT = "no_draft"
    DRAFT_UNTRUE = "draft_untrue"
    DRAFT_WITHOUT_TIME = "draft_without_time"
    ANSWERED_MEANWHILE = "answered_meanwhile"
    PROMISED_BEFORE = "promised_before"
    SOMEBODY_WAITS = "somebody_waits"
    NO_DEPARTMENT = "no_department"
    NO_CONSENT = "no_consent"
    NO_LABEL = "no_label"
    NO_MESSAGE = "no_message"
    NOT_FAILED = "not_failed"
    LINK_IS_OVER = "link_is_over"
    TOO_LATE = "too_late"
    CHANGED_SINCE = "changed_since"
    ENDS_BEFORE = "ends_before"
    SAME_PERSON = "same_person"
    NO_SHIFT = "no_shift"


_OLD = "Meta lets nobody write to this customer any more: the last message is older than "
_ELSE = "Reach them another way, then close it with `svartid close`."

SENTENCES = {
    Why.EMPTY: "The answer is empty.",
    Why.PUBLIC: "Conversation {conversation} is a {surface}; answer it on the Page itself, then close it here with "
    "`svartid close`.",
    Why.DAY_OVER: f"{_OLD}24 hours; with Meta's Human Agent permission (`human_agent: true` in "
    f"house.yaml) it is 7 days. {_ELSE}",
    Why.WEEK_OVER: f"{_OLD}7 days. {_ELSE}",
    Why.TIME_IS_OVER: "That time is over already: name a later one.",
    Why.NO_DRAFT: "Conversation {conversation} has no draft: write the answer itself.",
    Why.DRAFT_UNTRUE: "What the draft says is true no longer: write it anew.",
    Why.DRAFT_WITHOUT_TIME: "The draft only says that it takes longer, and names no time: write the answer itself.",
    Why.ANSWERED_MEANWHILE: "{person} has answered meanwhile: read that first.",
    Why.PROMISED_BEFORE: "The customer was promised an answer before that: send a holding reply with it.",
    Why.SOMEBODY_WAITS: "The customer waits: answer, or give a reason such as spam.",
    Why.NO_DEPARTMENT: "house.yaml has no department {department}.",
    Why.NO_CONSENT: "Say how the customer agreed to be reached that way.",
    Why.NO_LABEL: "A label has between 1 and 64 characters.",
    Why.NO_MESSAGE: "That message is not one of the customer's in this conversation.",
    Why.NOT_FAILED: "That text did not fail, or was sent again already.",
    Why.LINK_IS_OVER: "This link was used already, or is too old.",
    Why.TOO_LATE: "It is too late to take that back.",
    Why.CHANGED_SINCE: "It was changed since by somebody else, so that it cannot be taken back.",
    Why.ENDS_BEFORE: "It ends before it begins: name a later time.",
    Why.SAME_PERSON: "Name two different people.",
    Why.NO_SHIFT: "{person} has no shift on {day}, so there is nothing to swap.",
}


class Refused(Exception):
    """It cannot be done: `why` says it to a page, with `facts`; the message says it at the terminal."""

    def __init__(self, why: Why, **facts: object) -> None:
        super().__init__(SENTENCES[why].format(**facts))
        self.why = why
        self.facts = facts


class CannotAnswer(Refused):
    """A person's text cannot be sent from here."""
