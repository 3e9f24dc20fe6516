"""The route that tells why the bot answered as it did; only the trial run opens it."""

import json

from flask import Blueprint, Response, jsonify

from bot.store import inbox
from bot.store.database import Database
from bot.store.outbox import answers_nothing
from bot.store.sealing import Seal

UNDECIDED = "Nothing has been decided about this message yet."
BY_ITSELF = "No message led to this: a person wrote it, or it tells somebody who waits that it takes longer."


def explaining(database: Database, seal: Seal) -> Blueprint:
    """GET /explain/MESSAGE_ID: the explanation of the latest decision about a message, or of the one behind a reply.

    404 until there is one.
    """
    blueprint = Blueprint("explaining", __name__)

    @blueprint.get("/explain/<path:message_id>")
    def explain_message(message_id: str) -> tuple[Response, int]:
        with database.reading() as connection:
            explanation = inbox.explanation_of(connection, seal, message_id)
            by_itself = explanation is None and answers_nothing(connection, message_id)
        if explanation is None:
            return jsonify(error=BY_ITSELF if by_itself else UNDECIDED), 404
        return jsonify(json.loads(explanation)), 200

    return blueprint
