"""A house with people, a clock that goes on, and customers who wait, on a real database."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.calibration import shipped_prior
from bot.content_files import shipped_wording
from bot.core.content.house import Department, House, Person, Week
from bot.core.content.loading import load_content
from bot.core.conversation import Conversation, Priority
from bot.core.knowledge import Knowledge
from bot.core.matching.matcher import fit
from bot.core.reception import Reception
from bot.core.rota import RotaChange
from bot.store.alarms import open_alarms
from bot.store.conversations import load_conversation, open_conversations, save_conversation
from bot.store.database import Database
from bot.store.rota_changes import add_change
from bot.store.schema import outgoing
from bot.store.sealing import Open
from bot.store.situation import SituationReader
from bot.store.waits import PromiseKind, note_promise
from tests.casts.happenings import comment, said

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MORNINGS: Week = (((540, 780),),) * 5 + ((),) * 2  # 9-13
AFTERNOONS: Week = (((780, 1020),),) * 5 + ((),) * 2  # 13-17
NORDEN = House(
    "Norden",
    languages=("da",),
    timezone=COPENHAGEN,
    departments={"shop": Department("shop")},
    rota=(Person("mette", "Mette", (MORNINGS,)), Person("jonas", "Jonas", (AFTERNOONS,))),
)


def at(text: str, day: str = "2026-11-23") -> datetime:
    """A time of that Monday, or "2026-11-24T09:00"."""
    return datetime.fromisoformat(text if "T" in text else f"{day}T{text}").replace(tzinfo=COPENHAGEN)


@cache
def _blank() -> Knowledge:
    matcher = fit([], None, shipped_prior(), sure=0.9)
    content = load_content({}, shipped_wording())
    return Knowledge.of(content, matcher, lambda text: {"da": 1.0}, version="test", house_version="abc")


@dataclass
class Counter:
    """Where customers wait."""

    database: Database
    now: datetime = field(default_factory=lambda: at("09:00"))
    house: House = NORDEN
    seal: Open = field(default_factory=Open)

    def clock(self) -> datetime:
        return self.now

    def knowledge(self) -> Knowledge:
        known = _blank()
        return replace(known, reception=Reception(self.house, known.reception.wording))

    def situation(self) -> SituationReader:
        return SituationReader()

    def customer(
        self,
        name: str = "anna",
        *,
        public: bool = False,
        wrote_at: datetime | None = None,
        department: str | None = None,
    ) -> int:
        """Somebody wrote, and waits from then on; nothing is promised yet."""
        wrote_at = wrote_at or self.now
        item = (comment if public else said)("kan I lave en kage?", name)
        with self.database.writing() as connection:
            (number,) = open_conversations(connection, [item]).values()
            known = replace(load_conversation(connection, number), customer=name, language="da", introduced_at=wrote_at)
            waits = known.heard(wrote_at).waits(
                since=wrote_at, reason="unsure", priority=Priority.NORMAL, department=department
            )
            save_conversation(connection, waits)
        return number

    def promised(
        self,
        conversation_id: int,
        due: datetime,
        *,
        kind: PromiseKind = PromiseKind.TOLD,
        made_at: datetime | None = None,
    ) -> None:
        made_at = made_at or self.now
        told_at = None if kind is PromiseKind.UNSAID else made_at
        self.change(conversation_id, promised_by=due, told_at=told_at)
        with self.database.writing() as connection:
            note_promise(connection, conversation_id, kind=kind, due_at=due, house_version="abc", now=made_at)

    def change(self, conversation_id: int, **facts: object) -> None:
        with self.database.writing() as connection:
            changed = replace(load_conversation(connection, conversation_id), **facts)  # type: ignore[arg-type]
            save_conversation(connection, changed)

    def answered(self, conversation_id: int, person: str | None = None) -> None:
        with self.database.writing() as connection:
            conversation = load_conversation(connection, conversation_id)
            save_conversation(connection, conversation.answered_by_person(self.now, person))

    def told(self, *changes: RotaChange) -> None:
        """Changes of the rota."""
        with self.database.writing() as connection:
            for change in changes:
                add_change(connection, change, self.now)

    def conversation(self, conversation_id: int = 1) -> Conversation:
        with self.database.reading() as connection:
            return load_conversation(connection, conversation_id)

    def alarms(self) -> dict[str, str]:
        with self.database.reading() as connection:
            return {alarm.matter: alarm.text for alarm in open_alarms(connection)}

    def texts(self) -> list[tuple[str, str]]:
        """What is in the outbox: how far each text has come, and the text."""
        with self.database.reading() as connection:
            rows = connection.execute(select(outgoing.c.state, outgoing.c.text).order_by(outgoing.c.seq))
            return [(row.state, row.text) for row in rows]
