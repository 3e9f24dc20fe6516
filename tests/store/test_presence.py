"""Who is at the desk, and who looks at a conversation."""

from sqlalchemy import insert, update

from bot.store.columns import database_now
from bot.store.database import Database
from bot.store.presence import Present, note_presence, others_there, people_at_desk
from bot.store.schema import presence, sessions, users
from tests.casts.colleague import Colleague
from tests.casts.happenings import NOON


def test_who_was_seen_within_ten_minutes_is_at_the_desk(database: Database) -> None:
    with database.writing() as connection:
        for key, minutes in (("mette", 9), ("jonas", 11)):
            connection.execute(insert(users).values(key=key, name=key, role="agent", made_at=NOON))
            seen_at = database_now() - minutes * 60_000
            connection.execute(insert(sessions).values(token=key, user=key, begun_at=0, seen_at=seen_at))
        assert people_at_desk(connection) == {"mette"}


def test_each_sees_the_others_who_look_at_the_conversation_or_write_there(database: Database) -> None:
    number, elsewhere = Colleague(database).heard(), Colleague(database).heard(customer="bo")
    with database.writing() as connection:
        note_presence(connection, number, "mette", writing=True)
        note_presence(connection, number, "jonas", writing=False)
        note_presence(connection, elsewhere, "trine", writing=True)

        assert others_there(connection, number, "jonas") == [Present("mette", writing=True)]
        assert others_there(connection, number, "mette") == [Present("jonas", writing=False)]

        connection.execute(update(presence).values(wrote_at=database_now() - 16_000))
        note_presence(connection, number, "mette", writing=False)
        assert others_there(connection, number, "jonas") == [Present("mette", writing=False)]

        connection.execute(update(presence).values(seen_at=database_now() - 21_000))
        assert others_there(connection, number, "jonas") == []
