"""How slips are read by the words of the bank."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    [
        "Hvornår har I åbent?",
        "Leverer I til udlandet?",
        "Jaká je otevírací doba?",
        "Do you have gluten-free cakes?",
        "Can I have a receipt for the delivery?",
        "Wo ist mein Gutschein?",
    ]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hvornar har i abent", "hvornår har i åbent"),
        ("leverr i til udladnet", "leverer i til udlandet"),
        ("oteviraci doba", "otevírací doba"),
        ("glutn free", "gluten free"),
        ("RECIEPT for the dilivery", "receipt for the delivery"),
        ("gutshcein", "gutschein"),
    ],
)
def test_a_slip_or_a_missing_accent_is_read_as_the_banks_word(typed: str, meant: str) -> None:
    assert VOCABULARY.mended(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Do you have cakes?",
        "hår",  # is a word of its own, if "har" is in the bank
        "cats",  # too short to be guessed at
        "refreshments",  # like nothing in the bank
        "12345 cake5",
        "!? …",
        "",
    ],
)
def test_what_is_known_short_or_like_nothing_else_stays_as_it_is(text: str) -> None:
    assert VOCABULARY.mended(text) == text


def test_of_two_words_as_near_the_commoner_is_meant() -> None:
    assert Vocabulary(["plates", "planes planes"]).mended("plaxes") == "planes"


def test_two_slips_are_only_mended_in_long_words() -> None:
    vocabulary = Vocabulary(["opening", "reservation"])
    assert vocabulary.mended("oepnnig resrevatoin") == "oepnnig reservation"


@given(st.text(max_size=80))
def test_any_text_keeps_its_number_of_words(text: str) -> None:
    assert len(VOCABULARY.mended(text).split()) == len(text.split())


def test_an_everyday_word_is_no_slip_for_one_of_the_banks() -> None:
    assert Vocabulary(["I would like a table"], ["all over the world"]).mended("hello wourld") == "hello would"
    assert Vocabulary(["I would like a table"], ["all over the world"]).mended("hello world") == "hello world"


def test_a_vocabulary_of_nothing_mends_nothing() -> None:
    assert Vocabulary([]).mended("hvornar har i abent") == "hvornar har i abent"


def test_a_bank_with_letters_and_accents_apart_has_whole_words() -> None:
    vocabulary = Vocabulary([normalize("NFD", "Jaká je otevírací doba?")])
    assert vocabulary.mended("oteviraci doba") == "otevírací doba"
