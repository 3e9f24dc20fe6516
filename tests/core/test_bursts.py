"""Whether a short message is the beginning of more."""

from dataclasses import replace
from typing import cast

import pytest

from bot.core.bursts import SHORT, may_go_on, read_together
from bot.core.conversation import Conversation, State
from bot.core.deciding import decide
from bot.core.incoming import Attachment, Incoming, Kind
from bot.core.matching.matcher import Matcher
from bot.core.understanding import understand
from tests.casts.happenings import NOON, comment, happened, said
from tests.casts.matcher import ScriptedMatcher
from tests.core.test_deciding import knowledge, talk
from tests.core.test_deciding_parts import SURE


def goes_on(item: Incoming, conversation: Conversation | None = None) -> bool:
    before = conversation or talk()
    knows = replace(knowledge(), matcher=cast(Matcher, ScriptedMatcher(SURE)))
    return may_go_on(item, decide(item, before, understand(item, before, knows), knows, NOON), knows)


@pytest.mark.parametrize("text", ["hej", "et hurtigt spørgsmål", "laver I bryllupskager?", "jeg har en", "øh"])
def test_small_talk_and_what_is_not_sure_may_go_on(text: str) -> None:
    assert goes_on(said(text))


@pytest.mark.parametrize(
    "item",
    [
        said("hvornår har I åbent"),
        said("hej. hvornår har I åbent"),
        said("hvornår har I åbent? laver I bryllupskager?"),
        said("min pakke er gået i stykker"),
        said("må jeg tale med et menneske"),
        said("x" * (SHORT + 1)),
        said("👍"),
        said("hej", payload="GET_STARTED"),
        said("hej", standby=True),
        said("se her", attachments=(Attachment("image", url="x"),)),
        said(""),
        happened(Kind.BUTTON, text="Åbningstider"),
        happened(Kind.EDIT, text="hej"),
        comment("hej"),
    ],
    ids=lambda item: f"{item.kind}: {item.text[:40]}",
)
def test_whatever_is_answered_by_itself_or_goes_to_people_stands_alone(item: Incoming) -> None:
    assert not goes_on(item)


def test_stands_alone_while_a_person_has_the_conversation() -> None:
    assert not goes_on(said("hej"), talk(state=State.PERSON, last_person_at=NOON))


def test_a_number_that_picks_stands_alone() -> None:
    assert not goes_on(said("2"), talk(offered=("booking", "opening-hours")))


def test_messages_are_read_together_line_by_line_as_the_last_of_them() -> None:
    one, other = said("hi "), said("do you ship?", reply_to="m-1")

    assert read_together([one, other]) == replace(other, text="hi\ndo you ship?")
    assert read_together([one]) == one
