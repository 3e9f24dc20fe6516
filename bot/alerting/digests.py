"""Digests become letters."""

from datetime import datetime

from sqlalchemy import Connection

from bot.store.letters import put_letter
from bot.watching.digests import Digest


def put_digest(connection: Connection, digest: Digest, now: datetime) -> None:
    """Have a digest carried to its people, as part of the transaction; a newer one overtakes it."""
    matter = f"digest {digest.department}" if digest.department else "digest"
    put_letter(connection, matter, digest.subject, digest.text, now, department=digest.department)
