"""In which of the house's languages a customer is answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_UNDERSTOOD_AS_ONE = ("da", "nb")
"""Whoever reads one of these reads the other, and short texts in them cannot be told apart."""

_DEFAULT_COUNTS = 2.0  # so many times as much as another language
_HISTORY_COUNTS = 4.0  # each earlier message
_DEFAULT_HISTORY_COUNTS = 1.0  # each in the default language: it may have been too short to tell
_REMEMBERED = 3  # earlier messages
_SIBLING_COUNTS = 0.3  # detectors take much unaccented Swedish for Norwegian
_LEAST_EVIDENCE = 0.001  # below that a detector guesses
_PLAUSIBLE = 0.1

_LETTERS_TO_BE_CLEAR = 8
_CLEARLY = 0.5
_CLEARLY_NOT = 0.02
_NO_LANGUAGE = "zxx"  # what ISO 639 calls codes and the like


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
    hardly ever changes the language, be it one of the house's or a foreign one.
    """
    letters = sum(character.isalpha() for character in text)
    remembered = history[-_REMEMBERED:]
    foreign = _clearly_foreign(evidence, house_languages) if letters >= _LETTERS_TO_BE_CLEAR else None
    heard = evidence if letters and foreign is None else {}
    weights = {language: _weight(language, heard, remembered, house_languages) for language in house_languages}
    total = sum(weights.values())
    likely = {language: weights[language] / total for language in sorted(weights, key=lambda one: -weights[one])}
    best, probability = next(iter(likely.items()))
    plausible = tuple(language for language, share in likely.items() if share >= min(_PLAUSIBLE, probability))
    before = remembered[-1] if remembered else best
    if foreign is None and before not in _read(house_languages):
        goes_on = _weight(before, heard, remembered, house_languages) > weights[best]
        foreign = before if goes_on else None
    return LanguageGuess(best, probability, likely, plausible, spoken=foreign)


def _weight(
    language: str, evidence: Mapping[str, float], history: Sequence[str], house_languages: Sequence[str]
) -> float:
    """How much speaks for a language, or for any that it stands for."""
    own, *others = _stands_for(language, house_languages)
    heard = evidence.get(own, 0.0) + _SIBLING_COUNTS * _heard(evidence, others)
    earlier = sum(said in (own, *others) for said in history)
    is_default = language == house_languages[0]
    counts = _DEFAULT_COUNTS + _DEFAULT_HISTORY_COUNTS * earlier if is_default else 1 + _HISTORY_COUNTS * earlier
    return max(heard, _LEAST_EVIDENCE) * counts


def _heard(evidence: Mapping[str, float], languages: Iterable[str]) -> float:
    return sum(evidence.get(language, 0.0) for language in languages)


def _stands_for(language: str, house_languages: Sequence[str]) -> tuple[str, ...]:
    """A language of the house, with the siblings that the house does not speak itself."""
    return (language, *(other for other in siblings(language) if other not in house_languages))


def _clearly_foreign(evidence: Mapping[str, float], house_languages: Sequence[str]) -> str | None:
    """The text's language, where that is beyond doubt and nobody who speaks it reads a language of the house."""
    best = max(evidence, key=lambda language: evidence[language], default="")
    if best == _NO_LANGUAGE:
        return None
    read = _heard(evidence, _read(house_languages))
    return best if read <= _CLEARLY_NOT and _heard(evidence, siblings(best)) >= _CLEARLY else None


def _read(house_languages: Sequence[str]) -> set[str]:
    """The languages whose speakers read one of the house's."""
    return {other for language in house_languages for other in siblings(language)}
