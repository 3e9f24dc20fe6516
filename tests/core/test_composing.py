"""What people's own texts, and our lines about a wait, become when they are written to a customer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core import composing
from bot.core.content.entry import Entry
from bot.core.conversation import Conversation
from bot.core.deciding import decide
from bot.core.pace import QUIET, Situation
from bot.core.promise import Promise
from tests.casts.happenings import NOON, said
from tests.casts.sentences import variants
from tests.core.test_deciding import DUE, HOUSE, found, knowledge, talk, texts

RECEPTION = knowledge().reception
ANNA = talk(customer_name="Anna Holm", language="da")


def _answers(
    entries: Mapping[str, Entry],
    situation: Situation = QUIET,
    *,
    at: datetime = NOON,
    before: Conversation | None = None,
    about: str = "opening-hours",
    house: str = HOUSE,
) -> str:
    """The last line of what a customer reads whose message is surely about an entry."""
    knows, heard = replace(knowledge(house), entries=entries), (before or talk()).heard(at)
    decision = decide(said("?"), heard, found((about, 0.95)), knows, at, situation=situation)
    return texts(decision)[-1].splitlines()[-1]


def test_a_persons_text_has_its_placeholders_filled() -> None:
    text = "Hej {first_name}. Du hører fra os {reply_by}, hilsen {house}. {} og {2}."

    assert composing.person_text(text, DUE, RECEPTION, ANNA, NOON) == (
        "Hej Anna. Du hører fra os inden kl. 14, hilsen Café Norden. {} og {2}."
    )


def test_a_persons_text_names_the_time_in_the_customers_language() -> None:
    in_english = replace(ANNA, language="en")
    until = NOON + timedelta(days=1)

    assert composing.person_text("You'll hear {reply_by}.", until, RECEPTION, in_english, NOON) == (
        "You'll hear by noon tomorrow."
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Du hører {reply_bye}", r"There is no placeholder \{reply_bye\}. Did you mean \{reply_by\}\?"),
        ("{phone}", r"There is no placeholder \{phone\}. There are: \{agent\}, \{first_name\}, "),
        ("{reply_by}", r"The text names \{reply_by\}, but no time is given"),
    ],
)
def test_a_persons_text_with_a_placeholder_that_cannot_be_filled_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        composing.person_text(text, None, RECEPTION, ANNA, NOON)


def test_an_answer_names_the_time_that_holds_just_now() -> None:
    entry = knowledge().entries["opening-hours"]
    entry = replace(entry, answer={"da": ("Skriv endelig. Vi svarer {reply_by}.",)})
    entries = {**knowledge().entries, entry.id: entry}

    assert _answers(entries) == "Skriv endelig. Vi svarer inden kl. 14."
    assert _answers(entries, Situation(waiting={None: 40})) == "Skriv endelig. Vi svarer inden kl. 16.30."


def test_an_acknowledgement_names_the_same_time_as_the_notice_after_it() -> None:
    entries = knowledge().entries
    damaged = replace(entries["damaged"], answer={"da": ("Vi skynder os og svarer {reply_by}.",)})
    shop = HOUSE.replace("shop@example.com}", 'shop@example.com, hours: {mon-fri: "13:00-15:00"}}')
    text = _answers({**entries, "damaged": damaged}, about="damaged", house=shop)

    acknowledged, _, promised = text.partition("15. ")
    assert acknowledged == "Vi skynder os og svarer inden kl. "
    assert promised in variants("follow_up_closed", reply_by="inden kl. 15")


def test_a_late_line_says_sorry_and_when_and_gives_no_excuse() -> None:
    promise = Promise(by=DUE, open_now=True, opens=None, beyond_window=False, busy=True)

    said = variants("late", "follow_up_open", reply_by="inden kl. 14")
    assert composing.late(promise, RECEPTION, ANNA, NOON) in said


def test_a_person_signs_with_their_name_and_never_with_nothing() -> None:
    facts = (None, knowledge().reception, talk(language="da"), NOON)
    assert composing.person_text("Hilsen {agent}", *facts, agent="Mette") == "Hilsen Mette"
    with pytest.raises(ValueError, match="nobody is named"):
        composing.person_text("Hilsen {agent}", *facts)
