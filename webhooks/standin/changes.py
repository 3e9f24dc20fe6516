"""What webhooks say of comments under a post. A Page tells of everything, Instagram of new comments only."""

from typing import Any

from webhooks.standin.conversation import Channel, username
from webhooks.standin.events import Body, Event
from webhooks.standin.posts import Comment, Post


def added(post: Post, comment: Comment, now: int) -> tuple[Event, ...]:
    """Somebody commented, a customer or the Page."""
    if post.account.channel is Channel.MESSENGER:
        return (_in_feed(post, comment, "add", now, message=comment.text),)
    value: Body = {
        "id": comment.id,
        "text": comment.text,
        "from": {"id": _author_id(post, comment), "username": username(_author_name(post, comment))},
        "media": {"id": post.id, "media_product_type": "FEED"},
    }
    if comment.parent is not None:
        value["parent_id"] = comment.parent
    return (Event("comments", value, in_public=True),)


def edited(post: Post, comment: Comment, now: int) -> tuple[Event, ...]:
    """A comment has another text."""
    return _told_by_page_only(post, comment, "edited", now, message=comment.text)


def removed(post: Post, comment: Comment, now: int) -> tuple[Event, ...]:
    """A comment is gone."""
    return _told_by_page_only(post, comment, "remove", now)


def hid(post: Post, comment: Comment, now: int) -> tuple[Event, ...]:
    """A comment is hidden from others, or shown again."""
    return _told_by_page_only(post, comment, "hide" if comment.hidden else "unhide", now, message=comment.text)


def _told_by_page_only(post: Post, comment: Comment, verb: str, now: int, **more: Any) -> tuple[Event, ...]:
    return (_in_feed(post, comment, verb, now, **more),) if post.account.channel is Channel.MESSENGER else ()


def _in_feed(post: Post, comment: Comment, verb: str, now: int, **more: Any) -> Event:
    value: Body = {
        "item": "comment",
        "verb": verb,
        "comment_id": comment.id,
        "post_id": post.id,
        "parent_id": comment.parent or post.id,
        "from": {"id": _author_id(post, comment), "name": _author_name(post, comment)},
        "created_time": now // 1000,
    }
    return Event("feed", value | more, in_public=True)


def _author_id(post: Post, comment: Comment) -> str:
    return post.account.id if comment.customer is None else comment.customer.id


def _author_name(post: Post, comment: Comment) -> str:
    return post.account.name if comment.customer is None else comment.customer.name
