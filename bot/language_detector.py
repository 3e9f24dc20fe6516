"""Which languages a text may be in, by py3langid."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_NORWEGIAN = {"no": "nb", "nn": "nb"}
_NEGLIGIBLE = 0.001


class LanguageDetector:
    """Knows about 120 languages and takes a fraction of a millisecond. The first one takes most of a second."""

    def __init__(self) -> None:
        self._identifier = _identifier()

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Probabilities by ISO 639 code, those next to nothing left out; all Norwegian is nb."""
        found: defaultdict[str, float] = defaultdict(float)
        for language, probability in self._identifier.rank(text):
            found[_NORWEGIAN.get(language, language)] += float(probability)
        return {language: probability for language, probability in found.items() if probability >= _NEGLIGIBLE}


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
