"""What happens on an Instagram account outside its inbox: comments and mentions."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.incoming import Incoming, Kind, Surface
from webhooks.receiving import wire
from webhooks.receiving.reading import Reader, thread


def _comment(blank: Incoming, value: wire.Node) -> Incoming:
    """A new comment; Instagram tells of no other kind. The documents name its id both ways.

    Our own comments come too, marked by our id or by the field that only our own have.
    """
    author, media = wire.child(value, "from"), wire.ident(wire.child(value, "media"), "id")
    comment, parent = wire.needed_ident(value, "id", "comment_id"), wire.ident(value, "parent_id")
    who = wire.ident(author, "id")
    by_page = who == blank.account or "self_ig_scoped_id" in author
    customer = None if by_page else who
    return replace(
        blank,
        surface=Surface.COMMENT,
        kind=Kind.MESSAGE,
        thread=thread(media, customer or comment),
        customer=customer,
        customer_name=None if by_page else wire.word(author, "username"),
        message_id=comment,
        occurred_at=wire.moment(value, "timestamp", "created_time") or blank.occurred_at,
        text=wire.text(value, "text"),
        reply_to=parent if parent != media else None,
        by_page=by_page,
    )


def _live_comment(blank: Incoming, value: wire.Node) -> Incoming:
    """A comment during a live broadcast, which can be answered in private only while it lasts."""
    return replace(_comment(blank, value), note="live")


def _mention(blank: Incoming, value: wire.Node) -> Incoming:
    """Somebody named the account in a caption or a comment. Meta tells the ids only."""
    media, comment = wire.needed_ident(value, "media_id"), wire.ident(value, "comment_id")
    return replace(
        blank,
        surface=Surface.MENTION,
        kind=Kind.MESSAGE,
        thread=thread(media, comment) if comment else media,
        message_id=comment or media,
    )


FIELDS: Mapping[str, Reader] = {
    "comments": _comment,
    "live_comments": _live_comment,
    "mentions": _mention,
}
