"""The route that tells why the bot answered as it did; only the trial run opens it."""

import json

from flask import Blueprint, Response, jsonify

from bot.store import inbox
from bot.store.database import Database
from bot.store.sealing import Seal


def explaining(database: Database, seal: Seal) -> Blueprint:
    """GET /explain/MESSAGE_ID: the explanation of the latest decision about a message, 404 until there is one."""
    blueprint = Blueprint("explaining", __name__)

    @blueprint.get("/explain/<path:message_id>")
    def explain_message(message_id: str) -> tuple[Response, int]:
        with database.reading() as connection:
            explanation = inbox.explanation_of(connection, seal, message_id)
        if explanation is None:
            return jsonify(error="nothing has been decided about this message yet"), 404
        return jsonify(json.loads(explanation)), 200

    return blueprint
