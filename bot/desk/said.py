"""Where customers write, and what they send beside words; and how it may be shown."""

from urllib.parse import urlsplit

from flask_babel import lazy_gettext

from bot.core.incoming import Attachment, Surface
from bot.desk.tongue import gettext

WORDS = {
    "image": lazy_gettext("photo"),
    "media": lazy_gettext("photo or film"),
    "audio": lazy_gettext("voice message"),
    "video": lazy_gettext("film"),
    "file": lazy_gettext("file"),
    "sticker": lazy_gettext("sticker"),
    "reel": lazy_gettext("reel"),
    "ig_reel": lazy_gettext("reel"),
    "post": lazy_gettext("post"),
    "ig_post": lazy_gettext("post"),
    "share": lazy_gettext("post"),
    "story": lazy_gettext("story"),
    "ig_story": lazy_gettext("story"),
    "story_mention": lazy_gettext("mention in a story"),
    "fallback": lazy_gettext("link"),
    "location": lazy_gettext("place"),
    "template": lazy_gettext("card"),
    "appointment_booking": lazy_gettext("booking"),
}
"""The platform's kinds of attachments."""

SURFACES = {
    Surface.MESSAGE: lazy_gettext("message"),
    Surface.COMMENT: lazy_gettext("comment"),
    Surface.POST: lazy_gettext("post"),
    Surface.MENTION: lazy_gettext("mention"),
    Surface.REVIEW: lazy_gettext("review"),
}
"""On what they write."""

_PICTURES = {"image", "sticker"}
_PLAYED = {"audio", "video"}


def attachment_word(attachment: Attachment) -> str:
    """What an attachment is, in a word."""
    return str(WORDS[attachment.type]) if attachment.type in WORDS else gettext("something attached")


def web_address(attachment: Attachment) -> str | None:
    """Where an attachment can be looked at; None where that is no address of the web."""
    url = attachment.url or ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def is_picture(attachment: Attachment) -> bool:
    """Whether it is shown as a picture."""
    return attachment.type in _PICTURES and web_address(attachment) is not None


def is_played(attachment: Attachment) -> bool:
    """Whether it is something to listen to or to watch."""
    return attachment.type in _PLAYED and web_address(attachment) is not None
