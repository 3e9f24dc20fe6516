"""Texts and tokens encrypted at rest."""

import base64
import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class SealBroken(Exception):
    """What was sealed cannot be opened: the key has changed or the bytes have."""


class Seal(Protocol):
    """Closes bytes for the database and opens them again."""

    @property
    def encrypts(self) -> bool:
        """Whether what is closed cannot be read without a key; then no copy of it may be kept in the clear."""
        ...

    def close(self, plain: bytes) -> bytes:
        """What may be written to the disk."""
        ...

    def open(self, sealed: bytes) -> bytes:
        """What was closed. Raises SealBroken."""
        ...


class Open:
    """No seal: the operator has set no key."""

    encrypts = False

    def close(self, plain: bytes) -> bytes:
        """The bytes themselves."""
        return plain

    def open(self, sealed: bytes) -> bytes:
        """The bytes themselves. Raises SealBroken when they were sealed by a key that is missing now."""
        if sealed.startswith(b"gAAAA"):
            raise SealBroken("a text in the database is encrypted; set ENCRYPTION_KEY to the key it was written with")
        return sealed


class Sealed:
    """Fernet (AES-128-CBC with HMAC) under keys derived from secrets: the first seals, each of them opens.

    The cryptography package, 8 MB, comes into memory with the first text that is sealed, which most processes never do.
    """

    encrypts = True

    def __init__(self, secrets: Sequence[str], *, purpose: str) -> None:
        self._secrets = tuple(secrets)
        self._purpose = purpose

    def close(self, plain: bytes) -> bytes:
        """The bytes encrypted, as URL-safe base64."""
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """The bytes decrypted; what was written before a key was set is given back as it is."""
        if not sealed.startswith(b"gAAAA"):
            return sealed
        from cryptography.fernet import InvalidToken  # noqa: PLC0415

        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise SealBroken("the database was encrypted with another key") from None

    @cached_property
    def _fernet(self) -> "MultiFernet":
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

        return MultiFernet([Fernet(_derive(secret, self._purpose)) for secret in self._secrets])


def _derive(secret: str, purpose: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"svartid {purpose}".encode()).derive(secret.encode())
    return base64.urlsafe_b64encode(key)


def close_text(seal: Seal, text: str) -> str:
    """A text as it may be written to the disk."""
    return seal.close(text.encode()).decode()


def open_text(seal: Seal, sealed: str) -> str:
    """A text that was closed. Raises SealBroken."""
    return seal.open(sealed.encode()).decode()


def open_explanation(seal: Seal, sealed: str) -> dict[str, Any]:
    """Why something was decided, as it was closed. Raises SealBroken."""
    explanation: dict[str, Any] = json.loads(open_text(seal, sealed))
    return explanation
