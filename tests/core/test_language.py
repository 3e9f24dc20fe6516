"""In which of the house's languages a customer is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.language import LanguageGuess, guess_language, siblings

HOUSE = ("da", "sv", "cs", "nl", "en")


def guess(text: str, house: tuple[str, ...] = HOUSE, history: tuple[str, ...] = (), **evidence: float) -> LanguageGuess:
    return guess_language(text, evidence=evidence, house_languages=house, history=history)


def test_clear_words_decide() -> None:
    found = guess("När öppnar ni?", sv=0.9, da=0.02, nl=0.01)
    assert found.language == "sv"
    assert found.probability > 0.8
    assert found.plausible == ("sv",)


def test_what_is_not_clear_is_answered_in_the_default_language() -> None:
    assert guess("hi", da=0.02, sv=0.02, cs=0.02, nl=0.02, en=0.02).language == "da"


def test_a_short_word_does_not_change_the_language_of_a_conversation() -> None:
    assert guess("ok", history=("cs",), da=0.03, en=0.05, cs=0.03).language == "cs"


def test_clear_words_change_the_language_of_a_conversation() -> None:
    assert guess("when do you open on Sunday", history=("cs", "cs"), en=0.95).language == "en"


def test_only_the_latest_messages_count() -> None:
    assert guess("ok", history=("cs", "nl", "nl", "nl")).language == "nl"


def test_a_start_in_the_default_language_binds_less_than_one_in_another() -> None:
    text = "har ni oppet"  # after "hej", which is Danish only because nothing speaks against it
    assert guess(text, history=("da",), sv=0.3, da=0.05).language == "sv"
    assert guess(text, history=("nl",), sv=0.3, nl=0.1).language == "nl"


def test_what_looks_norwegian_is_hardly_danish_where_swedish_is_spoken_too() -> None:
    assert guess("hur lange ar det oppet", sv=0.3, nb=0.4).language == "sv"
    assert guess("har dere åpent i dag", sv=0.05, nb=0.8).language == "da"


@pytest.mark.parametrize("text", ["👍", "12:30", "?", ""])
def test_without_letters_nothing_is_heard(text: str) -> None:
    assert guess(text, en=0.99).language == "da"
    assert guess(text, history=("nl",), en=0.99).language == "nl"


def test_norwegian_is_answered_in_danish_where_only_danish_is_spoken() -> None:
    assert guess("når åpner dere i morgen", ("en", "da"), nb=0.7, da=0.28).language == "da"
    assert guess("ok", ("en", "da"), history=("nb",)).language == "da"


def test_a_house_of_both_tells_danish_from_norwegian_and_remembers_which_it_was() -> None:
    assert guess("når åpner dere i morgen", ("da", "nb"), nb=0.7, da=0.28).language == "nb"
    assert guess("hvor er pakken min", ("da", "nb"), history=("nb",), nb=0.3, da=0.6).language == "nb"


def test_says_which_language_is_spoken_where_it_is_clearly_none_of_the_houses() -> None:
    found = guess("Ile kosztuje wysyłka do Danii?", pl=0.995, cs=0.001)
    assert (found.language, found.spoken) == ("da", "pl")


@pytest.mark.parametrize("text", ["ok", "👍", "tak", "123", ""])
def test_who_spoke_a_foreign_language_still_does_after_a_word_or_two(text: str) -> None:
    assert guess(text, history=("pl",), pl=0.02, da=0.03).spoken == "pl"


def test_who_changes_to_a_language_of_the_house_is_answered_in_it() -> None:
    found = guess("do you speak english", history=("pl",), en=0.9)
    assert (found.language, found.spoken) == ("en", None)


def test_a_language_that_the_houses_customers_read_is_not_foreign() -> None:
    assert guess("hvor mye koster frakten til Bergen", ("da", "en"), nb=0.98, da=0.02).spoken is None


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Ile?", {"pl": 0.99}),  # too short
        ("Ile kosztuje wysylka", {"pl": 0.4, "hr": 0.3}),  # not clear
        ("bestelling zoek geraakt", {"nl": 0.04, "af": 0.95}),  # it may be one of the house's
        ("9f86d081884c7d659a2feaa0c55ad015", {"zxx": 0.99}),  # no language at all
    ],
)
def test_is_slow_to_call_a_language_foreign(text: str, evidence: dict[str, float]) -> None:
    assert guess_language(text, evidence=evidence, house_languages=HOUSE).spoken is None


def test_siblings_come_after_the_language_itself() -> None:
    assert (siblings("nb"), siblings("da"), siblings("cs")) == (("nb", "da"), ("da", "nb"), ("cs",))


def test_norwegian_before_is_not_foreign_where_danish_is_spoken() -> None:
    assert guess("ok", history=("nb",)).spoken is None


codes = st.sampled_from(["da", "nb", "sv", "en", "pl", "xx"])


@given(
    st.text(max_size=30),
    st.dictionaries(codes, st.floats(0, 1), max_size=4),
    st.lists(codes, min_size=1, max_size=4, unique=True),
    st.lists(codes, max_size=5),
)
def test_always_answers_in_a_language_of_the_house(
    text: str, evidence: dict[str, float], house: list[str], history: list[str]
) -> None:
    found = guess_language(text, evidence=evidence, house_languages=house, history=history)
    assert found.language in house
    assert found.plausible[0] == found.language
    assert found.evidence.keys() == set(house)
    assert sum(found.evidence.values()) == pytest.approx(1)
    assert found.probability == max(found.evidence.values())
    assert found.spoken is None or found.spoken not in house
