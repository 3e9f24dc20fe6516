"""A carrier of texts and signs that does as it is told."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.core.incoming import Channel
from bot.core.sending import Act, Outgoing, SendError, Sent


@dataclass
class FakeSender:
    """Takes everything, unless told to fail first. `on_send` runs while the platform has the text in its hands."""

    failures: deque[SendError] = field(default_factory=deque)
    carried: list[Outgoing] = field(default_factory=list)
    on_send: Callable[[Outgoing], None] = lambda outgoing: None
    read: int = 0

    def parts(self, channel: Channel, text: str) -> tuple[str, ...]:
        return (text,)

    def send(self, outgoing: Outgoing) -> Sent:
        self.carried.append(outgoing)
        self.on_send(outgoing)
        if self.failures:
            raise self.failures.popleft()
        return Sent(f"mid-{outgoing.key}" if outgoing.act is Act.TEXT else None)

    def show_reading(self, channel: Channel, account: str, customer: str) -> None:
        self.read += 1
