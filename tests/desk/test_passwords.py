"""How passwords are kept, and which are too weak."""

import time

import pytest

from bot.desk.passwords import Weakness, hashed, is_right, weakness


def test_a_password_is_kept_as_a_hash_that_only_itself_fits() -> None:
    kept = hashed("tre krus havregrød")

    assert kept.startswith("scrypt:32768:8:3$")
    assert kept != hashed("tre krus havregrød")
    assert is_right("tre krus havregrød", kept)
    assert not is_right("tre krus havregrøn", kept)


def test_the_same_letters_fit_however_a_keyboard_composes_them() -> None:
    assert is_right("blåbær på kagen", hashed("bla\u030abær pa\u030a kagen"))


def test_no_password_is_right_where_none_was_chosen_and_that_takes_as_long_to_say() -> None:
    kept = hashed("tre krus havregrød")
    began = time.perf_counter()
    is_right("something else", kept)
    with_password = time.perf_counter() - began
    began = time.perf_counter()
    assert not is_right("something else", None)
    assert time.perf_counter() - began > with_password / 3


@pytest.mark.parametrize("password", ["", "korthed", "elleve tegn"])
def test_fewer_than_twelve_characters_are_too_short(password: str) -> None:
    assert weakness(password) is Weakness.SHORT


@pytest.mark.parametrize(
    "password",
    [
        *("123456789012", "Password1234!", "passwordpassword", "qwertyuiop123", "aaaaaaaaaaaaaaa", "abababababab"),
        *(
            "Sommer-2026!!",
            "Lösenord 2026",
            "ILoveYou123456",
            "MetteMette12",
            "mette.norden.2026",
            "correct horse battery staple",
        ),
    ],
)
def test_what_others_would_try_first_is_guessable(password: str) -> None:
    assert weakness(password, "mette", "Mette", "Norden") is Weakness.GUESSABLE


@pytest.mark.parametrize(
    "password", ["tre krus havregrød", "Mette bager altid for sent", "83920174652938", "x7#Kq9!vLp2m"]
)
def test_anything_else_will_do(password: str) -> None:
    assert weakness(password, "mette", "Mette", "Norden") is None
