"""In which of the house's languages a customer is answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_UNDERSTOOD_AS_ONE = ("da", "nb")
"""Whoever reads one of these reads the other, and short texts in them cannot be told apart."""

_DEFAULT_COUNTS = 2.0  # so many times as much as another language
_HISTORY_COUNTS = 4.0  # each earlier message
_REMEMBERED = 3  # earlier messages
_LEAST_EVIDENCE = 0.001  # below that a detector guesses
_PLAUSIBLE = 0.1

_LETTERS_TO_BE_CLEAR = 15
_CLEARLY = 0.9
_CLEARLY_NOT = 0.02


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The house's language to answer in, and what speaks for it."""

    language: str
    probability: float
    evidence: Mapping[str, float] = field(default_factory=dict)  # probability of each of the house's languages
    plausible: tuple[str, ...] = ()  # the most likely of them, best first
    spoken: str | None = None  # the customer's language where it is clearly none that the house speaks


def siblings(language: str) -> tuple[str, ...]:
    """The language, then those that its speakers read as well."""
    group = _UNDERSTOOD_AS_ONE if language in _UNDERSTOOD_AS_ONE else ()
    return (language, *(other for other in group if other != language))


def guess_language(
    text: str, *, evidence: Mapping[str, float], house_languages: Sequence[str], history: Sequence[str] = ()
) -> LanguageGuess:
    """Weigh what a detector says of the text against the conversation's earlier languages and the house's default.

    `evidence` holds probabilities of any languages; `history` is oldest first; the first of `house_languages`, which
    are one or more, is the default. A detector is all but indifferent about a short text, so a short message alone
    hardly ever changes the language.
    """
    letters = sum(character.isalpha() for character in text)
    spoken = _clearly_foreign(evidence, house_languages) if letters >= _LETTERS_TO_BE_CLEAR else None
    heard = evidence if letters and spoken is None else {}
    weights = {
        language: _weight(_stands_for(language, house_languages), heard, history[-_REMEMBERED:])
        * (_DEFAULT_COUNTS if language == house_languages[0] else 1)
        for language in house_languages
    }
    total = sum(weights.values())
    likely = {language: weights[language] / total for language in sorted(weights, key=lambda one: -weights[one])}
    best, probability = next(iter(likely.items()))
    plausible = tuple(language for language, share in likely.items() if share >= min(_PLAUSIBLE, probability))
    return LanguageGuess(best, probability, likely, plausible, spoken)


def _weight(languages: Sequence[str], evidence: Mapping[str, float], history: Sequence[str]) -> float:
    """How much speaks for any of these languages, being what one language of the house stands for."""
    earlier = sum(language in languages for language in history)
    return max(_heard(evidence, languages), _LEAST_EVIDENCE) * (1 + _HISTORY_COUNTS * earlier)


def _heard(evidence: Mapping[str, float], languages: Iterable[str]) -> float:
    return sum(evidence.get(language, 0.0) for language in languages)


def _stands_for(language: str, house_languages: Sequence[str]) -> tuple[str, ...]:
    """A language of the house, with the siblings that the house does not speak itself."""
    return (language, *(other for other in siblings(language) if other not in house_languages))


def _clearly_foreign(evidence: Mapping[str, float], house_languages: Sequence[str]) -> str | None:
    """The text's language, where that is beyond doubt and nobody who speaks it reads a language of the house."""
    best = max(evidence, key=lambda language: evidence[language], default="")
    read = {other for language in house_languages for other in siblings(language)}
    clear = _heard(evidence, siblings(best)) >= _CLEARLY and _heard(evidence, read) <= _CLEARLY_NOT
    return best if clear else None
