"""A conversation: who has it, who waits for whom, and how that changes."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum

from bot.core.content.house import Address
from bot.core.incoming import Channel, Surface

WINDOW = timedelta(hours=24)
"""How long after the customer's last message anybody may answer. (Messenger Platform policy)"""

HUMAN_AGENT_WINDOW = timedelta(days=7)
"""How long a person may, where Meta has granted the Human Agent permission."""

LAPSE = timedelta(hours=24)
"""After so much silence a conversation that nobody waits in belongs to the bot again. (Conversation Routing: idle)"""


class State(StrEnum):
    """Who has the conversation."""

    BOT = "bot"
    WAITING = "waiting"  # for a person, who has not written yet
    PERSON = "person"  # a person has it; the bot keeps quiet
    DONE = "done"


class Priority(IntEnum):
    """What people should look at first; higher is sooner."""

    LOW = -1
    NORMAL = 0
    HIGH = 1
    URGENT = 2


class Way(StrEnum):
    """How a person goes on with a customer beside the channel."""

    PHONE = "phone"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation as it stands. A customer waits for a person exactly while `waiting_since` is set."""

    channel: Channel
    account: str
    surface: Surface = Surface.MESSAGE
    thread: str = ""
    id: int = 0
    customer: str | None = None
    customer_name: str | None = None
    state: State = State.BOT
    language: str | None = None
    turn: int = 0  # decisions made so far
    offered: tuple[str, ...] = ()  # entries between which we asked the customer to choose
    last_entry: str | None = None  # the last one answered with
    introduced_at: datetime | None = None
    last_customer_at: datetime | None = None
    last_person_at: datetime | None = None
    last_person: str | None = None  # a key of the rota; None where nobody told us who it was
    last_bot_at: datetime | None = None
    waiting_since: datetime | None = None
    promised_by: datetime | None = None
    told_at: datetime | None = None
    late_at: datetime | None = None  # when the customer was told that it takes longer than promised
    assigned_to: str | None = None  # a key of the rota
    department: str | None = None
    priority: Priority = Priority.NORMAL
    reason: str | None = None
    closed_at: datetime | None = None
    close_reason: str | None = None
    address: Address | None = None  # how this customer is addressed, where people know better than the house
    snoozed_until: datetime | None = None  # until when people need not look at it
    elsewhere: Way | None = None  # how a person goes on with the customer; they still wait until it is closed
    asked_if_helped_at: datetime | None = None
    read_lately: tuple[str, ...] = ()  # our texts that the customer has, the newest first; only to compose others
    complained: bool = False  # ever, or wrote of something urgent; only to decide whether to ask if an answer helped

    def window_open(self, now: datetime, *, length: timedelta = WINDOW) -> bool:
        """Whether the platform still lets us write; a customer's clock that runs ahead counts as now."""
        closes = self.closes_at(now, length=length)
        return closes is not None and now < closes

    def closes_at(self, now: datetime, *, length: timedelta = WINDOW) -> datetime | None:
        """When the platform no longer lets us write, in UTC, as it looks now; None where the customer never wrote."""
        if self.last_customer_at is None:
            return None
        return min(self.last_customer_at, now).astimezone(UTC) + length

    def may_be_answered_at(self, moment: datetime, *, human_agent: bool) -> bool:
        """Whether a person may still write at a moment if the customer writes no more until then."""
        return self.window_open(moment, length=HUMAN_AGENT_WINDOW if human_agent else WINDOW)

    @property
    def told_by_person(self) -> bool:
        """Whether the time that the customer knows of was told by a person, in the last text that they wrote."""
        return self.told_at is not None and self.told_at == self.last_person_at

    def heard(self, at: datetime) -> "Conversation":
        """The customer wrote at `at`, which people must see; messages may come out of order."""
        return replace(self, last_customer_at=max(at, self.last_customer_at or at), snoozed_until=None)

    def waits(self, *, since: datetime, reason: str, priority: Priority, department: str | None) -> "Conversation":
        """The customer waits for a person; who waits already goes on waiting from then on, and never sinks."""
        already = self.waiting_since is not None
        return replace(
            self,
            state=self.state if self.state is State.PERSON else State.WAITING,
            waiting_since=self.waiting_since if already else since,
            reason=self.reason if already and self.priority >= priority else reason,
            priority=max(self.priority, priority) if already else priority,
            department=department or self.department,
            closed_at=None,
            close_reason=None,
        )

    def taken(self) -> "Conversation":
        """A person or another app took the conversation, and may yet have to answer."""
        return replace(self, state=State.PERSON, offered=())

    def answered_by_person(self, at: datetime, person: str | None = None) -> "Conversation":
        """A person wrote to the customer at `at`: nobody waits any more, but for what the customer wrote since.

        Where a person goes on elsewhere, the customer waits until that is closed.
        """
        wrote_since = self.waiting_since and self.last_customer_at and self.last_customer_at > at
        goes_on = self.waiting_since if self.elsewhere else self.last_customer_at if wrote_since else None
        answered = self if goes_on else self._waiting_ended()
        return replace(
            answered,
            state=State.PERSON,
            offered=(),
            last_person_at=max(at, self.last_person_at or at),
            last_person=person,
            assigned_to=person or self.assigned_to,
            waiting_since=goes_on,
        )

    def held(self, at: datetime, until: datetime, person: str | None = None) -> "Conversation":
        """A person wrote that the answer will take until `until`: the customer goes on waiting, for that time."""
        waiting = self.waits(since=at, reason="held", priority=self.priority, department=None)
        return replace(
            waiting,
            state=State.PERSON,
            offered=(),
            last_person_at=max(at, self.last_person_at or at),
            last_person=person,
            assigned_to=person or self.assigned_to,
            promised_by=until,
            told_at=at,
            late_at=None,
        )

    def continued(self, at: datetime, way: Way, person: str) -> "Conversation":
        """A person goes on by phone or mail: the customer waits until that is closed, and the bot keeps quiet."""
        waiting = self.waits(since=at, reason="elsewhere", priority=self.priority, department=None)
        return replace(waiting, state=State.PERSON, offered=(), elsewhere=way, assigned_to=person)

    @property
    def active_at(self) -> datetime | None:
        """When anybody wrote last."""
        return max(filter(None, (self.last_customer_at, self.last_person_at, self.last_bot_at)), default=None)

    def given_back(self) -> "Conversation":
        """The bot has the conversation again, unless the customer waits for a person."""
        return replace(self, state=State.BOT if self.waiting_since is None else State.WAITING)

    def closed(self, now: datetime, reason: str) -> "Conversation":
        """A person ended it, for a reason."""
        ended = replace(self._waiting_ended(), state=State.DONE, offered=(), elsewhere=None)
        return replace(ended, closed_at=now, close_reason=reason)

    def _waiting_ended(self) -> "Conversation":
        return replace(
            self,
            waiting_since=None,
            promised_by=None,
            told_at=None,
            late_at=None,
            reason=None,
            priority=Priority.NORMAL,
            snoozed_until=None,
        )
