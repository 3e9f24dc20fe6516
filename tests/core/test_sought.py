"""What a search box holds, and where it is in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.sought import LONGEST_WORD, MOST_WORDS, Piece, sought, words_of


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("cesky", "Mluvíte Česky?"),
        ("aben", "Er I åben i dag?"),
        ("strasse", "Lange Straße 5"),
        ("ČESKY mluvite", "mluvíte česky"),
        ("kaf", "en kaffe"),
        ("日", "日本"),
        ("sort kaf", "kaffen er sort… kaffe"),
        ('"sort kaffe" to', "to stk. sort, kaffe"),
        ("„sort kaffe“", "sort kaffe"),
        ("don't", "I DON’T know"),
        ("+45 12", "ring +45 12 34 56 78"),
        ("OR NEAR", "near … or"),
        ('ka"ffe', "ka ffe"),
    ],
)
def test_finds_whatever_the_capitals_accents_and_punctuation(words: str, text: str) -> None:
    what = sought(words)

    assert what is not None
    assert what.is_in(text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("sort kaffe", "kaffe"),
        ("kaf sort", "sort kaffe"),
        ('"kaffe sort"', "sort kaffe"),
        ('"kaf"', "kaffe"),
        ("don't", "t, don"),
        ("ffe", "kaffe"),
        ("sort k", "sort kaffe"),
    ],
)
def test_wants_all_words_whole_but_the_last_and_phrases_in_order(words: str, text: str) -> None:
    what = sought(words)

    assert what is not None
    assert not what.is_in(text)


@pytest.mark.parametrize("words", ["", "  ", '""', '"', "-:*^()", "👍", "\x00\ud800"])
def test_nothing_is_sought_where_there_is_no_word(words: str) -> None:
    assert sought(words) is None


def test_a_snippet_marks_the_words_and_leaves_out_what_is_far_away() -> None:
    what = sought("mælk kaf")
    assert what is not None

    snippet = what.snippet(f"{'snak ' * 50}om Mælk i min kaffe, tak{' snak' * 50}")

    assert [piece.text for piece in snippet if piece.marked] == ["Mælk", "kaffe,"]
    assert "".join(piece.text for piece in snippet).startswith("… snak")
    assert "".join(piece.text for piece in snippet).endswith("snak …")


def test_a_snippet_of_a_text_without_the_words_is_its_beginning() -> None:
    what = sought("te")
    assert what is not None

    assert what.snippet("en <b>kaffe</b>") == (Piece("en <b>kaffe</b>", marked=False),)
    assert what.snippet("") == ()


def test_endless_words_and_endless_questions_are_cut() -> None:
    word = "å" * 900
    what = sought(f"{word} " * 50)

    assert what is not None
    assert len(what.phrases) == MOST_WORDS
    assert what.is_in(word)
    assert max(len(piece.text) for piece in what.snippet(f"{word} {word}")) <= LONGEST_WORD + len(" …")


@given(st.text())
def test_every_word_of_a_text_finds_it(text: str) -> None:
    for word in text.split():
        what = sought(word)

        assert (what is None) == (not words_of(word))
        assert what is None or what.is_in(text)
