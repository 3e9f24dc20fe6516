"""A database with any number of conversations, as the café of the sample business might have them after two years.

Most are with the bot or done; some people answered, some customers wait for what they were promised, some are put off.
They ask what the sample's FAQ knows, in its five languages, each with a number of their own, and read its answers.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from bot.calibration import shipped_prior
from bot.content_files import SAMPLE, read_content_files, shipped_wording
from bot.core.content.entry import Entry
from bot.core.content.loading import Content, load_content
from bot.core.conversation import Conversation
from bot.core.deciding import decide
from bot.core.explanation import explain
from bot.core.incoming import Channel, Incoming, Kind, Surface
from bot.core.knowledge import Knowledge
from bot.core.matching.matcher import Matcher, fit
from bot.core.sought import words_of
from bot.core.understanding import understand
from bot.store.database import Database
from bot.store.incoming_json import incoming_to_json
from bot.store.schema import (
    conversation_labels,
    conversations,
    deliveries,
    incoming,
    lanes,
    outgoing,
    promises,
    search_texts,
    users,
    waits,
)


class Standing(StrEnum):
    """How a conversation stands."""

    BOT = "bot"
    DONE = "done"
    PERSON = "person"
    WAITING = "waiting"
    SNOOZED = "snoozed"


SHARES = {Standing.DONE: 0.35, Standing.PERSON: 0.03, Standing.WAITING: 0.015, Standing.SNOOZED: 0.005}
"""The rest is with the bot."""

DAYS = {Standing.BOT: 730, Standing.DONE: 730, Standing.PERSON: 5, Standing.WAITING: 2, Standing.SNOOZED: 7}
"""How long ago anybody wrote there last, at most."""

ACCOUNTS = {Channel.MESSENGER: "100000000000001", Channel.INSTAGRAM: "17840000000000001"}
LABELS = ("complaint", "wholesale", "press", "wedding", "ambassador", "influencer", "returns")
LABELLED = 0.05
FIRST_NAMES = (
    "Anna Mette Jonas Sofie Freja Emil Astrid Lars Elsa Nils Linnea Oskar Jana Petr Tereza Jakub Žofie Ondřej Sanne "
    "Daan Lotte Bram Fleur Thijs Emma Oliver Grace Harry Søren Åse"
)
LAST_NAMES = (
    "Jensen Nielsen Møller Sørensen Kjær Lindqvist Åkesson Öberg Sjögren Nováková Dvořák Procházka Černý Růžička Bæk "
    "Bakker Visser Janssen Smit Dijkstra Brown Taylor Walker Hughes Østergaard"
)

_ANSWERED, _UNANSWERED = "iioio", "ioioi"  # three messages in, two texts out, in order
_PAUSE = timedelta(minutes=10)
_AT_A_TIME = 2_000  # conversations

_FIND = "INSERT INTO search_texts (conversation_id, source, text) VALUES (:conversation_id, :source, :text)"

Rows = defaultdict[Table, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class _Talk:
    """One conversation."""

    id: int
    standing: Standing
    at: datetime  # anybody wrote there last
    language: str
    channel: Channel
    department: str
    person: str
    name: str

    @property
    def waits(self) -> bool:
        return self.standing in {Standing.WAITING, Standing.SNOOZED}

    @property
    def by_people(self) -> bool:
        return self.standing in {Standing.DONE, Standing.PERSON}


def gather(database: Database, count: int, *, now: datetime) -> None:
    """Fill an empty SQLite database with so many conversations."""
    crowd = _Crowd(now)
    with database.writing() as connection, _indexed_at_once(connection):
        connection.execute(insert(users), crowd.people())
        connection.execute(insert(deliveries).values(id=1, received_at=now, body=b"{}"))
        talks = iter(crowd.talks(count))
        while several := list(islice(talks, _AT_A_TIME)):
            rows: Rows = defaultdict(list)
            for talk in several:
                crowd.tell(talk, rows)
            for table in (conversations, lanes, waits, promises, incoming, outgoing, conversation_labels):
                if rows[table]:
                    connection.execute(insert(table), rows[table])
            connection.exec_driver_sql(_FIND, rows[search_texts])


@contextmanager
def _indexed_at_once(connection: Connection) -> Iterator[None]:
    """SQLite's full-text index is built at the end, eight times as fast as text by text."""
    triggers = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'search_texts'")
    found = connection.execute(triggers).all()
    for name, _ in found:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    connection.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))
    for _, sql in found:
        connection.execute(text(sql))


