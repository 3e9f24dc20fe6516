"""Each recorded webhook body goes through the whole program; what it brings about is asserted exactly."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.core.conversation import Conversation, State
from bot.store.schema import deliveries, incoming
from tests.journeys.conftest import MONDAY_NOON, House

PAYLOADS = Path(__file__).parent.parent / "payloads"
TIMES = {"time", "timestamp", "watermark", "created_time"}
MEANT = {"quick reply text": "Thanks"}
"""What the sample business surely answers, in place of a recorded text that it cannot know."""


@dataclass(frozen=True)
class Effect:
    """What a payload brings about, beside being kept: the texts sent, and how its conversation stands."""

    decision: str | None = None
    says: tuple[str, ...] = ()  # a part of each text that is sent, in order
    state: State | None = State.BOT  # None: it belongs to no conversation
    waits: bool = False
    items: int = 1


NOTHING = Effect()
GREETED = Effect("answer: sure", ("automated assistant at Café Norden",))
THANKED = Effect("answer: sure", ("automated assistant at Café Norden",))

EFFECTS: Mapping[str, Effect] = {
    "feed-comment-add-211.json": NOTHING,  # the Page's own comments, this one and the next three
    "feed-comment-add-25.json": NOTHING,
    "feed-comment-edited-25.json": NOTHING,
    "feed-comment-hide.json": NOTHING,
    "feed-comment-remove-25.json": NOTHING,
    "feed-post-add-25.json": Effect("handoff: public", state=State.WAITING, waits=True),
    "feed-reaction-add-comment.json": NOTHING,
    "feed-two-entries-25.json": Effect(state=None, items=2),
    "mention-post-add.json": Effect("handoff: public", state=State.WAITING, waits=True),
    "messaging-delivery-basic.json": NOTHING,
    "messaging-message-basic-echo.json": NOTHING,  # by our own app
    "messaging-message-basic.json": GREETED,
    "messaging-message-edits.json": GREETED,
    "messaging-message-fallback-attachment.json": Effect("handoff: no_words", ("kollega",), State.WAITING, waits=True),
    "messaging-message-isdeleted.json": NOTHING,
    "messaging-message-media-attachment.json": Effect("handoff: no_words", ("kollega",), State.WAITING, waits=True),
    "messaging-message-quickreply.json": THANKED,
    "messaging-message-reply-2.json": GREETED,
    "messaging-message-sticker-thumbup.json": Effect("silent: just_sticker"),
    "messaging-pass-thread-control.json": Effect(state=State.PERSON),
    "messaging-postback-basic.json": Effect("answer: welcome", ("Café Norden",)),
    "messaging-postback-referral.json": Effect("answer: welcome", ("Café Norden",)),
    "messaging-reaction-1.json": NOTHING,
    "messaging-read-basic.json": NOTHING,
    "messaging-referral-basic.json": NOTHING,
    "messaging-seen.json": NOTHING,
    "messaging-take-thread-control.json": Effect(state=State.PERSON),
    "standby-message-basic-echo.json": NOTHING,
    "wh-comments-2021.json": NOTHING,  # the dashboard's test button: nobody is there to be answered
}
NO_WEBHOOK = {"exampleErrorNew.json"}  # an answer of the Graph API; the error table's tests use it


def shifted(node: Any, now: datetime) -> Any:
    """The payload with its times moved to now, in the unit each came in, and its texts as they are meant."""
    if isinstance(node, list):
        return [shifted(item, now) for item in node]
    if not isinstance(node, dict):
        return MEANT.get(node, node) if isinstance(node, str) else node
    seconds = int(now.timestamp())
    return {
        key: (seconds if value < 10**11 else seconds * 1000) if key in TIMES else shifted(value, now)
        for key, value in node.items()
    }


def test_every_recorded_payload_is_covered() -> None:
    assert {path.name for path in PAYLOADS.glob("*.json")} == EFFECTS.keys() | NO_WEBHOOK


@pytest.mark.parametrize("name", EFFECTS)
def test_recorded_payload(name: str, open_house: Callable[..., House]) -> None:
    house, effect = open_house(MONDAY_NOON), EFFECTS[name]
    payload = shifted(json.loads((PAYLOADS / name).read_text()), MONDAY_NOON)

    assert house.deliver(payload) == 200
    assert house.deliver(payload) == 200  # Meta repeats itself

    with house.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(incoming)) == effect.items
        assert connection.scalar(select(func.count()).select_from(deliveries)) == 1
        assert set(connection.scalars(select(incoming.c.state))) == {"done"}
    decisions = [f"{decision['action']}: {decision['reason']}" for decision in house.decisions()]
    assert decisions == ([effect.decision] if effect.decision else [])
    texts = house.texts()
    assert len(texts) == len(effect.says), texts
    assert all(part in text for part, text in zip(effect.says, texts, strict=True)), texts
    assert [stands(conversation) for conversation in house.conversations()] == (
        [] if effect.state is None else [(effect.state, effect.waits)]
    )


def stands(conversation: Conversation) -> tuple[State, bool]:
    return conversation.state, conversation.waiting_since is not None
