"""All that the bot knows at one moment: one version of the content, and the matcher fitted to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.core.content.entry import Entry
from bot.core.content.house import House
from bot.core.content.loading import Content
from bot.core.matching.matcher import Matcher
from bot.core.reception import Reception

DetectLanguage = Callable[[str], Mapping[str, float]]
"""How likely a text is to be in each of many languages."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One version of the content, ready for use."""

    version: str
    house_version: str  # of house.yaml alone
    reception: Reception
    entries: Mapping[str, Entry]
    matcher: Matcher
    detect: DetectLanguage

    @classmethod
    def of(
        cls, content: Content, matcher: Matcher, detect: DetectLanguage, *, version: str, house_version: str = ""
    ) -> "Knowledge":
        """What a content and the matcher fitted to it amount to."""
        entries = {entry.id: entry for entry in content.entries}
        return cls(version, house_version, Reception.of(content), entries, matcher, detect)

    @property
    def house(self) -> House:
        """The house of this version."""
        return self.reception.house