class _Crowd:
    """Makes up what happened; the same each time."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._chance = random.Random(7)  # noqa: S311  # the same each time
        self._first_names, self._last_names = FIRST_NAMES.split(), LAST_NAMES.split()
        self._house = _content().house
        self._entries = [entry for entry in _content().entries if entry.is_matched]

    def people(self) -> list[dict[str, Any]]:
        """Those of the sample's rota, who may do everything."""
        return [
            {"key": person.key, "name": person.name, "role": "admin", "made_at": self._now}
            for person in self._house.rota
        ]

    def talks(self, count: int) -> list[_Talk]:
        """The conversations, in the order in which anybody wrote last; however few, one of each standing."""
        standings = [one for one, share in SHARES.items() for _ in range(max(round(count * share), 1))]
        standings += [Standing.BOT] * (count - len(standings))
        ended = sorted((self._ended(standing), standing) for standing in standings)
        return [self._talk(number, standing, at) for number, (at, standing) in enumerate(ended, start=1)]

    def _ended(self, standing: Standing) -> datetime:
        return self._now - timedelta(seconds=self._chance.randrange(60, DAYS[standing] * 86_400))

    def _talk(self, number: int, standing: Standing, at: datetime) -> _Talk:
        choice = self._chance.choice
        return _Talk(
            id=number,
            standing=standing,
            at=at,
            language=choice(self._house.languages),
            channel=choice(list(ACCOUNTS)),
            department=choice(list(self._house.departments)),
            person=choice(self._house.rota).key,
            name=f"{choice(self._first_names)} {choice(self._last_names)}",
        )

    def tell(self, talk: _Talk, rows: Rows) -> None:
        """Write down a conversation and everything that belongs to it."""
        rows[conversations].append(self._conversation(talk))
        rows[lanes].append({"conversation_id": talk.id, "last_seq": len(_ANSWERED)})
        self._find(rows, talk, f"name:{talk.id}", " ".join(words_of(talk.name)))
        if self._chance.random() < LABELLED:
            label = self._chance.choice(LABELS)
            rows[conversation_labels].append({"conversation_id": talk.id, "label": label})
            self._find(rows, talk, f"label:{talk.id}", label)
        if talk.waits or talk.standing is Standing.DONE:
            self._wait(talk, rows)
        order = _UNANSWERED if talk.waits else _ANSWERED
        for seq, way in enumerate(order, start=1):
            entry, at = self._chance.choice(self._entries), talk.at - _PAUSE * (len(order) - seq)
            (self._message if way == "i" else self._answer)(talk, entry, seq, at, rows)

    def _conversation(self, talk: _Talk) -> dict[str, Any]:
        since = talk.at if talk.waits else None
        due = talk.at + timedelta(hours=self._chance.randrange(1, 72)) if talk.waits else None
        done = talk.standing is Standing.DONE
        return {
            "id": talk.id,
            "channel": talk.channel,
            "account": ACCOUNTS[talk.channel],
            "surface": Surface.MESSAGE,
            "thread": str(10**15 + talk.id),
            "customer": str(10**15 + talk.id),
            "customer_name": talk.name,
            "state": Standing.WAITING if talk.waits else talk.standing,
            "language": talk.language,
            "turn": 2,
            "last_entry": self._chance.choice(self._entries).id,
            "introduced_at": talk.at - _PAUSE * 4,
            "last_customer_at": talk.at if talk.waits else talk.at - _PAUSE,
            "last_bot_at": talk.at - _PAUSE if talk.waits else None if talk.by_people else talk.at,
            "last_person_at": talk.at if talk.by_people else None,
            "last_person": talk.person if talk.by_people else None,
            "waiting_since": since,
            "promised_by": due,
            "told_at": since,
            "assigned_to": talk.person if talk.by_people or talk.id % 2 else None,
            "department": talk.department,
            "priority": self._chance.choice((0, 0, 0, 1, 2)) if talk.waits else 0,
            "reason": self._chance.choice(("unsure", "complaint", "asked_for_person")) if talk.waits else None,
            "closed_at": talk.at if done else None,
            "close_reason": "answered" if done else None,
            "snoozed_until": due if talk.standing is Standing.SNOOZED else None,
            "active_at": talk.at,
        }

    def _wait(self, talk: _Talk, rows: Rows) -> None:
        ended = not talk.waits
        rows[waits].append(
            {
                "id": talk.id,
                "conversation_id": talk.id,
                "account": ACCOUNTS[talk.channel],
                "department": talk.department,
                "reason": "unsure",
                "since": talk.at - _PAUSE if ended else talk.at,
                "ended_at": talk.at if ended else None,
                "ended_by": "person" if ended else None,
                "person": talk.person if ended else None,
                "judged_at": talk.at if ended else None,
                "open_seconds": 600 if ended else None,
                "promise_kept": True if ended else None,
            }
        )
        rows[promises].append(
            {
                "wait_id": talk.id,
                "kind": "told",
                "made_at": talk.at - _PAUSE if ended else talk.at,
                "due_at": talk.at + timedelta(hours=2),
                "house_version": "crowd",
            }
        )

    def _message(self, talk: _Talk, entry: Entry, seq: int, at: datetime, rows: Rows) -> None:
        number = len(_ANSWERED) * talk.id + seq
        question, order = self._chance.choice(entry.questions[talk.language]), self._chance.randrange(10**6)
        facts = {"message_id": f"m-{number}", "occurred_at": at.isoformat(), "text": f"{question} ({order:06})"}
        rows[incoming].append(
            {
                "id": number,
                "delivery_id": 1,
                "conversation_id": talk.id,
                "seq": seq,
                "dedupe_key": f"m-{number}",
                "kind": Kind.MESSAGE,
                "surface": Surface.MESSAGE,
                "account": ACCOUNTS[talk.channel],
                "message_id": f"m-{number}",
                "occurred_at": at,
                "received_at": at,
                "content": json.dumps(_template(talk.channel) | facts, ensure_ascii=False),
                "state": "done",
                "handled_at": at,
                "decision": _explanation(talk.language, self._now),
            }
        )
        self._find(rows, talk, f"in:{number}", f"{_words(question)} {order:06}")

    def _answer(self, talk: _Talk, entry: Entry, seq: int, at: datetime, rows: Rows) -> None:
        number = len(_ANSWERED) * talk.id + seq
        answer = self._chance.choice(entry.answer[talk.language])
        rows[outgoing].append(
            {
                "id": f"{number:032x}",
                "conversation_id": talk.id,
                "seq": seq,
                "incoming_id": number - 1,
                "author": "person" if talk.by_people else "bot",
                "person": talk.person if talk.by_people else None,
                "text": answer,
                "created_at": at,
                "state": "sent",
                "message_id": f"m-{number}",
                "sent_at": at,
                "delivered_at": at,
                "read_at": at,
            }
        )
        self._find(rows, talk, f"out:{number:032x}", _words(answer))

    def _find(self, rows: Rows, talk: _Talk, source: str, words: str) -> None:
        rows[search_texts].append({"conversation_id": talk.id, "source": source, "text": words})


