"""What has changed on a page that is open: the parts that are drawn anew, and whether somebody wrote."""

import hashlib
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask_wtf.csrf import generate_csrf

from bot.desk.access import allowed
from bot.desk.conversation import load_or_404, thread_context
from bot.desk.numbers import number_in
from bot.desk.office import Office
from bot.desk.queue import list_context, lists, place_from
from bot.desk.reply_box import writable
from bot.store.queue import View, newest_wait
from bot.store.users import Role


def pulse(office: Office) -> Blueprint:
    """GET /desk/pulse: JSON with the parts of a page, by name, that differ from those that the page has.

    `have` names these, as name:mark with commas between them.
    """
    pages = Blueprint("pulse", __name__)

    @pages.get("/pulse")
    @allowed(Role.TRAINEE)
    def beat() -> Response:
        place = place_from(request.args)
        number, listed = number_in(request.args.get("conversation")), lists(office)
        with office.database.reading() as connection:
            context = list_context(connection, office, place) | {"lists": lambda: listed}
            names = ["counts", "list"]
            if number is not None:
                one = load_or_404(connection, number)
                context |= thread_context(connection, office, one) | {"current": one.id}
                context["writable"] = writable(one, office.now(), human_agent=office.house.human_agent)
                names += ["head", "thread", "suggestions"]
            newest = newest_wait(connection)
        have = dict(pair.split(":", 1) for pair in request.args.get("have", "").split(",") if ":" in pair)
        parts = {name: _part(render_template(f"desk/{name}.html", **context)) for name in names}
        waiting = next(one.count for one in listed if one.view is View.WAITING)
        return jsonify(
            parts={name: part for name, part in parts.items() if part["mark"] != have.get(name)},
            waiting=waiting,
            newest=newest.isoformat() if newest else "",
        )

    return pages


def _part(html: str) -> dict[str, Any]:
    """A part with its mark, in which the forms' tokens, new each time, do not count."""
    plain = html.replace(generate_csrf(), "")
    return {"html": html, "mark": hashlib.sha256(plain.encode()).hexdigest()[:16]}
