"""Who is meant by an @ in a note."""

import pytest

from bot.core.mentions import mentioned

PEOPLE = {"mette": "Mette", "mette-k": "Mette Krogh", "jonas": "Jonas", "soren": "Søren Øst"}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("@mette ser du på det?", ("mette",)),
        ("Spørg @METTE, eller @Jonas.", ("mette", "jonas")),
        ("@jonas og @jonas igen", ("jonas",)),
        ("@Mette Krogh, ikke @mette!", ("mette-k", "mette")),
        ("@mette-k kender dem", ("mette-k",)),
        ("@søren øst?", ("soren",)),
        ("@mettes kage", ()),
        ("skriv til anna@jonas.dk", ()),
        ("@ jonas", ()),
        ("@ukendt", ()),
        ("", ()),
    ],
)
def test_knows_who_is_mentioned_by_key_or_name(text: str, keys: tuple[str, ...]) -> None:
    assert mentioned(text, PEOPLE) == keys


def test_a_person_without_a_name_is_mentioned_by_key_alone() -> None:
    assert mentioned("@ og @anna", {"anna": " "}) == ("anna",)
