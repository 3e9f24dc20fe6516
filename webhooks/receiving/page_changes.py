"""What happens on a Facebook Page outside its inbox: comments, posts, reactions, mentions and reviews."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.incoming import Attachment, Incoming, Kind, Surface
from webhooks.receiving import wire
from webhooks.receiving.reading import Reader, emoji, thread

# Meta's verb: what was done, and a note where that leaves something open.
_VERBS: Mapping[str, tuple[Kind, str]] = {
    "add": (Kind.MESSAGE, ""),
    "edit": (Kind.EDIT, ""),
    "edited": (Kind.EDIT, ""),
    "update": (Kind.EDIT, ""),
    "remove": (Kind.UNSEND, ""),
    "delete": (Kind.UNSEND, ""),
    "hide": (Kind.VISIBILITY, "hidden"),
    "unhide": (Kind.VISIBILITY, "shown"),
}


def _feed(blank: Incoming, value: wire.Node) -> Incoming:
    item = wire.word(value, "item") or ""
    if item not in _ITEMS:
        raise wire.Unreadable(f"item {item}")
    return _ITEMS[item](_with_author(blank, value), value)


def _ratings(blank: Incoming, value: wire.Node) -> Incoming:
    return _feed(blank, {"item": "rating", **value})


def _mention(blank: Incoming, value: wire.Node) -> Incoming:
    """The Page was named in a post or a comment, on its own wall or on somebody else's."""
    kind, note = _done(value)
    post, comment = wire.ident(value, "post_id"), wire.ident(value, "comment_id")
    ours = _with_author(blank, value)
    return replace(
        ours,
        surface=Surface.MENTION,
        kind=kind,
        thread=thread(post, ours.customer or comment) if comment else post or "",
        message_id=comment or wire.needed_ident(value, "post_id"),
        text=wire.text(value, "message"),
        note=note,
    )


def _comment(blank: Incoming, value: wire.Node) -> Incoming:
    kind, note = _done(value)
    post, comment = wire.ident(value, "post_id"), wire.needed_ident(value, "comment_id")
    parent = wire.ident(value, "parent_id")
    return replace(
        blank,
        surface=Surface.COMMENT,
        kind=kind,
        thread=thread(post, blank.customer or comment),
        message_id=comment,
        text=wire.text(value, "message"),
        attachments=_attachments(value),
        reply_to=parent if parent != post or blank.by_page else None,  # ours may answer a visitor's post
        note=note,
    )


def _post(blank: Incoming, value: wire.Node) -> Incoming:
    kind, note = _done(value)
    post = wire.needed_ident(value, "post_id")
    return replace(
        blank,
        surface=Surface.POST,
        kind=kind,
        thread=post,
        message_id=post,
        text=wire.text(value, "message"),
        attachments=_attachments(value),
        note=note,
    )


def _reaction(blank: Incoming, value: wire.Node) -> Incoming:
    """A like or another reaction to a comment, a post or a review."""
    kind, _ = _done(value)
    if kind is Kind.VISIBILITY:
        raise wire.Unreadable("reaction is hidden or shown")
    comment, story = wire.ident(value, "comment_id"), wire.ident(value, "open_graph_story_id")
    subject = wire.needed_ident(value, "comment_id", "open_graph_story_id", "post_id")
    return replace(
        blank,
        surface=Surface.COMMENT if comment else Surface.REVIEW if story else Surface.POST,
        kind=Kind.REACTION,
        thread=thread(wire.ident(value, "post_id"), blank.customer or comment) if comment else subject,
        message_id=subject,
        reaction=None if kind is Kind.UNSEND else emoji({"reaction_type": "like", **value}, "reaction_type"),
    )


def _review(blank: Incoming, value: wire.Node) -> Incoming:
    """A recommendation, or a rating of one to five stars as it was before; the note says which way."""
    kind, note = _done(value)
    story = wire.needed_ident(value, "open_graph_story_id", "post_id")
    return replace(
        blank,
        surface=Surface.REVIEW,
        kind=kind,
        thread=story,
        message_id=story,
        text=wire.text(value, "review_text"),
        note=note or wire.word(value, "recommendation_type", "rating") or "",
    )


def _with_author(blank: Incoming, value: wire.Node) -> Incoming:
    """The blank with who did it and when. Older payloads have the author's id and name beside the rest."""
    author = wire.child(value, "from")
    who = wire.ident(author, "id") or wire.ident(value, "sender_id", "reviewer_id")
    ours = replace(blank, occurred_at=wire.moment(value, "created_time") or blank.occurred_at)
    if who == blank.account:
        return replace(ours, by_page=True)
    name = wire.word(author, "name") or wire.word(value, "sender_name", "reviewer_name")
    return replace(ours, customer=who, customer_name=name)


def _done(value: wire.Node) -> tuple[Kind, str]:
    verb = wire.word(value, "verb") or ""
    if verb not in _VERBS:
        raise wire.Unreadable(f"verb {verb}")
    return _VERBS[verb]


def _attachments(value: wire.Node) -> tuple[Attachment, ...]:
    """Pictures, films and links. The link of a photo or a video is its own address."""
    link = {"photo": "image", "video": "video"}.get(wire.word(value, "item") or "", "link")
    types = {"photo": "image", "photos": "image", "video": "video", "link": link}
    return tuple(Attachment(type=types[key], url=url) for key in types for url in wire.words(value, key))


_ITEMS: Mapping[str, Reader] = {
    "comment": _comment,
    "post": _post,
    "status": _post,
    "photo": _post,
    "video": _post,
    "share": _post,
    "reaction": _reaction,
    "like": _reaction,
    "rating": _review,
    "recommendation": _review,
}

FIELDS: Mapping[str, Reader] = {
    "feed": _feed,
    "mention": _mention,
    "ratings": _ratings,
    "recommendations": _ratings,
}
