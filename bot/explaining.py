"""The route that tells why the bot answered as it did; only the trial run opens it."""

import json

from flask import Blueprint, Response, jsonify
from sqlalchemy import select

from bot.store.database import Database
from bot.store.schema import incoming


def explaining(database: Database) -> Blueprint:
    """GET /explain/MESSAGE_ID: the explanation of the latest decision about a message, 404 until there is one."""
    blueprint = Blueprint("explaining", __name__)

    @blueprint.get("/explain/<path:message_id>")
    def explain_message(message_id: str) -> tuple[Response, int]:
        with database.reading() as connection:
            decision = connection.scalar(
                select(incoming.c.decision)
                .where(incoming.c.message_id == message_id, incoming.c.decision.is_not(None))
                .order_by(incoming.c.id.desc())
                .limit(1)
            )
        if decision is None:
            return jsonify(error="nothing has been decided about this message yet"), 404
        return jsonify(json.loads(decision)), 200

    return blueprint