@cache
def _content() -> Content:
    return load_content(read_content_files(SAMPLE), shipped_wording())


@cache
def _words(text: str) -> str:
    return " ".join(words_of(text))


def _item(channel: Channel, text: str) -> Incoming:
    return Incoming(channel, ACCOUNTS[channel], Surface.MESSAGE, Kind.MESSAGE, "m", thread="1", customer="1", text=text)


@cache
def _template(channel: Channel) -> dict[str, Any]:
    template: dict[str, Any] = json.loads(incoming_to_json(_item(channel, "")))
    return template


@cache
def _explanation(language: str, now: datetime) -> str:
    """Why such a message went to people, as the worker tells it."""
    known = Knowledge.of(_content(), _matcher(), lambda _: {language: 1.0}, version="crowd", house_version="crowd")
    conversation = Conversation(Channel.MESSENGER, ACCOUNTS[Channel.MESSENGER]).heard(now)
    item = _item(Channel.MESSENGER, _content().entries[0].questions[language][0])
    decision = decide(item, conversation, understand(item, conversation, known), known, now)
    return json.dumps(explain(decision, known, now), ensure_ascii=False)


@cache
def _matcher() -> Matcher:
    """Of a few entries, since all of them take half a minute to fit."""
    return fit(_content().entries[:3], None, shipped_prior(), sure=0.9)
