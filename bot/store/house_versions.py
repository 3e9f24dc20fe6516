"""`house.yaml` as it was: each version from when it began to serve."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.store.schema import house_versions


@dataclass(frozen=True, slots=True)
class HouseVersion:
    """One version of the file."""

    version: str
    file: bytes
    published_at: datetime


def version_of(file: bytes) -> str:
    """What tells one state of the file from another: twelve hexadecimal digits."""
    return hashlib.sha256(file).hexdigest()[:12]


def keep_house(connection: Connection, file: bytes, now: datetime) -> str:
    """Keep the file that serves from now on, unless it did already; its version."""
    version = version_of(file)
    newest = select(house_versions.c.version).order_by(house_versions.c.id.desc()).limit(1)
    if connection.scalar(newest) != version:
        connection.execute(insert(house_versions).values(version=version, file=file, published_at=now))
    return version


def house_at(connection: Connection, moment: datetime) -> HouseVersion | None:
    """The version that served at a moment; before the first one, that. None while there is none at all."""
    served = select(house_versions).where(house_versions.c.published_at <= moment)
    row = connection.execute(served.order_by(house_versions.c.id.desc()).limit(1)).first()
    row = row or connection.execute(select(house_versions).order_by(house_versions.c.id).limit(1)).first()
    return HouseVersion(row.version, row.file, row.published_at) if row else None
