"""Times that people choose on the pages."""

from datetime import datetime, timedelta

from bot.core.conversation import Conversation
from bot.desk.office import Office
from bot.desk.tongue import clock_time, gettext


def chosen_moment(value: str, office: Office) -> datetime | None:
    """What a field for date and time says, in the house's zone; None where it says nothing that can be read."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=office.house.timezone) if moment.tzinfo is None else moment


def field_value(moment: datetime) -> str:
    """A moment as a field for date and time takes it."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def times_to_choose(office: Office, conversation: Conversation) -> list[tuple[str, str]]:
    """Some times that people often mean, as a field takes them and in words: soon, and when people are there again."""
    now, hours = office.now(), office.reception.hours(department=conversation.department, account=conversation.account)
    chosen = [(now + timedelta(hours=1), gettext("in an hour")), (now + timedelta(hours=3), gettext("in three hours"))]
    opening = hours.next_opening(now)
    if opening is not None and opening.date() > now.date():
        local = opening.astimezone(now.tzinfo)
        chosen.append((local, gettext("when we open: %(time)s", time=clock_time(local, now))))
    week = hours.next_opening((now + timedelta(days=7)).replace(hour=0, minute=0))
    if week is not None:
        chosen.append((week.astimezone(now.tzinfo), gettext("in a week")))
    return [(field_value(moment), words) for moment, words in chosen]
