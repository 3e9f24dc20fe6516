"""Vectors of the FAQ's texts, by a hash of encoder and text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, select, update

from bot.store.columns import insert_unless_there
from bot.store.faq_versions import KEPT, newest_version_id
from bot.store.schema import text_vectors

AT_A_TIME = 500
"""Keys in one statement."""

RENEWED_AFTER = KEPT // 2
"""Versions after which a use is marked anew; marking each would write the whole bank again at every edit."""

FORGOTTEN_AFTER = KEPT + RENEWED_AFTER + 1
"""Versions after which a vector without a new mark can belong to none that is kept."""


class Kept(NamedTuple):
    """Vectors that were found, and the keys of those whose use should be marked anew."""

    vectors: dict[bytes, bytes]
    stale: list[bytes]


def load_vectors(connection: Connection, keys: Sequence[bytes]) -> Kept:
    """Those of the vectors that are there."""
    kept = Kept({}, [])
    renewed = (newest_version_id(connection) or 0) - RENEWED_AFTER
    for some in _chunks(keys):
        for row in connection.execute(select(text_vectors).where(text_vectors.c.key.in_(some))):
            kept.vectors[row.key] = row.vector
            if row.last_used < renewed:
                kept.stale.append(row.key)
    return kept


def keep_vectors(connection: Connection, vectors: Mapping[bytes, bytes]) -> None:
    """Put vectors there; one that is there already stays."""
    newest = newest_version_id(connection) or 0
    rows = [{"key": key, "vector": vector, "last_used": newest} for key, vector in sorted(vectors.items())]
    if rows:
        connection.execute(insert_unless_there(connection, text_vectors), rows)


def mark_used(connection: Connection, keys: Sequence[bytes]) -> None:
    """These are in use now."""
    newest = newest_version_id(connection) or 0
    for some in _chunks(sorted(keys)):
        connection.execute(update(text_vectors).where(text_vectors.c.key.in_(some)).values(last_used=newest))


def forget_unused_vectors(connection: Connection) -> None:
    """Remove the vectors that no kept version of the FAQ can need."""
    newest = newest_version_id(connection) or 0
    connection.execute(delete(text_vectors).where(text_vectors.c.last_used <= newest - FORGOTTEN_AFTER))


def _chunks(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + AT_A_TIME] for start in range(0, len(keys), AT_A_TIME))
