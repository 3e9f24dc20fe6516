"""Why the bot did what it did: one structure for the terminal, the log and every page."""

from datetime import datetime
from typing import Any

from bot.core.conversation import Conversation
from bot.core.decision import REASONS, Decision, Notice
from bot.core.knowledge import Knowledge
from bot.core.matching.match import Match
from bot.core.pace import QUIET, Situation
from bot.core.promise import Promise
from bot.core.reading import Part
from bot.core.reception import Reception

SHOWN = 5
"""Candidates that are worth showing."""


def explain(decision: Decision, knowledge: Knowledge, now: datetime, *, situation: Situation = QUIET) -> dict[str, Any]:
    """A decision, made `now`, as plain JSON values.

    `candidates`, `outcome` and `never` are those of the whole message; `parts` is what it was taken apart into, empty
    where it was read as a whole.
    """
    language, match, after = decision.understanding.language, decision.understanding.match, decision.after
    return {
        "decided_at": now.astimezone(knowledge.house.timezone).isoformat(),
        "action": str(decision.action),
        "reason": str(decision.reason),
        "sentence": REASONS[decision.reason],
        "entry": decision.entry,
        "entries": list(decision.entries),
        "offered": list(decision.offered),
        "replies": len(decision.replies),
        "language": {
            "language": language.spoken or language.language,
            "answered_in": language.language,
            "probability": round(language.probability, 3),  # of the language it is answered in
            "evidence": {code: round(share, 3) for code, share in language.evidence.items()},
        },
        "threshold": round(match.threshold, 3) if match else None,
        **_found(match),
        "parts": [_part(part) for part in decision.parts],
        "faq_version": knowledge.version,
        "hours": _hours(knowledge.reception, after, now, situation),
        "notice": _notice(decision.notice),  # null where nobody waits for a person
        "promise": _promise(decision.promise),  # what is promised or due from now on
        "conversation": {
            "state": str(after.state),
            "waiting_since": after.waiting_since.isoformat() if after.waiting_since else None,
            "promised_by": after.promised_by.isoformat() if after.promised_by else None,
            "department": after.department,
            "priority": int(after.priority),
        },
    }


def in_a_line(explanation: dict[str, Any]) -> str:
    """An explanation without a word that the customer wrote."""
    told, found = explanation, explanation["candidates"]
    best = f"{found[0]['entry']} {found[0]['confidence']:.2f} of {told['threshold']:.2f}" if found else "no candidate"
    read_as = ", ".join(part["role"] for part in told["parts"]) or "as a whole"
    entries = ", ".join(told["entries"]) or "no entry"
    notice, promise = told["notice"], told["promise"]
    return (
        f"{told['action']} because {told['reason']} ({entries}; best {best}; read {read_as}; "
        f"language {told['language']['language']}; faq {told['faq_version']})"
        + (f"; a person answers by {promise['by'] or 'a time not known'}" if promise else "")
        + (f"; notice {notice['kind']}: {notice['why']}" if notice else "")
    )


def _hours(reception: Reception, conversation: Conversation, now: datetime, situation: Situation) -> dict[str, Any]:
    """Whether anybody is there who would answer the conversation, and when that changes."""
    department, account = conversation.department, conversation.account
    staffing = reception.staffing(situation, department=department, account=account)
    is_open, opening = staffing.is_open(now), staffing.next_opening(now)
    closing = staffing.next_closing(now) if is_open else None
    return {
        "open": is_open,
        "next_opening": opening.isoformat() if opening else None,  # while it is open, the one after the closing
        "closes": closing.isoformat() if closing else None,
    }


def _notice(notice: Notice | None) -> dict[str, Any] | None:
    return {"kind": str(notice.kind), "why": notice.why} if notice else None


def _promise(promise: Promise | None) -> dict[str, Any] | None:
    if promise is None:
        return None
    return {
        "by": promise.by.isoformat() if promise.by else None,
        "open_now": promise.open_now,
        "busy": promise.busy,
        "beyond_window": promise.beyond_window,
    }


def _part(part: Part) -> dict[str, Any]:
    return {"text": part.finding.text, "role": str(part.role), **_found(part.finding.match)}


def _found(match: Match | None) -> dict[str, Any]:
    """What the matcher found for a text."""
    return {
        "outcome": str(match.outcome) if match else None,
        "never": match.never if match else None,
        "read_as": match.read_as if match else None,
        "candidates": [
            {
                "entry": candidate.entry,
                "confidence": round(candidate.confidence, 3),
                "question": candidate.question,
                "views": {view: round(value, 3) for view, value in candidate.views.items()},
            }
            for candidate in (match.candidates[:SHOWN] if match else ())
        ],
    }
