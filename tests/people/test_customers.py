"""What people know of a customer holds wherever they write."""

import pytest

from bot import people
from bot.core.content.house import Address
from bot.core.conversation import Conversation
from bot.core.incoming import Channel
from bot.keeping import Keeper
from bot.store.conversations import NoSuchConversation
from bot.store.labels import labels_of_conversation, labels_of_profile
from bot.store.profiles import about, profile_of
from bot.store.search import search
from tests.casts.colleague import BY_METTE, SEAL, Colleague
from tests.casts.happenings import NOON, comment, said


@pytest.fixture
def anna(colleague: Colleague) -> Colleague:
    """Anna wrote a message and a comment, on Instagram as anna_ig, and Bo wrote, too."""
    for item in (
        said("hej"),
        comment("flot!"),
        said("hej", "anna_ig", channel=Channel.INSTAGRAM, account="ig-1"),
        said("hej", "bo"),
    ):
        Keeper(colleague.database, SEAL, lambda: NOON, app_id=None).keep(b"{}", [item])
    colleague.does(people.join_customers, SEAL, 1, 3, **BY_METTE)
    return colleague


def all_four(colleague: Colleague) -> list[Conversation]:
    return [colleague.conversation(number) for number in (1, 2, 3, 4)]


def test_language_address_and_name_are_remembered_in_all_conversations_with_a_customer(anna: Colleague) -> None:
    anna.does(people.set_language, 2, "cs", **BY_METTE)
    anna.does(people.set_address, 3, Address.FORMAL, **BY_METTE)
    anna.does(people.set_name, 1, "  Anna  And ", **BY_METTE)

    assert [(each.language, each.address, each.customer_name) for each in all_four(anna)] == [
        ("cs", Address.FORMAL, "Anna And")
    ] * 3 + [(None, None, None)]
    anna.does(people.set_name, 1, " ", **BY_METTE)
    assert anna.conversation(3).customer_name is None


def test_a_label_of_a_customer_is_theirs_everywhere_and_one_of_a_conversation_is_not(anna: Colleague) -> None:
    anna.does(people.label_customer, 1, "Ambassadør", **BY_METTE)
    anna.does(people.label, 1, "Bryllup", **BY_METTE)
    anna.does(people.set_about, SEAL, 3, "Bager selv.", **BY_METTE)
    with anna.database.reading() as connection:
        for number in (1, 2, 3):
            profile_id = profile_of(connection, number)
            assert profile_id is not None
            assert labels_of_profile(connection, profile_id) == ["ambassadør"]
            assert about(connection, SEAL, profile_id) == "Bager selv."
            assert labels_of_conversation(connection, number) == (["bryllup"] if number == 1 else [])


@pytest.mark.parametrize("name", ["", "  ", "x" * 65])
def test_a_label_is_neither_empty_nor_a_novel(anna: Colleague, name: str) -> None:
    with pytest.raises(people.Refused) as refused, anna.database.writing() as connection:
        people.label(connection, 1, name, **BY_METTE)
    assert refused.value.why is people.Why.NO_LABEL


def test_customers_who_were_joined_by_mistake_are_parted(anna: Colleague) -> None:
    anna.does(people.part_customer, 3, **BY_METTE)
    anna.does(people.set_language, 1, "cs", **BY_METTE)
    assert [each.language for each in all_four(anna)] == ["cs", "cs", None, None]


def test_a_customer_is_not_joined_with_nobody(anna: Colleague) -> None:
    with pytest.raises(NoSuchConversation), anna.database.writing() as connection:
        people.join_customers(connection, SEAL, 1, 99, **BY_METTE)
    with pytest.raises(NoSuchConversation), anna.database.writing() as connection:
        people.set_language(connection, 99, "cs", **BY_METTE)


def test_search_finds_labels_and_notes_until_they_are_taken_back(anna: Colleague) -> None:
    def found(words: str) -> list[int]:
        with anna.database.reading() as connection:
            return sorted(each.id for each in search(connection, SEAL, words, limit=9))

    label_id = anna.does(people.label_customer, 1, "Ambassadør", **BY_METTE)
    note_id = anna.does(people.leave_note, SEAL, 4, "Nøddeallergi", colleagues={}, **BY_METTE)
    assert (found("ambassador"), found("noddeallergi")) == ([1, 2, 3], [4])
    anna.does(people.part_customer, 3, **BY_METTE)
    assert found("ambassador") == [1, 2]

    for undo_id in (label_id, note_id):
        anna.undo(undo_id)
    assert (found("ambassador"), found("noddeallergi")) == ([], [])
