"""What only the app can tell: why it decided as it did, and what is worth asking it."""

from typing import Any
from urllib.parse import quote

import requests
from flask import Blueprint, Response, jsonify, request

from webhooks.standin import asked

ANSWERED_WITHIN = 3.0  # seconds


def insight_api(*, explain_url: str | None, try_url: str | None) -> Blueprint:
    """Hands on what the app tells at two addresses, as far as they are known."""
    blueprint = Blueprint("insight", __name__, url_prefix="/standin")

    @blueprint.get("/why/<mid>")
    def why(mid: str) -> tuple[Response, int]:
        """What the app says of its decision on a message, or behind a reply; 404 while it has not handled it."""
        if explain_url is None:
            return jsonify(error="Start the stand-in with --explain to see reasons."), 404
        try:
            answer = _ask(f"{explain_url}/{quote(mid, safe='')}")
        except requests.RequestException:
            return jsonify(error=f"{explain_url} does not answer."), 502
        told = _object(answer)
        if answer.status_code == 404:
            return jsonify(error=told.get("error", "Not handled yet.")), 404
        if not answer.ok or not told:
            return jsonify(error=f"{explain_url} answered {answer.status_code} without an explanation."), 502
        return jsonify(told), 200

    @blueprint.get("/suggestions")
    def suggestions() -> Response:
        """Questions in `language` that the app has an answer for; none where it tells none."""
        language = asked.text(request.args, "language")
        try:
            told = _object(_ask(try_url)) if try_url else {}
        except requests.RequestException:
            told = {}
        return jsonify(suggestions=told.get(language, []))

    return blueprint


def _ask(url: str) -> requests.Response:
    with requests.Session() as http:
        http.trust_env = False
        return http.get(url, timeout=ANSWERED_WITHIN)


def _object(answer: requests.Response) -> dict[str, Any]:
    """The JSON object in an answer; an empty one where there is none."""
    try:
        told = answer.json()
    except requests.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}
