"""Migrations lead to the tables that the program expects."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select, text

from bot.store import migrating
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database, open_database
from bot.store.house_versions import version_of
from bot.store.migrating import is_up_to_date, newest_revision, upgrade
from bot.store.schema import alarms, conversations, faq_versions, house_versions, metadata, outgoing
from bot.store.waits import ended_waits, open_waits
from tests.casts.happenings import NOON, PAGE


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    def is_told_by_the_schema(_: object, name: str | None, *__: object) -> bool:
        return name is not None and not name.startswith(
            ("search_words", "ix_search_texts_words")
        )  # the full-text index

    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_told_by_the_schema})
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)

    assert is_up_to_date(database)


def test_tables_of_an_older_program_are_not_up_to_date(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    assert not is_up_to_date(database)


def test_the_newest_revision_is_the_head_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(Path(migrating.__file__).parent / "migrations"))

    assert scripts.get_heads() == [newest_revision()]


def test_an_empty_database_is_not_up_to_date(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/new/folder/svartid.db")

    assert not is_up_to_date(database)
    database.close()


def downgrade(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def published(*, house: bytes | None, days: int) -> dict[str, object]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("answers/hours.yaml", b"[]")
        if house is not None:
            archive.writestr("house.yaml", house)
    return {
        "content_hash": "c",
        "encoder": "e",
        "files": packed.getvalue(),
        "fitted": b"",
        "problems": "[]",
        "published_at": NOON + timedelta(days=days),
    }


def test_an_older_database_keeps_what_it_holds_and_knows_who_waits_and_how_the_house_was(database: Database) -> None:
    downgrade(database, "0003")
    waits = {"channel": "messenger", "account": PAGE, "surface": "message", "state": "waiting", "reason": "unsure"}
    versions = [
        published(house=house, days=day) for day, house in enumerate((None, b"name: A", b"name: A", b"name: B"))
    ]
    with database.writing() as connection:
        connection.execute(insert(conversations).values(**waits, thread="anna", waiting_since=NOON, department="shop"))
        connection.execute(insert(conversations).values(**waits, thread="bo"))
        said = {"id": "m-1", "conversation_id": 1, "seq": 1, "author": "bot", "text": "Hej", "created_at": NOON}
        connection.execute(insert(outgoing).values(**said, state="sent"))
        connection.execute(insert(alarms).values(matter="m", text="!", raised_at=NOON, open=True))
        connection.execute(insert(faq_versions), versions)
    upgrade(database)

    with database.writing() as connection:
        (wait,) = open_waits(connection)
        assert (wait.conversation_id, wait.since, wait.department, wait.reason) == (1, NOON, "shop", "unsure")
        save_conversation(connection, load_conversation(connection, 1).answered_by_person(NOON))
        assert [ended.id for ended in ended_waits(connection, NOON)] == [wait.id]
        assert connection.scalar(select(outgoing.c.purpose)) == "answer"
        houses = connection.execute(select(house_versions).order_by(house_versions.c.id)).all()
    assert [(row.version, row.file, row.published_at) for row in houses] == [
        (version_of(file), file, NOON + timedelta(days=day))
        for day, file in ((0, b""), (1, b"name: A"), (3, b"name: B"))
    ]
    assert is_up_to_date(database)
