"""Where somebody is led after they did something, and what they are told there."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.desk.queue import place_from


def to_conversation(conversation_id: int) -> ResponseReturnValue:
    """Back to a conversation, within the list from which it was opened."""
    place = place_from(request.args)
    return redirect(url_for("desk.conversation.page", conversation_id=conversation_id, **place.query()), code=303)


def to_list() -> ResponseReturnValue:
    """Back to the list."""
    return redirect(url_for("desk.queue.index", **place_from(request.args).query()), code=303)


def can_be_undone(undo_id: int, words: str) -> None:
    """Tell what was done, on the next page, with ten seconds to undo it."""
    flash((undo_id, words), "undo")  # type: ignore[arg-type]  # anything that JSON has may be flashed
