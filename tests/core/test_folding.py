"""Texts compared without what people are careless with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hvornår har I åbent?", "hvornar har i abent"),
        ("  Kdy máte   otevřeno?! ", "kdy mate otevreno"),
        ("Größe, Straße", "grosse strasse"),
        ("Smørrebrød på Ærø", "smorrebrod pa aero"),
        ("Ile kosztuje wysyłka?", "ile kosztuje wysylka"),
        ("Ａｂｃ ﬁ", "abc fi"),
        ("don't e-mail", "don t e mail"),
        ("Tak! 👍🏽 ❤️", "tak 👍 ❤"),
        ("5 € / 10 %", "5 € 10"),
        ("Во сколько открываетесь?", "во сколько открываетесь"),
        ("मुझे चाहिए", "मुझे चाहिए"),
        ("?!…", ""),
        ("", ""),
    ],
)
def test_leaves_plain_small_letters_digits_and_symbols(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert fold("a\u030abent é") == fold("åbent e\u0301")


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="ascii")))
def test_capitals_and_punctuation_around_it_do_not_matter(text: str) -> None:
    assert fold(f" ¡{text.upper()}!? ") == fold(text)


@given(st.text(st.characters(codec="ascii")))
def test_a_text_without_accents_is_folded_as_it_is_beside_one_with_them(text: str) -> None:
    assert fold(f"é {text}") == f"e {fold(text)}".strip()
