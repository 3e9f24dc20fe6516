"""Who did what."""

from bot.store import audit
from bot.store.database import Database
from tests.casts.colleague import Colleague
from tests.casts.happenings import NOON


def test_the_newest_come_first_and_the_older_ones_page_by_page(database: Database) -> None:
    number = Colleague(database).heard()
    with database.writing() as connection:
        audit.note(connection, "mette", "take", number, "x", now=NOON)
        audit.note(connection, None, "failed_login", detail="jonas", now=NOON)
        audit.note(connection, "jonas", "take", now=NOON)
        newest = audit.latest(connection, limit=2)
        older = audit.latest(connection, limit=2, before=newest[-1].id)

    assert [(each.person, each.action, each.detail) for each in newest] == [
        ("jonas", "take", ""),
        (None, "failed_login", "jonas"),
    ]
    assert [(each.person, each.conversation_id, each.at) for each in older] == [("mette", number, NOON)]


def test_finds_what_one_person_did_of_one_kind_or_in_one_conversation(database: Database) -> None:
    number = Colleague(database).heard()
    with database.writing() as connection:
        for person, action, conversation_id in (("mette", "take", number), ("mette", "close", None), ("bo", "take", 1)):
            audit.note(connection, person, action, conversation_id, now=NOON)
        hers = audit.latest(connection, limit=9, person="mette", action="take")
        there = audit.of_conversation(connection, number, limit=9)

    assert [each.conversation_id for each in hers] == [number]
    assert [each.person for each in there] == ["bo", "mette"]
