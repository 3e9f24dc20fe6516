"""What happens under the posts: customers comment, staff answer and hide, and the app hears of it."""

import threading
from dataclasses import replace

from webhooks.standin import changes
from webhooks.standin.accounts import Accounts, ImpossibleError
from webhooks.standin.conversation import Account, Channel
from webhooks.standin.posts import Comment, Commenter, Post, new_comment_id, post_of


class Wall:
    """The posts of all accounts. Safe to use from several threads; what it returns is a snapshot."""

    def __init__(self, accounts: Accounts) -> None:
        self._lock = threading.RLock()
        self._accounts = accounts
        self._posts = {account.id: post_of(account) for account in accounts.all()}

    def post(self, account: Account) -> Post:
        """The account's post with its comments, in order."""
        with self._lock:
            return self._posts[account.id].snapshot()

    def comment(self, account: Account, customer: Commenter, text: str, parent: str | None = None) -> Comment:
        """The customer comments on the post, or answers the comment `parent`."""
        with self._lock:
            post = self._posts[account.id]
            if parent is not None and self._found(parent)[0] is not post:
                raise ImpossibleError(f"The comment {parent} is under another post.")
            return self._add(post, customer, text, parent)

    def answer(self, comment_id: str, text: str) -> Comment:
        """Staff answer a comment under it."""
        with self._lock:
            post, _ = self._found(comment_id)
            return self._add(post, None, text, comment_id)

    def edit(self, comment_id: str, text: str) -> None:
        """The customer rewrites a comment."""
        with self._lock:
            post, comment = self._own(comment_id)
            if post.account.channel is Channel.INSTAGRAM:
                raise ImpossibleError("A comment on Instagram cannot be edited; remove it and write another.")
            edited = replace(comment, text=text, edited=True)
            post.put(edited)
            self._accounts.tell(post.account, *changes.edited(post, edited, self._accounts.now()))

    def remove(self, comment_id: str) -> None:
        """The customer takes a comment back."""
        with self._lock:
            post, comment = self._own(comment_id)
            post.put(replace(comment, text="", removed=True))
            self._accounts.tell(post.account, *changes.removed(post, comment, self._accounts.now()))

    def hide(self, comment_id: str, *, hidden: bool) -> None:
        """Staff hide a customer's comment from everybody but its author, or show it again."""
        with self._lock:
            post, comment = self._own(comment_id)
            if comment.hidden == hidden:
                return
            changed = replace(comment, hidden=hidden)
            post.put(changed)
            self._accounts.tell(post.account, *changes.hid(post, changed, self._accounts.now()))

    # --- inside; the lock is held ---

    def _add(self, post: Post, customer: Commenter | None, text: str, parent: str | None) -> Comment:
        comment = Comment(new_comment_id(post), customer, text, self._accounts.now(), self._top(parent))
        post.comments.append(comment)
        self._accounts.tell(post.account, *changes.added(post, comment, self._accounts.now()))
        return comment

    def _top(self, parent: str | None) -> str | None:
        """Answers stand one step below a comment, also those to an answer."""
        return None if parent is None else self._found(parent)[1].parent or parent

    def _found(self, comment_id: str) -> tuple[Post, Comment]:
        for post in self._posts.values():
            for comment in post.comments:
                if comment.id == comment_id and not comment.removed:
                    return post, comment
        raise ImpossibleError(f"There is no comment {comment_id}.")

    def _own(self, comment_id: str) -> tuple[Post, Comment]:
        post, comment = self._found(comment_id)
        if comment.by_page:
            raise ImpossibleError("Only a customer's comment can be edited, removed or hidden.")
        return post, comment
