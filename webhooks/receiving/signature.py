"""Meta's signature over a webhook body: HMAC-SHA256 of the raw bytes, keyed with the app secret."""

import hashlib
import hmac
from collections.abc import Sequence


def sign(body: bytes, secret: str) -> str:
    """The value of the X-Hub-Signature-256 header for this body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Whether one of the secrets made this header. An empty secret never did.

    Every secret is tried whatever the others gave, so that the time taken does not tell which one fits.
    """
    given = (header or "").encode("ascii", "replace")
    fits = [hmac.compare_digest(sign(body, secret).encode(), given) for secret in secrets if secret]
    return any(fits)
