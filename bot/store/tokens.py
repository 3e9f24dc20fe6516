"""Secrets that let somebody in: what is kept is their hash, so that whoever reads the database holds no key."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A secret that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> str:
    """What the database keeps of it. A fast hash does: there are too many tokens to try."""
    return hashlib.sha256(token.encode()).hexdigest()
