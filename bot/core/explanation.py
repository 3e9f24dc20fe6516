"""Why the bot did what it did: one structure for the terminal, the log and every page."""

from typing import Any

from bot.core.decision import REASONS, Decision
from bot.core.knowledge import Knowledge

SHOWN = 5
"""Candidates that are worth showing."""


def explain(decision: Decision, knowledge: Knowledge) -> dict[str, Any]:
    """A decision as plain JSON values."""
    language, match, after = decision.understanding.language, decision.understanding.match, decision.after
    return {
        "action": str(decision.action),
        "reason": str(decision.reason),
        "sentence": REASONS[decision.reason],
        "entry": decision.entry,
        "offered": list(decision.offered),
        "language": {
            "language": language.spoken or language.language,
            "probability": round(language.probability, 3),
            "evidence": {code: round(share, 3) for code, share in language.evidence.items()},
        },
        "threshold": round(match.threshold, 3) if match else None,
        "never": match.never if match else None,
        "candidates": [
            {
                "entry": candidate.entry,
                "confidence": round(candidate.confidence, 3),
                "question": candidate.question,
                "views": {view: round(value, 3) for view, value in candidate.views.items()},
            }
            for candidate in (match.candidates[:SHOWN] if match else ())
        ],
        "faq_version": knowledge.version,
        "conversation": {
            "state": str(after.state),
            "waiting_since": after.waiting_since.isoformat() if after.waiting_since else None,
            "promised_by": after.promised_by.isoformat() if after.promised_by else None,
            "department": after.department,
            "priority": int(after.priority),
        },
    }
