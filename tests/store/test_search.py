"""Conversations are found by what was written in them, by names, labels and numbers."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.core.incoming import Channel, Incoming, Kind
from bot.core.sending import Author
from bot.core.sought import words_of
from bot.keeping import Keeper
from bot.store import search as searching
from bot.store.conversations import load_conversation, open_conversations, save_conversation
from bot.store.database import Database, open_database
from bot.store.labels import label_conversation, label_profile, unlabel_conversation
from bot.store.names import Nameless, note_name
from bot.store.outbox import SendState, cancel_kept, cancel_unsent, put_in_outbox
from bot.store.profiles import new_profile
from bot.store.schema import conversations, search_texts
from bot.store.sealing import Open, Seal, Sealed
from bot.store.search import Found, is_limited, search
from bot.store.search_index import index_labels, index_missing, index_text, unindex
from tests.casts.happenings import APP, NOON, PAGE, comment, echo, happened, said

OPEN = Open()
SEALED = Sealed(["geheim"], purpose="texts")


class Archive:
    """A database in which customers write, and somebody looks for it."""

    def __init__(self, database: Database, seal: Seal = OPEN) -> None:
        self.database = database
        self.seal = seal
        self.now = NOON

    def keep(self, *items: Incoming) -> None:
        """Each a minute after the one before."""
        for item in items:
            self.now += timedelta(minutes=1)
            keeper = Keeper(self.database, self.seal, lambda: self.now, app_id=APP)
            keeper.keep(b"{}", [replace(item, occurred_at=self.now)])

    def write(self, text: str, customer: str = "anna", *, state: SendState = SendState.READY) -> str:
        with self.database.writing() as connection:
            (number,) = open_conversations(connection, [said("", customer)]).values()
            (key,) = put_in_outbox(
                connection, self.seal, number, [text], author=Author.PERSON, now=self.now, state=state
            )
        return key

    def find(self, words: str, *, limit: int = 20, before: searching.Place | None = None) -> list[Found]:
        with self.database.reading() as connection:
            return search(connection, self.seal, words, limit=limit, before=before)

    def customers(self, words: str) -> list[str]:
        with self.database.reading() as connection:
            return [
                connection.execute(select(conversations.c.thread).where(conversations.c.id == found.id)).scalar_one()
                for found in self.find(words)
            ]

    def label(self, conversation_id: int, *labels: str) -> None:
        with self.database.writing() as connection:
            for label in labels:
                label_conversation(connection, conversation_id, label)
            index_labels(connection, conversation_id)


@pytest.fixture
def archive(database: Database) -> Archive:
    return Archive(database)


@pytest.fixture
def sealed(database: Database) -> Archive:
    return Archive(database, SEALED)


@pytest.fixture(scope="module")
def long_lived(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One archive for many examples."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("archive") / "svartid.db")
    database = open_database(f"sqlite:///{path}")
    yield Archive(database)
    database.close()


def test_finds_a_message_by_its_words_without_accents(archive: Archive) -> None:
    archive.keep(said("Mluvíte Česky?"), said("Er I åben?", "bo"), said("Lange Straße", "karl"))

    assert archive.customers("cesky") == ["anna"]
    assert archive.customers("aben er") == ["bo"]
    assert archive.customers("strasse") == ["karl"]
    assert archive.customers("str") == ["karl"]
    assert archive.customers('"lange strasse"') == ["karl"]
    assert archive.customers('"strasse lange"') == []
    assert archive.customers("cesky lange") == []
    assert archive.customers("") == []


def test_shows_the_words_where_they_were_written(archive: Archive) -> None:
    archive.keep(said("<b>Mluvíte</b> Česky?"))

    (found,) = archive.find("cesky")

    assert [(piece.text, piece.marked) for piece in found.snippet] == [("<b>Mluvíte</b> ", False), ("Česky?", True)]
    assert found.source == "in:1"


def test_each_conversation_is_found_once_and_who_was_active_last_comes_first(archive: Archive) -> None:
    archive.keep(said("kage"), said("kage", "bo"), said("mere kage"), said("tak", "bo"), comment("kage", "eva"))

    assert archive.customers("kage") == ["post-1:eva", "bo", "anna"]


def test_more_is_found_from_a_place_on(archive: Archive) -> None:
    archive.keep(*(said("kage", f"kunde {number}") for number in range(7)))
    with archive.database.writing() as connection:
        connection.execute(update(conversations).where(conversations.c.id < 4).values(active_at=NOON))

    pages: list[list[int]] = []
    before = None
    while found := archive.find("kage", limit=3, before=before):
        pages.append([each.id for each in found])
        before = found[-1].place

    assert pages == [[7, 6, 5], [4, 3, 2], [1]]


def test_a_number_finds_its_conversation_ahead_of_all_others(archive: Archive) -> None:
    archive.keep(said("hej"), said("ordre 1", "bo"), said("hej", "eva"))

    assert archive.customers("1") == ["anna", "bo"]
    assert archive.customers("#1") == ["anna", "bo"]
    assert archive.customers(" #3 ") == ["eva"]
    assert archive.customers("999999999999999999999999") == []
    assert [each.snippet for each in archive.find("#3")] == [()]


def test_an_edit_takes_the_place_of_what_it_replaces(archive: Archive) -> None:
    message = said("kage i dag")
    archive.keep(message, happened(Kind.EDIT, text="kage i morgen", message_id=message.message_id))
    archive.keep(happened(Kind.EDIT, text="is i morgen", message_id=message.message_id))

    assert (archive.customers("dag"), archive.customers("kage"), archive.customers("morgen")) == ([], [], ["anna"])


def test_a_message_that_was_taken_back_is_not_found(archive: Archive) -> None:
    message = said("min hemmelighed")
    edit = happened(Kind.EDIT, text="min store hemmelighed", message_id=message.message_id)
    archive.keep(message, edit, happened(Kind.UNSEND, message_id=message.message_id))

    assert archive.customers("hemmelighed") == []
    with archive.database.reading() as connection:
        assert connection.scalars(select(search_texts.c.text)).all() == []


def test_what_is_written_elsewhere_in_the_name_of_the_page_is_found(archive: Archive) -> None:
    archive.keep(echo("Vi ringer tilbage"), happened(Kind.BUTTON, "bo", text="Åbningstider", payload="HOURS"))

    assert archive.customers("ringer") == ["anna"]
    assert archive.customers("abningstid") == ["bo"]


def test_the_echo_of_our_own_text_is_not_indexed_again(archive: Archive) -> None:
    archive.keep(said("hej"))
    key = archive.write("Vi har åbent")
    archive.keep(echo("Vi har åbent", metadata=key))

    (found,) = archive.find("abent")

    assert found.source == f"out:{key}"


def test_our_texts_are_found_unless_they_were_taken_back(archive: Archive) -> None:
    archive.keep(said("hej"), said("hej", "bo"))
    archive.write("kladde", state=SendState.DRAFT)
    archive.write("senere", "bo", state=SendState.SCHEDULED)
    assert (archive.customers("kladde"), archive.customers("senere")) == (["anna"], ["bo"])

    archive.write("straks")
    with archive.database.writing() as connection:
        cancel_kept(connection, 1, "not needed")
        cancel_unsent(connection, 1, "not needed", authors=tuple(Author))

    assert (archive.customers("kladde"), archive.customers("straks"), archive.customers("senere")) == ([], [], ["bo"])


def test_customers_are_found_by_their_names_of_today(archive: Archive) -> None:
    archive.keep(said("hej", customer_name="Žofie Nováková"))
    assert archive.customers("zofie nov") == ["anna"]

    with archive.database.writing() as connection:
        conversation = load_conversation(connection, 1)
        save_conversation(connection, replace(conversation, customer_name="Žofie Dvořáková"))

    assert (archive.customers("novakova"), archive.customers("dvorakova")) == ([], ["anna"])
    assert [piece.text for piece in archive.find("dvorakova")[0].snippet if piece.marked] == ["Dvořáková"]


def test_conversations_are_found_by_their_labels_and_those_of_their_customers(archive: Archive) -> None:
    archive.keep(said("hej"), said("hej", "bo"))
    archive.label(1, "reklamation", "forårs kampagne")
    with archive.database.writing() as connection:
        label_profile(connection, new_profile(connection, 2, NOON), "Ambassadør")
        index_labels(connection, 2)
    assert (archive.customers("ambassador"), archive.customers("reklamation forars")) == (["bo"], ["anna"])

    with archive.database.writing() as connection:
        unlabel_conversation(connection, 1, "reklamation")
        index_labels(connection, 1)

    assert archive.customers("reklamation") == []


def test_a_new_conversation_is_found_by_the_labels_of_its_customer(archive: Archive) -> None:
    archive.keep(said("hej"))
    with archive.database.writing() as connection:
        label_profile(connection, new_profile(connection, 1, NOON), "Ambassadør")
    archive.keep(comment("hej igen", "anna"))

    assert "post-1:anna" in archive.customers("ambassador")


def test_a_name_is_found_as_soon_as_the_platform_tells_it(archive: Archive) -> None:
    archive.keep(said("hej"))
    with archive.database.writing() as connection:
        anna = Nameless(Channel.MESSENGER, PAGE, "anna")
        note_name(connection, anna, None, asked_at=NOON)
        note_name(connection, anna, "Åse Holm", asked_at=NOON)

    assert archive.customers("ase") == ["anna"]


def test_a_text_that_is_another_by_now_is_not_shown(archive: Archive) -> None:
    archive.keep(said("hej"))
    with archive.database.writing() as connection:
        index_text(connection, OPEN, 1, "in:1", "farvel")
        index_text(connection, OPEN, 1, "note:1", "farvel")  # which is not there

    assert archive.customers("farvel") == []


def test_a_text_is_indexed_under_its_source_until_it_has_no_words(archive: Archive) -> None:
    archive.keep(said("hej"))
    with archive.database.writing() as connection:
        index_text(connection, OPEN, 1, "note:1", "ring til hende")
        index_text(connection, OPEN, 1, "note:1", "ring til Åse")
    assert index_of(archive.database) == {"in:1": "hej", "note:1": "ring til ase"}

    with archive.database.writing() as connection:
        index_text(connection, OPEN, 1, "note:1", "👍")
        unindex(connection, "in:1")

    assert index_of(archive.database) == {}


def test_nothing_is_indexed_where_texts_are_encrypted_and_the_newest_are_looked_through(sealed: Archive) -> None:
    sealed.keep(said("Er I åben?", customer_name="Anna Åberg"), said("hej igen", "bo"))
    sealed.write("Ja, til klokken fem", "bo")
    sealed.label(2, "presse")

    assert is_limited(SEALED)
    assert not is_limited(OPEN)
    with sealed.database.reading() as connection:
        assert set(connection.scalars(select(search_texts.c.source))) == {"name:1", "label:2"}
    assert (sealed.customers("aben"), sealed.customers("klokken")) == (["anna"], ["bo"])
    assert (sealed.customers("aberg"), sealed.customers("presse")) == (["anna"], ["bo"])
    assert [piece.text for piece in sealed.find("aben")[0].snippet if piece.marked] == ["åben?"]


def test_more_of_encrypted_texts_is_found_from_a_place_on(sealed: Archive) -> None:
    sealed.keep(*(said("kage", f"kunde {number}", customer_name="Kage Nielsen") for number in range(4)))

    first = sealed.find("kage", limit=3)
    assert [each.id for each in first] == [4, 3, 2]
    assert [each.id for each in sealed.find("kage", limit=3, before=first[-1].place)] == [1]


def test_a_text_that_cannot_be_opened_is_passed_over(sealed: Archive) -> None:
    sealed.keep(said("kage", customer_name="Anna"))
    sealed.seal = Sealed(["another"], purpose="texts")
    assert sealed.customers("kage") == []

    sealed.seal = OPEN  # the key was taken away
    index_missing(sealed.database, OPEN)
    assert (sealed.customers("kage"), sealed.customers("anna")) == ([], ["anna"])


def test_what_was_written_before_there_was_an_index_is_indexed_as_it_stands_now(archive: Archive) -> None:
    message, secret = said("kage", customer_name="Eva Holm"), said("hemmeligt", "bo")
    archive.keep(message, happened(Kind.EDIT, text="kager", message_id=message.message_id), secret)
    archive.keep(happened(Kind.UNSEND, "bo", message_id=secret.message_id), echo("is", "bo"))
    key = archive.write("brød")
    archive.keep(echo("brød", metadata=key))
    archive.write("smør", state=SendState.DRAFT)
    archive.label(1, "presse")
    indexed = index_of(archive.database)
    with archive.database.writing() as connection:
        connection.execute(search_texts.delete())
    assert archive.customers("brød") == []

    index_missing(archive.database, OPEN)
    first = index_of(archive.database)
    index_missing(archive.database, OPEN)

    # The edited message was rewritten before anybody read it, so that it has the same words twice.
    assert first == index_of(archive.database) == {key: text for key, text in indexed.items() if key != "in:1"}
    assert archive.customers("brød") == ["anna"]


def index_of(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        rows = connection.execute(select(search_texts.c.source, search_texts.c.text))
        return {row.source: row.text for row in rows}


def test_only_names_and_labels_are_indexed_afterwards_where_texts_are_encrypted(sealed: Archive) -> None:
    sealed.keep(said("kage", customer_name="Anna"))
    with sealed.database.writing() as connection:
        connection.execute(search_texts.delete())

    index_missing(sealed.database, SEALED)

    assert index_of(sealed.database) == {"name:1": "anna"}


QUERIES = (
    '"',
    "*",
    "a*",
    "-",
    "a -b",
    "a OR b",
    "NEAR(a b)",
    "text: a",
    "a:*",
    "a & !b",
    "a'b",
    "\\",
    "'",
    "🎂",
    "\x00",
)


@pytest.mark.parametrize("words", QUERIES)
def test_what_means_something_to_a_database_is_plain_words(archive: Archive, words: str) -> None:
    archive.keep(said("a or b near text"))

    assert archive.customers(words) in (["anna"], [])


@given(st.text())
def test_no_search_ever_fails(long_lived: Archive, words: str) -> None:
    assert long_lived.find(words) is not None


@given(
    st.text(
        st.characters(codec="cp1252", exclude_characters="\x00")
        | st.sampled_from("čžřůőłđøæåßЖжΩאب中ـ🎂👍🏽\u0301\u200d+=<>$"),
        max_size=60,
    )
)
def test_every_word_of_a_message_finds_it(long_lived: Archive, text: str) -> None:
    customer = uuid4().hex
    long_lived.keep(said(text, customer, message_id=customer, dedupe_key=customer))
    for word in text.split():
        if words_of(word):
            assert customer in long_lived.customers(f'"{word}"') + long_lived.customers(word)
