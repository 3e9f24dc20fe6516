"""The detector and the policy together, on messages as customers write them."""

from functools import cache

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.core.language import guess_language
from bot.language_detector import LanguageDetector

HOUSE = ("da", "sv", "cs", "nl", "en", "de")


@cache
def detector() -> LanguageDetector:
    return LanguageDetector()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "hvornår har i åbent"),
        ("da", "hvornar har i abent pa lordag"),
        ("da", "kan jeg betale med mobilepay"),
        ("da", "hvad koser fragten"),
        ("sv", "När öppnar ni?"),
        ("sv", "kan man betala med swish"),
        ("sv", "jag vill boka ett bord"),
        ("sv", "slår ni in paket som julklapp"),
        ("sv", "mitt bredband ligger nere"),
        ("sv", "mitt paket har inte kommit an"),
        ("cs", "kdy máte otevřeno"),
        ("cs", "kdy mate otevreno"),
        ("cs", "chtel bych rezervovat stul"),
        ("nl", "hoe laat gaan jullie open"),
        ("nl", "ik heb een vraag over mijn bestelling"),
        ("de", "wann habt ihr auf"),
        ("de", "ich moechte einen tisch reservieren"),
        ("en", "what time do u open"),
        ("en", "where is my order"),
        ("da", "når åpner dere i morgen"),  # Norwegian, which Danes read
        ("da", "hej"),  # too short to tell: the house's default
    ],
)
def test_short_messages_are_answered_in_their_language(language: str, text: str) -> None:
    assert guess_language(text, evidence=detector().probabilities(text), house_languages=HOUSE).language == language


@pytest.mark.parametrize(
    ("spoken", "text"),
    [
        ("pl", "Ile kosztuje wysyłka do Danii?"),
        ("hu", "Köszönöm szépen, mikor nyitnak?"),
        ("fr", "Bonjour, est-ce que vous livrez en Belgique?"),
        ("es", "¿Cuánto cuesta el envío?"),
        ("pt", "quanto custa o envio para portugal"),
        ("ka", "როდის ხართ ღია?"),
        ("am", "መቼ ትከፍታላችሁ?"),
        ("vi", "Mấy giờ mở cửa?"),
        ("sw", "Mnafungua saa ngapi?"),
        ("ar", "متى تفتحون؟"),
        ("he", "מתי אתם פותחים?"),
        (None, "pain au chocolat"),
        (None, "Château Margaux"),
        (None, "jak se u vas da platit"),
        (None, "mange tak for hjælpen i dag"),
        (None, "har dere veganske kaker"),
        (None, "gift card"),
        (None, "hej"),
        (None, ""),
    ],
)
def test_tells_a_language_that_is_clearly_foreign(spoken: str | None, text: str) -> None:
    assert guess_language(text, evidence=detector().probabilities(text), house_languages=HOUSE).spoken == spoken


@pytest.mark.parametrize("text", ["", "👍", "12345", "\0", "\ud800", "a" * 20_000, "när öppnar ni"])
def test_probabilities_are_shares_of_one(text: str) -> None:
    found = detector().probabilities(text)
    assert all(0 < probability <= 1 for probability in found.values())
    assert sum(found.values()) <= 1 + 1e-6


def test_all_norwegian_is_one_language() -> None:
    found = detector().probabilities("når åpner dere i morgen")
    assert "nb" in found
    assert {"no", "nn"}.isdisjoint(found)


@pytest.mark.parametrize(
    "text", ["", "hej", "När öppnar ni på lördag?", "IST DER HUND ERLAUBT", "你们几点开门", "\0 " * 500]
)
def test_says_what_py3langid_says_with_all_of_its_model_in_memory(text: str) -> None:
    assert detector().probabilities(text) == whole_model().probabilities(text)


@cache
def whole_model() -> LanguageDetector:
    whole = LanguageDetector()
    whole._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return whole
