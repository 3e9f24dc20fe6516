"""Our own sentences: shipped in every language, and the house's versions of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.content.house import Address

TITLE_LENGTH = 20
"""What both channels show of a quick reply's title. (Send API, quick replies)"""

Texts = Mapping[Address, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences by language and key. A key holds variants, or a fixed row such as the seven weekdays."""

    sentences: Mapping[str, Mapping[str, Texts]] = field(default_factory=dict)

    @property
    def languages(self) -> frozenset[str]:
        """The languages that have sentences at all."""
        return frozenset(self.sentences)

    def lacking(self, language: str) -> tuple[str, ...]:
        """The keys that other languages have and this one lacks, in alphabetical order."""
        keys = {key for sentences in self.sentences.values() for key in sentences}
        return tuple(sorted(keys - self.sentences.get(language, {}).keys()))

    def texts(self, key: str, language: str, address: Address = Address.INFORMAL) -> tuple[str, ...]:
        """All texts of a key in a language, in English where that lacks it. KeyError where neither has it.

        A house may bring a language of its own, and a new version of ours a new key.
        """
        spoken = self.sentences[language]
        return (spoken if key in spoken else self.sentences.get("en", {}))[key][address]

    def one(self, key: str, language: str, address: Address = Address.INFORMAL) -> str:
        """The text of a key that has but one, or the first of its variants."""
        return self.texts(key, language, address)[0]
