"""What can be told on behalf of the house: its hours, its promises, its language."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.content.house import House
from bot.core.content.loading import Content
from bot.core.content.wording import Wording
from bot.core.conversation import Conversation
from bot.core.hours import OpeningHours
from bot.core.language import siblings
from bot.core.pace import Situation
from bot.core.promise import Promise, Queue, make_promise
from bot.core.rota import Rota, Staffing


@dataclass(frozen=True, slots=True)
class Reception:
    """The house as customers meet it."""

    house: House
    wording: Wording

    @classmethod
    def of(cls, content: Content) -> "Reception":
        """The reception of the house in the content."""
        return cls(content.house, content.wording)

    def hours(self, *, department: str | None = None, account: str | None = None) -> OpeningHours:
        """When people answer messages: those of a department, on a Page."""
        known = self.house.departments.get(department) if department else None
        return OpeningHours.of(self.house, department=known, page=self.house.pages.get(account or ""))

    def all_hours(self) -> tuple[OpeningHours, ...]:
        """When people answer: in the house, in each department and on each Page."""
        departments = (self.hours(department=name) for name in self.house.departments)
        pages = (self.hours(account=page) for page in self.house.pages)
        return (self.hours(), *departments, *pages)

    def shop_hours(self, account: str | None = None) -> OpeningHours:
        """When the shop is open: what `{hours_today}` speaks of."""
        return OpeningHours.of_shop(self.house, page=self.house.pages.get(account or ""))

    def staffing(self, situation: Situation, *, department: str | None = None, account: str | None = None) -> Staffing:
        """When somebody answers: the hours, as far as the rota has people for them."""
        everybody = Rota(self.house.timezone, self.house.rota, situation.changes)
        return Staffing(self.hours(department=department, account=account), everybody.of_department(department))

    def promise(self, conversation: Conversation, now: datetime, situation: Situation) -> Promise:
        """When a customer who waits from now on will hear from a person."""
        department = conversation.department
        staffing = self.staffing(situation, department=department, account=conversation.account)
        together = staffing.rota.with_shared()
        queues = situation.among([name for name in self.house.departments if staffing.rota.is_worked_for(name)])
        return make_promise(
            staffing,
            self.house.reply_within,
            now=now,
            customer_wrote_at=min(conversation.last_customer_at or now, now),
            human_agent=self.house.human_agent,
            pace=situation.pace_of(department),
            ahead=queues.ahead_of(department),
            shared=Queue(replace(staffing, rota=together), queues.ahead_of(*together.departments)),
        )

    def speaks(self, language: str) -> str:
        """The language of our own sentences: the one asked for if the house speaks it, else its first, else English."""
        house = [read for spoken in self.house.languages for read in siblings(spoken)]
        wanted = (language if language in house else self.house.default_language, self.house.default_language, "en")
        return next(spoken for spoken in wanted if spoken in self.wording.languages)
