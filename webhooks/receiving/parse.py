"""Reads a webhook body into what happened, in our words. Whatever it says, it says at least one thing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from bot.core.incoming import Channel, Incoming, Kind, Surface
from webhooks.receiving import direct, instagram_changes, page_changes, wire
from webhooks.receiving.identity import fingerprint, keyed
from webhooks.receiving.reading import Reader, attempt, named, unknown


class NotAnObject(ValueError):
    """The body is not a JSON object that can be read. The message says what it is instead."""


class _Dialect(NamedTuple):
    """How one of Meta's objects talks: on which channel, and what stands in its changes[]."""

    channel: Channel
    fields: Mapping[str, Reader]


_DIALECTS = {
    "page": _Dialect(Channel.MESSENGER, page_changes.FIELDS),
    "instagram": _Dialect(Channel.INSTAGRAM, instagram_changes.FIELDS),
}
_TEST_ENTRY = "0"  # the dashboard's test button sends no account's id
_LONGEST_INTEGER = 30  # digits; longer ones stay text, since Python refuses to convert the very long


def parse(body: bytes) -> tuple[Incoming, ...]:
    """Everything the body tells, in its order; what we don't know comes as Kind.UNKNOWN. Raises NotAnObject.

    Objects other than `page` and `instagram` (`user`, `permissions` …) come as unknown, on the Messenger channel
    because they belong to the Facebook app.
    """
    try:
        return tuple(_told_by(_load(body)))
    except RecursionError:
        raise NotAnObject("it is nested too deep") from None


def _load(body: bytes) -> wire.Node:
    try:
        whole = json.loads(body.decode("utf-8"), parse_int=_integer)
    except UnicodeDecodeError:
        raise NotAnObject("it is not UTF-8") from None
    except ValueError:
        raise NotAnObject("it is not JSON") from None
    if not isinstance(whole, dict):
        raise NotAnObject("it is JSON, but not an object")
    return whole


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else digits


def _told_by(whole: wire.Node) -> Iterator[Incoming]:
    topic = wire.word(whole, "object") or ""
    for entry in wire.items(whole, "entry") or [whole]:
        yield from _told_by_entry(topic, entry)


def _told_by_entry(topic: str, entry: object) -> Iterator[Incoming]:
    known: wire.Node = entry if isinstance(entry, dict) else {}
    account = wire.ident(known, "id") or ""
    blank = Incoming(
        channel=_DIALECTS[topic].channel if topic in _DIALECTS else Channel.MESSENGER,
        account=account,
        surface=Surface.MESSAGE,
        kind=Kind.UNKNOWN,
        dedupe_key="",
        occurred_at=wire.moment(known, "time"),
        test=account == _TEST_ENTRY,
    )
    for section, item in list(_sections(known)) or [("entry", entry)]:
        mark = fingerprint(topic, item, None if _has_time(item) else known.get("time"))
        for place, incoming in enumerate(_told_by_item(topic, blank, section, item)):
            yield keyed(incoming, f"{mark}.{place}")


def _sections(entry: wire.Node) -> Iterator[tuple[str, object]]:
    """Each item of an entry and where it stands. Instagram Login is documented with a change's keys on the entry."""
    for section in ("messaging", "standby", "changes"):
        for item in wire.items(entry, section):
            yield section, item
    if "field" in entry:
        yield "changes", {key: entry[key] for key in ("field", "value") if key in entry}


def _told_by_item(topic: str, blank: Incoming, section: str, item: object) -> tuple[Incoming, ...]:
    if topic not in _DIALECTS:
        return (unknown(blank, f"object {topic or 'missing'}: {_named(item)}"),)
    if not blank.account:
        return (unknown(blank, f"no entry id: {_named(item)}"),)
    if section == "changes":
        return _told_by_change(_DIALECTS[topic].fields, blank, item)
    if section == "entry":
        return (unknown(blank, f"entry: {_named(item)}"),)
    return direct.read(replace(blank, standby=section == "standby"), item)


def _told_by_change(fields: Mapping[str, Reader], blank: Incoming, change: object) -> tuple[Incoming, ...]:
    """A change. The dashboard's test buttons send direct messages this way too."""
    known: wire.Node = change if isinstance(change, dict) else {}
    field = wire.word(known, "field") or ""
    if field.startswith("messag") or field == "standby":
        return direct.read(replace(blank, standby=field == "standby"), known.get("value"))
    if field not in fields:
        return (unknown(blank, field or "change without field"),)
    return (attempt(fields[field], blank, field, known.get("value")),)


def _has_time(item: object) -> bool:
    return isinstance(item, dict) and wire.moment(item, "timestamp") is not None


def _named(item: object) -> str:
    if not isinstance(item, dict):
        return "not an object"
    return wire.word(item, "field") or named(item, but=frozenset({"id", "time"}))
