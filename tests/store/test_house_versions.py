"""The house as it was."""

from datetime import datetime, timedelta

from bot.content_files import shipped_wording
from bot.core.content.house import House
from bot.house_history import HouseHistory
from bot.store.database import Database
from bot.store.house_versions import house_at, keep_house, version_of
from tests.casts.happenings import NOON

DAY = timedelta(days=1)


def files_at(database: Database, *moments: datetime) -> list[bytes | None]:
    with database.reading() as connection:
        found = [house_at(connection, moment) for moment in moments]
    return [version.file if version else None for version in found]


def test_each_day_has_the_house_that_served_then(database: Database) -> None:
    with database.writing() as connection:
        for day, file in enumerate((b"name: A", b"name: B", b"name: A")):
            assert keep_house(connection, file, NOON + day * DAY) == version_of(file)

    second = timedelta(seconds=1)
    assert files_at(database, NOON, NOON + DAY - second, NOON + DAY, NOON + 9 * DAY) == [
        b"name: A",
        b"name: A",
        b"name: B",
        b"name: A",
    ]


def test_the_same_house_published_again_is_no_new_version(database: Database) -> None:
    with database.writing() as connection:
        keep_house(connection, b"name: A", NOON)
        keep_house(connection, b"name: A", NOON + DAY)
        found = house_at(connection, NOON + 2 * DAY)

    assert found is not None
    assert found.published_at == NOON


def test_days_before_the_first_version_are_judged_by_it(database: Database) -> None:
    assert files_at(database, NOON) == [None]
    with database.writing() as connection:
        keep_house(connection, b"name: A", NOON)

    assert files_at(database, NOON - DAY) == [b"name: A"]


def test_gives_the_house_of_a_day_ready_to_use(database: Database) -> None:
    history = HouseHistory(database, shipped_wording())
    assert history.at(NOON) == House()
    with database.writing() as connection:
        keep_house(connection, b"name: Norden\nlanguages: [da]\n", NOON)
        keep_house(connection, b"", NOON + DAY)

    assert [history.at(moment).name for moment in (NOON, NOON + DAY)] == ["Norden", House().name]
    assert history.at(NOON) is history.at(NOON)
