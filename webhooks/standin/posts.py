"""The post of each account, and the comments under it. In memory only."""

import hashlib
import secrets
from dataclasses import dataclass, field, replace

from webhooks.standin.conversation import Account, Channel

TEXT = "New with us this week. What would you like to know?"


@dataclass(frozen=True, slots=True)
class Commenter:
    """A customer, as the account knows them."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment; without a customer it is the Page's. `timestamp` is in milliseconds, `parent` what it answers."""

    id: str
    customer: Commenter | None
    text: str
    timestamp: int
    parent: str | None = None
    edited: bool = False
    hidden: bool = False
    removed: bool = False

    @property
    def by_page(self) -> bool:
        """Whether staff wrote it."""
        return self.customer is None


@dataclass(slots=True)
class Post:
    """What the account has shown to everybody, and what is said under it."""

    id: str
    account: Account
    text: str = TEXT
    comments: list[Comment] = field(default_factory=list)

    def put(self, changed: Comment) -> None:
        """Replace the comment of the same id."""
        self.comments[:] = [changed if changed.id == comment.id else comment for comment in self.comments]

    def snapshot(self) -> "Post":
        """A copy that does not change when more is said."""
        return replace(self, comments=list(self.comments))


def post_of(account: Account) -> Post:
    """The account's post, without comments; it has the same id after a restart too."""
    number = str(10**14 + int.from_bytes(hashlib.sha256(account.id.encode()).digest()[:6]))
    return Post(f"{account.id}_{number}" if account.channel is Channel.MESSENGER else f"18{number}", account)


def new_comment_id(post: Post) -> str:
    """An id that never comes again."""
    number = str(10**14 + secrets.randbelow(9 * 10**14))
    return f"{post.id.partition('_')[2]}_{number}" if post.account.channel is Channel.MESSENGER else f"17{number}"
