"""The desk is measured on a crowd that is as it should be."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from benchmarks.crowd import gather
from benchmarks.desk_pages import NOON, PAGES, Timing, measure, open_desk, table
from bot.store.database import open_database
from bot.store.schema import conversations, search_texts, waits
from bot.store.sealing import Open
from bot.store.search import search
from bot.store.search_index import index_missing


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty conversations and their desk's database."""
    path = tmp_path_factory.mktemp("crowd") / "crowd.db"
    open_desk(path, 50)
    return path


def test_every_page_is_measured_at_both_desks(crowd: Path) -> None:
    desk = open_desk(crowd, 50)

    timings = [measure(page, desk, desk, rounds=2) for page in PAGES]

    assert [(len(timing.few), len(timing.many)) for timing in timings] == [(2, 2)] * len(PAGES)
    assert table(timings, few=20, many=50).count("\n") == len(PAGES) + 2


def test_a_page_may_take_three_times_as_long_and_fifty_milliseconds() -> None:
    assert Timing("/", [10, 10], [30, 30]).is_quick
    assert not Timing("/", [9, 9], [30, 30]).is_quick
    assert not Timing("/", [30, 30], [51, 51]).is_quick
    assert "✗" in table([Timing("/", [9, 9], [30, 30])], few=1, many=2)


def test_the_crowd_has_conversations_of_all_kinds_that_are_all_found(crowd: Path) -> None:
    database = open_database(f"sqlite:///{crowd}")
    with database.reading() as connection:
        states = Counter(connection.scalars(select(conversations.c.state)))
        still_wait = connection.scalar(select(func.count()).where(waits.c.ended_at.is_(None)))
        named = connection.execute(select(conversations.c.customer_name).where(conversations.c.id == 7)).scalar_one()
        indexed = connection.scalar(select(func.count()).select_from(search_texts))
        found = search(connection, Open(), named, limit=50)
        connection.execute(text("INSERT INTO search_words(search_words) VALUES ('integrity-check')"))

    assert (states["waiting"], still_wait, states["person"], states["done"]) == (2, 2, 2, 18)
    assert 7 in [each.id for each in found]
    index_missing(database, Open())
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(search_texts)) == indexed
    database.close()


def test_the_crowd_is_the_same_each_time(crowd: Path, tmp_path: Path, sqlite_template: Path) -> None:
    (tmp_path / "again.db").write_bytes(sqlite_template.read_bytes())
    database, first = open_database(f"sqlite:///{tmp_path}/again.db"), open_database(f"sqlite:///{crowd}")
    gather(database, 50, now=NOON)

    texts = select(search_texts.c.source, search_texts.c.text).order_by(search_texts.c.id)
    with database.reading() as connection, first.reading() as other:
        assert connection.execute(texts).all() == other.execute(texts).all()
    database.close()
    first.close()
