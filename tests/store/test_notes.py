"""Notes that people leave each other."""

from bot.store.database import Database
from bot.store.notes import add_note, mark_mentions_seen, notes_of, unseen_mentions
from bot.store.schema import notes
from bot.store.sealing import Sealed
from bot.store.search import search
from tests.casts.colleague import SEAL, Colleague
from tests.casts.happenings import NOON


def test_notes_come_in_order_and_whoever_is_mentioned_hears_of_it_until_they_have_looked(database: Database) -> None:
    number = Colleague(database).heard()
    with database.writing() as connection:
        add_note(connection, SEAL, number, "mette", "Nøddeallergi", now=NOON)
        note_id = add_note(connection, SEAL, number, "mette", "@jonas?", now=NOON, mentions=["jonas", "jonas"])
        assert [(note.person, note.text) for note in notes_of(connection, SEAL, number)] == [
            ("mette", "Nøddeallergi"),
            ("mette", "@jonas?"),
        ]
        (mention,) = unseen_mentions(connection, "jonas")
        assert (mention.note_id, mention.conversation_id, mention.by) == (note_id, number, "mette")
        assert unseen_mentions(connection, "mette") == []

        mark_mentions_seen(connection, "mette", number, NOON)
        assert len(unseen_mentions(connection, "jonas")) == 1
        mark_mentions_seen(connection, "jonas", number, NOON)
        assert unseen_mentions(connection, "jonas") == []


def test_a_note_is_sealed_where_the_operator_has_set_a_key(database: Database) -> None:
    number = Colleague(database).heard()
    seal = Sealed(["key"], purpose="texts")
    with database.writing() as connection:
        add_note(connection, seal, number, "mette", "hemmelig", now=NOON)
        assert "hemmelig" not in str(connection.execute(notes.select()).all())
        assert [note.text for note in notes_of(connection, seal, number)] == ["hemmelig"]


def test_a_note_is_found_by_its_words(database: Database) -> None:
    number = Colleague(database).heard()
    with database.writing() as connection:
        note_id = add_note(connection, SEAL, number, "mette", "Nøddeallergi", now=NOON)
        assert [found.source for found in search(connection, SEAL, "noddeallergi", limit=9)] == [f"note:{note_id}"]
