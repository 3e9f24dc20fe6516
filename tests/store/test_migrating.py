"""Migrations lead to the tables that the program expects."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.store import migrating
from bot.store.database import Database, open_database
from bot.store.migrating import is_up_to_date, newest_revision, upgrade
from bot.store.schema import metadata


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    with database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

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
