"""Published versions of the content, each with the matcher fitted to it."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bot.store.schema import faq_versions

KEPT = 20
"""Versions that are kept for looking back."""


@dataclass(frozen=True, slots=True)
class FaqVersion:
    """One published version."""

    id: int
    content_hash: str
    encoder: str
    files: Mapping[str, bytes]
    fitted: bytes
    problems: tuple[str, ...]


def newest_version_id(connection: Connection) -> int | None:
    """The id of the version that serves now."""
    newest: int | None = connection.scalar(select(func.max(faq_versions.c.id)))
    return newest


def problems_of(connection: Connection, version_id: int) -> tuple[str, ...]:
    """What is wrong in the newest edit, as the version that serves was told."""
    told = connection.execute(select(faq_versions.c.problems).where(faq_versions.c.id == version_id)).scalar_one()
    return tuple(json.loads(told))


def load_version(connection: Connection, version_id: int) -> FaqVersion:
    """A version by its id."""
    row = connection.execute(select(faq_versions).where(faq_versions.c.id == version_id)).one()
    return FaqVersion(
        row.id, row.content_hash, row.encoder, _unpack(row.files), row.fitted, tuple(json.loads(row.problems))
    )


def publish_version(
    connection: Connection,
    *,
    content_hash: str,
    encoder: str,
    files: Mapping[str, bytes],
    fitted: bytes,
    problems: tuple[str, ...],
    now: datetime,
) -> int:
    """Have a version serve from now on; its id."""
    published: int = connection.execute(
        insert(faq_versions)
        .values(
            content_hash=content_hash,
            encoder=encoder,
            files=_pack(files),
            fitted=fitted,
            problems=json.dumps(problems, ensure_ascii=False),
            published_at=now,
        )
        .returning(faq_versions.c.id)
    ).scalar_one()
    connection.execute(delete(faq_versions).where(faq_versions.c.id <= published - KEPT))
    return published


def _pack(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(path, content)
    return packed.getvalue()


def _unpack(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {path: archive.read(path) for path in archive.namelist()}
