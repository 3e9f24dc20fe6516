"""Routes by which something is done with a conversation."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue

from bot.desk.access import allowed
from bot.desk.conversation import load_or_404
from bot.desk.filling import Unfilled
from bot.desk.going_back import to_conversation
from bot.desk.office import Office
from bot.desk.refusals import in_words
from bot.people import Refused
from bot.store.users import Role

Do = Callable[..., ResponseReturnValue | None]
"""Does it, given the office, a writing transaction, the conversation's id and what else the address names."""


class DeedRoutes:
    """Adds routes to a blueprint: POST alone, in one transaction; what is refused is told on the page."""

    def __init__(self, pages: Blueprint, office: Office) -> None:
        self._pages = pages
        self._office = office

    def add(self, path: str, do: Do, *, name: str | None = None, role: Role = Role.AGENT) -> None:
        """POST /c/ID/path, for a role. Afterwards the conversation is shown again, unless `do` leads elsewhere."""
        office = self._office

        @allowed(role)
        def view(conversation_id: int, **values: Any) -> ResponseReturnValue:
            try:
                with office.database.writing() as connection:
                    load_or_404(connection, conversation_id)
                    led = do(office, connection, conversation_id, **values)
            except Refused as refused:
                flash(in_words(refused), "danger")
                led = None
            except Unfilled as error:
                flash(str(error), "danger")
                led = None
            return to_conversation(conversation_id) if led is None else led

        self._pages.add_url_rule(f"/c/<id:conversation_id>/{path}", name or path, view, methods=["POST"])
