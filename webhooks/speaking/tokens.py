"""Access tokens: which account speaks with which, and on which of Meta's hosts."""

import re
from dataclasses import dataclass, field

_HOW = "write ID=token, or ig:ID=token for Instagram Login, with commas between the pairs"
_ID = re.compile(r"[\w-]{1,40}", re.ASCII)  # far shorter than a token, so that a pair the wrong way round is noticed
_TOKEN = re.compile(r"[!-~]+")  # what an HTTP header carries unharmed


@dataclass(frozen=True, slots=True)
class AccessToken:
    """The right to speak for an account. Its `repr` hides the value."""

    value: str = field(repr=False)
    instagram_login: bool = False  # spoken on graph.instagram.com instead of graph.facebook.com

    def __post_init__(self) -> None:
        if not _TOKEN.fullmatch(self.value):
            raise ValueError("an access token is one word of plain letters, digits and signs")


def parse_page_tokens(text: str) -> dict[str, AccessToken]:
    """The tokens in META_PAGE_TOKENS by account. Raises ValueError with one sentence, which holds no token."""
    tokens: dict[str, AccessToken] = {}
    for number, pair in enumerate(text.split(","), start=1):
        if not pair.strip():
            continue
        left, equals, value = (part.strip() for part in pair.partition("="))
        account = left.removeprefix("ig:").strip()
        if not equals or not _ID.fullmatch(account):
            raise ValueError(f"META_PAGE_TOKENS: pair {number} is not an account id, '=' and a token; {_HOW}.")
        if not _TOKEN.fullmatch(value):
            raise ValueError(f"META_PAGE_TOKENS: the token of {account} is empty or holds white space; {_HOW}.")
        if account in tokens:
            raise ValueError(f"META_PAGE_TOKENS: {account} has two tokens; keep one of them.")
        tokens[account] = AccessToken(value, instagram_login=left.startswith("ig:"))
    return tokens
