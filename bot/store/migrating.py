"""The tables, brought to the state that the program expects."""

from pathlib import Path

from sqlalchemy import inspect, text

from bot.store.database import Database

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database) -> None:
    """Bring the tables up to date; nothing happens when they are."""
    from alembic import command  # noqa: PLC0415  # 12 MB that only this process needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_up_to_date(database: Database) -> bool:
    """Whether the tables are what this program expects. Raises database errors."""
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return list(connection.scalars(text("SELECT version_num FROM alembic_version"))) == [newest_revision()]


def newest_revision() -> str:
    """The migrations are numbered, and a file's name begins with its number."""
    return max(path.name.split("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))
