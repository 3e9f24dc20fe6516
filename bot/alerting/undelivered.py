"""Why an alarm did not get through."""

import ssl
from collections.abc import Iterator


class Undelivered(Exception):
    """A server did not take what we brought; the message says why, in a clause, and holds no secret."""


def reason_of(error: Exception, host: str) -> str:
    """What an error of the network means. Errors of libraries are not shown as they are: they quote addresses."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of {host} cannot be trusted: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"{host} does not speak TLS as it should ({cause.reason or 'no reason given'})"
        if isinstance(cause, TimeoutError):
            return f"{host} gave no answer in time"
    why = getattr(causes[-1], "strerror", None) or type(causes[-1]).__name__
    return f"{host} cannot be reached: {why}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
