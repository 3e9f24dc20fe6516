"""How the installation is: a page for the host's probe, one for people in a hurry, one for Prometheus."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.store.alarms import open_alarms
from bot.store.carrying import FailingWay, failing
from bot.store.columns import database_now
from bot.store.database import Database
from bot.store.faq_versions import newest_version_id, problems_of
from bot.store.migrating import is_up_to_date
from bot.store.schema import IS_WAITING, conversations, incoming, lanes, outgoing

LATE_MS = 60_000
"""Work that is due for longer than this means that no worker runs, or far too few."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so before customers are served well."""

    name: str
    ok: bool
    detail: str = ""


def health(database: Database, *, secrets: Sequence[str]) -> Blueprint:
    """The routes /healthz (the process lives), /readyz (200 or 503, with every check) and /metrics."""
    blueprint = Blueprint("health", __name__)
    registry = CollectorRegistry()
    registry.register(_Counts(database))

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @blueprint.get("/readyz")
    def readyz() -> tuple[Response, int]:
        checks = [_has_secret(secrets), *check_database(database)]
        shown = {check.name: check.detail or "ok" for check in checks}
        return jsonify(ready=all(check.ok for check in checks), checks=shown), 200 if all(c.ok for c in checks) else 503

    @blueprint.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), mimetype="text/plain")

    return blueprint


def _has_secret(secrets: Sequence[str]) -> Check:
    return Check("app secret", bool(secrets), "" if secrets else "META_APP_SECRET is not set: webhooks are refused")


def check_database(database: Database) -> list[Check]:
    """Database, worker, FAQ, alarms and how they get to people.

    A red mark on the FAQ, an open alarm or one that does not get through is told, but stops nothing.
    """
    try:
        if not is_up_to_date(database):
            return [Check("database", ok=False, detail="the tables are not up to date: run `svartid db upgrade`")]
        with database.reading() as connection:
            late = connection.scalar(
                select(func.count())
                .select_from(lanes)
                .where(lanes.c.ready_at < database_now() - LATE_MS, lanes.c.leased_until < database_now())
            )
            newest = newest_version_id(connection)
            problems = problems_of(connection, newest) if newest else ()
            alarms = open_alarms(connection)
            ways = failing(connection)
    except SQLAlchemyError as error:
        return [Check("database", ok=False, detail=f"it does not answer: {type(error).__name__}")]
    return [
        Check("database", ok=True),
        Check("worker", not late, f"{late} conversations wait: is `svartid worker` running?" if late else ""),
        Check("faq", newest is not None, _faq_detail(newest, problems)),
        Check("alarms", ok=True, detail="; ".join(alarm.text for alarm in alarms)),
        Check("alerts", ok=True, detail="; ".join(_way_detail(way) for way in ways.values())),
    ]


def _faq_detail(newest: int | None, problems: Sequence[str]) -> str:
    if newest is None:
        return "not published yet: `svartid worker` does that within seconds of its start"
    return "; ".join(problems)


def _way_detail(way: FailingWay) -> str:
    times = "once" if way.failures == 1 else f"{way.failures} times"
    return f"{way.way} failed {times}: {way.error}"


class _Counts:
    """What is counted, read from the database at each scrape so that every process tells the same."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> Iterable[Metric]:
        return ()  # asked at registration; the database need not be there yet

    def collect(self) -> Iterable[Metric]:
        with self._database.reading() as connection:
            for name, text, columns in (
                ("svartid_incoming", "Items received", (incoming.c.kind, incoming.c.surface, incoming.c.state)),
                ("svartid_outgoing", "Texts to send", (outgoing.c.author, outgoing.c.state)),
                ("svartid_conversations", "Conversations", (conversations.c.channel, conversations.c.state)),
            ):
                family = GaugeMetricFamily(name, text, labels=[column.name for column in columns])
                for *labels, count in connection.execute(select(*columns, func.count()).group_by(*columns)):
                    family.add_metric([str(label) for label in labels], count)
                yield family
            waiting = connection.scalar(select(func.count()).select_from(conversations).where(IS_WAITING))
            yield GaugeMetricFamily("svartid_waiting", "Customers who wait for a person", value=waiting or 0)
            oldest = connection.scalar(select(database_now() - func.min(lanes.c.ready_at)))
            seconds = max(0, oldest or 0) / 1000
            yield GaugeMetricFamily("svartid_oldest_due_seconds", "How long the oldest work is due", value=seconds)
            yield GaugeMetricFamily("svartid_open_alarms", "Open alarms", value=len(open_alarms(connection)))
