"""What customers may tap instead of writing: the house's menu, in each of its languages."""

from dataclasses import dataclass

from bot.core.composing import PICK
from bot.core.content.loading import Content
from bot.core.language import siblings
from bot.core.reception import Reception
from bot.core.sending import QuickReply

OURS = "svartid:"
"""How the payloads of all our buttons begin."""

WELCOME = f"{OURS}welcome"
"""Payload of the button that opens a conversation."""

PERSON = f"{OURS}person"
"""Payload of the menu's last item, which calls a person."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu in one language: questions, and last a person to talk to."""

    language: str
    items: tuple[QuickReply, ...]


def menus_of(content: Content) -> tuple[Menu, ...]:
    """The menu in each language of the house, its first one first; none where the house has no menu."""
    languages = content.house.languages if content.house.menu else ()
    return tuple(_menu_in(language, content) for language in languages)


def _menu_in(language: str, content: Content) -> Menu:
    """What is not answered in the language is left out."""
    entries = {entry.id: entry for entry in content.entries}
    items = [
        QuickReply(entry.questions[spoken][0], f"{PICK}{entry.id}")
        for entry in map(entries.__getitem__, content.house.menu)
        if (spoken := next(filter(entry.is_asked_and_answered_in, siblings(language)), None))
    ]
    reception = Reception.of(content)
    ours = reception.speaks(language)
    person = reception.wording.one("menu_person", ours, reception.house.voice_in(ours).address)
    return Menu(language, (*items, QuickReply(person, PERSON)))
