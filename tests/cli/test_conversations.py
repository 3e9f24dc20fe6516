"""`svartid reply`: answers, holding replies, scheduled texts and drafts."""

import pytest

from bot.core.conversation import State
from bot.store.outbox import SendState
from tests.casts.counter import at
from tests.cli.conftest import HOUSE, Terminal


@pytest.fixture
def asked(terminal: Terminal) -> Terminal:
    """Anna asked at nine and was told eleven."""
    terminal.counter.customer("anna")
    terminal.counter.promised(1, at("11:00"))
    return terminal


def test_an_answer_is_kept_with_who_gave_it(asked: Terminal) -> None:
    assert "On its way" in asked.types("reply", "1", "Ja!", "--as", "mette")

    conversation = asked.counter.conversation()
    assert (conversation.waiting_since, conversation.last_person) == (None, "mette")
    assert asked.counter.texts() == [(SendState.READY, "Ja!")]


def test_a_holding_reply_moves_the_promise_visibly(asked: Terminal) -> None:
    told = asked.types("reply", "1", "Vi svarer {reply_by}.", "--hold", "2d", "--as", "jonas")

    assert "now until Tue 24 Nov 17:00" in told
    assert "Meta lets nobody write then" in told
    assert asked.counter.conversation().promised_by == at("2026-11-24T17:00")
    assert asked.counter.conversation().state is State.PERSON
    assert asked.counter.texts() == [(SendState.READY, "Vi svarer i morgen inden kl. 17.")]
    assert "(put off by a person)" in asked.types("queue")


@pytest.mark.parametrize(
    ("hold", "until"),
    [("2h", "11:00"), ("90m", "10:30"), ("16:00", "16:00"), ("2026-11-24T10:00", "2026-11-24T10:00")],
)
def test_a_holding_reply_takes_spans_of_opening_time_and_times(asked: Terminal, hold: str, until: str) -> None:
    asked.types("reply", "1", "Vi ser på det.", "--hold", hold)
    assert asked.counter.conversation().promised_by == at(until)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Vi svarer {reply_by}."], "{reply_by}"),
        (["Vi svarer {reply_bye}.", "--hold", "2h"], "{reply_by}"),
        (["Vi ser på det.", "--hold", "08:00"], "over already"),
        (["Vi ser på det.", "--hold", "soon"], "'soon' is not a time"),
        (["Ja!", "--at", "08:00"], "over already"),
        (["Ja!", "--at", "14:00", "--hold", "2h"], "--hold or --at or neither"),
        (["Ja!", "--draft"], "--draft alone"),
        ([], "--draft alone"),
        (["--draft"], "no draft"),
        (["Ja!", "--as", "mete"], "Did you mean “mette”?"),
        (["Ja!", "--as", "xyz"], "There are mette, jonas."),
    ],
)
def test_a_mistake_is_told_and_nothing_is_sent(asked: Terminal, arguments: list[str], told: str) -> None:
    assert told in asked.fails("reply", "1", *arguments)
    assert asked.counter.texts() == []
    assert asked.counter.conversation().waiting_since is not None


def test_nobody_holds_until_a_time_before_which_nobody_is_there(asked: Terminal) -> None:
    asked.counter.now = at("18:00")
    assert "Nobody is there" in asked.fails("reply", "1", "Vi ser på det.", "--hold", "2026-11-24T08:00")


def test_a_scheduled_text_says_when_it_goes_and_when_it_cannot(asked: Terminal) -> None:
    assert asked.types("reply", "1", "Ja!", "--at", "14:00").strip() == "It goes out Mon 23 Nov 14:00."
    assert "becomes a draft" in asked.types("reply", "1", "Ja!", "--at", "2026-11-25T14:00")
    assert asked.counter.conversation().waiting_since is not None


def test_without_a_rota_nobody_can_be_named(asked: Terminal) -> None:
    (asked.folder / "house.yaml").write_text(HOUSE)
    assert "no rota" in asked.fails("reply", "1", "Ja!", "--as", "mette")
