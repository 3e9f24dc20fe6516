"""Vectors are found again, stay while a kept version may need them, and go after that."""

from sqlalchemy import select

from bot.store.database import Database
from bot.store.faq_versions import KEPT, publish_version
from bot.store.schema import faq_versions, text_vectors
from bot.store.vectors import (
    AT_A_TIME,
    FORGOTTEN_AFTER,
    RENEWED_AFTER,
    forget_unused_vectors,
    keep_vectors,
    load_vectors,
    mark_used,
)
from tests.casts.happenings import NOON


def publish(database: Database, *used: bytes) -> None:
    """One more version, for which these vectors were used."""
    with database.writing() as connection:
        mark_used(connection, load_vectors(connection, used).stale)
        publish_version(connection, content_hash="x", encoder="e", files={}, fitted=b"", problems=(), now=NOON)
        forget_unused_vectors(connection)


def keys(database: Database) -> set[bytes]:
    with database.reading() as connection:
        return set(connection.scalars(select(text_vectors.c.key)))


def test_finds_many_and_says_nothing_of_the_others(database: Database) -> None:
    vectors = {number.to_bytes(32): bytes([number % 7]) for number in range(2 * AT_A_TIME + 1)}
    with database.writing() as connection:
        keep_vectors(connection, vectors)
        keep_vectors(connection, {})
    with database.reading() as connection:
        assert load_vectors(connection, [*vectors, b"\xff" * 32]).vectors == vectors
        assert load_vectors(connection, []).vectors == {}


def test_what_is_there_stays_as_it_is(database: Database) -> None:
    with database.writing() as connection:
        keep_vectors(connection, {b"one": b"first"})
        keep_vectors(connection, {b"one": b"second", b"two": b"second"})
        assert load_vectors(connection, [b"one", b"two"]).vectors == {b"one": b"first", b"two": b"second"}


def test_a_use_is_marked_anew_once_in_a_while(database: Database) -> None:
    publish(database)
    with database.writing() as connection:
        keep_vectors(connection, {b"one": b"x"})
    for _ in range(RENEWED_AFTER):
        publish(database)
    with database.writing() as connection:
        assert load_vectors(connection, [b"one"]).stale == []
    publish(database)
    with database.writing() as connection:
        assert load_vectors(connection, [b"one"]).stale == [b"one"]
        mark_used(connection, [b"one"])
        assert load_vectors(connection, [b"one"]).stale == []


def test_what_is_used_all_the_time_is_never_forgotten(database: Database) -> None:
    with database.writing() as connection:
        keep_vectors(connection, {b"used": b"x", b"unused": b"x"})
    for _ in range(3 * FORGOTTEN_AFTER):
        publish(database, b"used")

    assert keys(database) == {b"used"}


def test_what_a_kept_version_may_need_is_not_forgotten(database: Database) -> None:
    with database.writing() as connection:
        keep_vectors(connection, {b"one": b"x"})
    for _ in range(RENEWED_AFTER):
        publish(database)
    publish(database, b"one")  # the last that uses it, with a mark as old as can be
    with database.reading() as connection:
        last = connection.scalar(select(faq_versions.c.id).order_by(faq_versions.c.id.desc()).limit(1))
    for _ in range(KEPT - 1):
        publish(database)
    with database.reading() as connection:
        assert connection.scalar(select(faq_versions.c.id).where(faq_versions.c.id == last)) == last
    assert keys(database) == {b"one"}
