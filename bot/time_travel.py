"""The routes that show and set the business clock; only the trial run opens them."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify, request

from bot.clock import Clock, ClockFile

YEARS = range(2000, 2100)
FROZEN = "This clock cannot be set: SVARTID_NOW freezes it, or there is no SVARTID_CLOCK_FILE."


class CannotTravel(Exception):
    """The clock cannot be set so; the message says why."""


def time_travel(clock: Clock, timezone: Callable[[], ZoneInfo]) -> Blueprint:
    """GET /clock: the time at the house. POST /clock {"to": ISO time}: go on from then; null: back to the present.

    A time without a zone is the house's. 400 for what is no time, 409 while the clock is frozen.
    """
    blueprint = Blueprint("time travel", __name__)

    @blueprint.get("/clock")
    def show() -> Response:
        now, zone = clock(), timezone()
        shift = clock.shift.total_seconds() if isinstance(clock, ClockFile) else 0
        return jsonify(
            now=now.astimezone(zone).isoformat(timespec="seconds"),
            timezone=zone.key,
            shift=shift,
            travelling=bool(shift),
            frozen=not isinstance(clock, ClockFile),
        )

    @blueprint.post("/clock")
    def travel() -> tuple[Response, int]:
        if not isinstance(clock, ClockFile):
            return jsonify(error=FROZEN), 409
        try:
            clock.travel(_destination(timezone()))
        except CannotTravel as error:
            return jsonify(error=str(error)), 400
        return show(), 200

    return blueprint


def _destination(zone: ZoneInfo) -> datetime | None:
    body = request.get_json(silent=True)  # None unless it is sent as JSON, which no foreign page can do
    if not isinstance(body, dict) or "to" not in body:
        raise CannotTravel('Send JSON such as {"to": "2026-12-24T18:30"}, or {"to": null} for the present.')
    if body["to"] is None:
        return None
    try:
        moment = datetime.fromisoformat(body["to"])
    except (TypeError, ValueError):
        raise CannotTravel("This is no time; write one such as 2026-12-24T18:30.") from None
    if moment.year not in YEARS:
        raise CannotTravel(f"Name a time from {YEARS[0]} to {YEARS[-1]}.")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
