"""An app for the browser's tests: it takes webhooks, answers by the Graph API, and says why, as ours does."""

import json
import queue
import threading
from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import requests

from tests.webhooks.standin.running import PATIENCE, Receiver, eventually

OPENING, PARKING, PERSON = "opening-hours", "parking", "person"
ANSWERS = {
    OPENING: "Vi har åbent mandag til fredag 9-18 og lørdag 10-15. Kig endelig forbi!",
    PARKING: "Der er gratis parkering bag huset.",
}
OFFERED = "Mener du åbningstider eller parkering?"
WAITS = "Tak for din besked. Vi har lukket nu, men du hører fra os mandag inden kl. 10."
WELCOME = "Velkommen! Spørg om hvad som helst."
QUESTIONS = {
    "da": [
        "Hvornår har I åbent?",
        "Kan man parkere hos jer?",
        "Må hunde komme med?",
        "Har I glutenfri kage?",
    ],
    "cs": ["Máte dnes otevřeno?", "Dá se u vás zaparkovat?"],
}
ZONE = "Europe/Copenhagen"
MENUS = {
    "get_started": {"payload": "START"},
    "persistent_menu": [
        {
            "locale": "default",
            "call_to_actions": [
                {"type": "postback", "title": "Åbningstider", "payload": OPENING},
                {"type": "postback", "title": "Tal med et menneske", "payload": PERSON},
            ],
        }
    ],
    "ice_breakers": [{"call_to_actions": [{"question": "Hvornår har I åbent?", "payload": OPENING}]}],
}


class Answering(Receiver):
    """Answers words that it knows, asks back on "eller", says nothing to "ok", and hands the rest to a person."""

    def __init__(self) -> None:
        super().__init__()
        self.graph = ""  # the stand-in's address, once it is known
        self.questions = QUESTIONS
        self.holding = threading.Event()  # while it is not set, what came in is not worked on
        self.holding.set()
        self._work: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._worker = threading.Thread(target=self._answer_all)
        self._worker.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.holding.set()
        self._work.put(None)
        self._worker.join()
        super().__exit__()

    def take(self, raw: bytes, signature: str) -> int:
        status = super().take(raw, signature)
        if status == 200:
            self._work.put(json.loads(raw)["entry"][0])
        return status

    def travel(self, to: Any) -> tuple[int, bytes]:
        """Go on from a local time of the house, as our app does."""
        self.travels.append(to)
        here = datetime.now(ZoneInfo(ZONE))
        there = datetime.fromisoformat(to).replace(tzinfo=ZoneInfo(ZONE)) if to else here
        self.clock["shift"] = (there - here).total_seconds() if to else 0.0
        return 200, json.dumps(self.clock).encode()

    def _answer_all(self) -> None:
        while (entry := self._work.get()) is not None:
            self.holding.wait(PATIENCE)
            for change in entry.get("changes", ()):
                comment = change["value"].get("comment_id") or change["value"].get("id")
                self.explanations[comment] = explanation("silent", "public", "It was written in public.")
            for item in entry.get("messaging", ()):
                self._hear(item)

    def _hear(self, item: dict[str, Any]) -> None:
        message = item.get("message") or item.get("postback") or {}
        if not message or message.get("is_echo") or message.get("is_deleted"):
            return
        told, reply, offers = _decide(message)
        self.explanations[message["mid"]] = told
        account, customer = item["recipient"]["id"], item["sender"]["id"]
        self._call(account, customer, sender_action="mark_seen")
        if reply is None:
            return
        self._call(account, customer, sender_action="typing_on")
        said = {"text": reply} | ({"quick_replies": offers} if offers else {})
        sent = self._call(account, customer, messaging_type="RESPONSE", message=said)
        self.explanations[sent.json()["message_id"]] = told

    def _call(self, account: str, customer: str, **body: Any) -> requests.Response:
        """Ask it of the Graph API until it is granted; trouble there is ended soon."""
        url, bearer = f"{self.graph}/v26.0/me/messages", {"Authorization": f"Bearer token-{account}"}
        call = {"recipient": {"id": customer}, **body}

        def granted() -> requests.Response | None:
            answer = requests.post(url, json=call, headers=bearer, timeout=PATIENCE)
            return answer if answer.ok else None

        return eventually(granted)


def _decide(message: dict[str, Any]) -> tuple[dict[str, Any], str | None, list[dict[str, str]]]:
    text = message.get("text") or ""
    asked = (message.get("quick_reply") or message).get("payload")
    lowered = text.lower()
    if asked == "START":
        return explanation("answer", "welcome", "The customer opened the conversation with a button."), WELCOME, []
    if asked in ANSWERS:
        return explanation("answer", "picked", "The customer chose this answer.", [asked]), ANSWERS[asked], []
    if lowered == "ok":
        return explanation("silent", "just_emoji", "It asks nothing."), None, []
    if "eller" in lowered:
        offers = [
            {"content_type": "text", "title": title, "payload": entry}
            for entry, title in ((OPENING, "Åbningstider"), (PARKING, "Parkering"))
        ]
        return (
            explanation("clarify", "several", "Several answers are likely.", offered=[OPENING, PARKING]),
            OFFERED,
            offers,
        )
    if "åben" in lowered or "otevřeno" in lowered:
        return explanation("answer", "sure", "The match is sure enough to answer.", [OPENING]), ANSWERS[OPENING], []
    if "parker" in lowered:
        return explanation("answer", "sure", "The match is sure enough to answer.", [PARKING]), ANSWERS[PARKING], []
    return explanation("handoff", "unsure", "No answer is sure enough, so a person takes over."), WAITS, []


def explanation(
    action: str, reason: str, sentence: str, entries: list[str] | None = None, offered: list[str] | None = None
) -> dict[str, Any]:
    """What the app tells of a decision."""
    best = (entries or [OPENING])[0]
    now = datetime.now(ZoneInfo(ZONE)).replace(microsecond=0)
    waits = action == "handoff"
    return {
        "action": action,
        "reason": reason,
        "sentence": sentence,
        "entry": entries[0] if entries else None,
        "entries": entries or [],
        "offered": offered or [],
        "language": {"language": "da", "answered_in": "da", "probability": 0.97, "evidence": {"da": 0.97, "sv": 0.03}},
        "threshold": 0.71,
        "candidates": [
            {
                "entry": best,
                "confidence": 0.92 if entries else 0.55,
                "question": "Hvornår har I åbent, og er der også åbent i weekenden?",
                "views": {"meaning": 0.9, "words": 0.7},
            },
            {
                "entry": PARKING if best == OPENING else OPENING,
                "confidence": 0.31,
                "question": "Kan man holde hos jer?",
                "views": {},
            },
        ],
        "parts": [],
        "faq_version": "3f1c9ab27d10",
        "hours": {"open": False, "next_opening": (now + timedelta(days=1)).isoformat(), "closes": None},
        "decided_at": now.isoformat(),
        "notice": {"kind": "full", "why": "The customer has not been told yet."} if waits else None,
        "promise": {
            "by": (now + timedelta(days=1)).isoformat(),
            "open_now": False,
            "busy": False,
            "beyond_window": False,
        }
        if waits
        else None,
        "conversation": {
            "state": "waiting" if waits else "bot",
            "waiting_since": now.isoformat() if waits else None,
            "promised_by": None,
            "department": "shop" if waits else None,
            "priority": 0,
        },
    }
