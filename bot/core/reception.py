"""What can be told on behalf of the house: its hours, its promises, its language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.content.house import House
from bot.core.content.loading import Content
from bot.core.content.wording import Wording
from bot.core.conversation import Conversation
from bot.core.hours import OpeningHours
from bot.core.language import siblings
from bot.core.promise import Promise, make_promise


@dataclass(frozen=True, slots=True)
class Reception:
    """The house as customers meet it."""

    house: House
    wording: Wording
    hours: OpeningHours  # when people answer messages
    shop_hours: OpeningHours
    department_hours: Mapping[str, OpeningHours]  # where they differ from the house's

    @classmethod
    def of(cls, content: Content) -> "Reception":
        """The reception of the house in the content."""
        house = content.house
        return cls(
            house=house,
            wording=content.wording,
            hours=OpeningHours.of(house),
            shop_hours=OpeningHours.of(house, week=house.shop_hours),
            department_hours={
                name: OpeningHours.of(house, week=department.hours)
                for name, department in house.departments.items()
                if department.hours is not None
            },
        )

    def promise(self, conversation: Conversation, now: datetime) -> Promise:
        """When a customer who waits from now on will hear from a person."""
        return make_promise(
            self.department_hours.get(conversation.department or "", self.hours),
            self.house.reply_within,
            now=now,
            customer_wrote_at=min(conversation.last_customer_at or now, now),
            human_agent=self.house.human_agent,
        )

    def speaks(self, language: str) -> str:
        """The language of our own sentences: the one asked for if the house speaks it, else its first, else English."""
        house = [read for spoken in self.house.languages for read in siblings(spoken)]
        wanted = (language if language in house else self.house.default_language, self.house.default_language, "en")
        return next(spoken for spoken in wanted if spoken in self.wording.languages)
