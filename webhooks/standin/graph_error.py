"""How the Graph API refuses."""

import secrets
from collections.abc import Mapping
from typing import Any


class GraphError(Exception):
    """A refusal in the Graph API's own shape."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        subcode: int | None = None,
        status: int = 400,
        kind: str = "OAuthException",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.subcode = subcode
        self.status = status
        self.kind = kind
        self.headers = headers or {}

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        return {"error": error | {"fbtrace_id": f"A{secrets.token_urlsafe(16)}"}}


def invalid(message: str, *, subcode: int | None = None) -> GraphError:
    """The refusal of a bad parameter."""
    return GraphError(100, f"(#100) {message}", subcode=subcode)
