from dataclasses import replace

import pytest

from bot.core.incoming import Channel
from bot.core.sending import Act, Fate, Outgoing, Permit, QuickReply, SendError
from webhooks.speaking.bodies import action_body, body_of, text_body


def outgoing(
    *,
    channel: Channel = Channel.MESSENGER,
    permit: Permit = Permit.RESPONSE,
    quick_replies: tuple[QuickReply, ...] = (),
) -> Outgoing:
    return Outgoing(
        key="k-1",
        channel=channel,
        account="111",
        customer="987",
        text="Vi har åbent 🙂",
        permit=permit,
        quick_replies=quick_replies,
    )


@pytest.mark.parametrize("channel", Channel)
def test_answers_within_the_window_as_a_response(channel: Channel) -> None:
    assert text_body(outgoing(channel=channel)) == {
        "recipient": {"id": "987"},
        "messaging_type": "RESPONSE",
        "message": {"text": "Vi har åbent 🙂", "metadata": "k-1"},
    }


@pytest.mark.parametrize("channel", Channel)
def test_a_late_person_writes_as_a_human_agent(channel: Channel) -> None:
    assert text_body(outgoing(channel=channel, permit=Permit.HUMAN_AGENT)) == {
        "recipient": {"id": "987"},
        "messaging_type": "MESSAGE_TAG",
        "tag": "HUMAN_AGENT",
        "message": {"text": "Vi har åbent 🙂", "metadata": "k-1"},
    }


def test_offers_quick_replies_with_titles_that_fit() -> None:
    replies = (QuickReply("Ja", "yes"), QuickReply("Hvornår har I åbent i julen?", "p" * 1000))
    message = text_body(outgoing(quick_replies=replies))["message"]
    assert isinstance(message, dict)
    assert message["quick_replies"] == [
        {"content_type": "text", "title": "Ja", "payload": "yes"},
        {"content_type": "text", "title": "Hvornår har I åbent…", "payload": "p" * 1000},
    ]


def test_offers_at_most_thirteen_quick_replies() -> None:
    replies = tuple(QuickReply(str(number), str(number)) for number in range(20))
    message = text_body(outgoing(quick_replies=replies))["message"]
    assert isinstance(message, dict)
    assert [reply["title"] for reply in message["quick_replies"]] == [str(number) for number in range(13)]


def test_refuses_a_payload_that_would_not_come_back_whole() -> None:
    with pytest.raises(SendError) as caught:
        text_body(outgoing(quick_replies=(QuickReply("Ja", "p" * 1001),)))
    assert caught.value.fate is Fate.REFUSED
    assert "'Ja'" in caught.value.detail


def test_a_sign_is_nothing_but_recipient_and_action() -> None:
    assert action_body("987", "typing_on") == {"recipient": {"id": "987"}, "sender_action": "typing_on"}


def sign(act: Act, emoji: str = "", target: str | None = "m_anna") -> Outgoing:
    return Outgoing("k-1", Channel.MESSENGER, "111", "987", emoji, act=act, target=target)


def test_a_text_names_the_message_that_it_answers_beside_the_message() -> None:
    answer = replace(outgoing(), target="m_anna")
    assert body_of(answer) == text_body(outgoing()) | {"reply_to": {"mid": "m_anna"}}


def test_a_reaction_names_its_message_and_its_emoji() -> None:
    assert body_of(sign(Act.REACT, "❤️")) == {
        "recipient": {"id": "987"},
        "sender_action": "react",
        "payload": {"message_id": "m_anna", "reaction": "❤️"},
    }


def test_a_reaction_is_taken_back_by_its_message_alone() -> None:
    assert body_of(sign(Act.UNREACT, "❤️")) == {
        "recipient": {"id": "987"},
        "sender_action": "unreact",
        "payload": {"message_id": "m_anna"},
    }


def test_a_read_mark_is_about_all_that_the_customer_wrote() -> None:
    assert body_of(sign(Act.SEEN, target=None)) == {"recipient": {"id": "987"}, "sender_action": "mark_seen"}
