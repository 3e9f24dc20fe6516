"""What a text says besides links, e-mail addresses and phone numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.addresses import without_addresses


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://www.example.com/opening-hours?utm_source=ig",
        "HTTP://EXAMPLE.COM",
        "www.example.com",
        "example.com/menu/vegan-brunch",
        "(https://example.com/a).",
        "https://example.com/a\nhttps://example.com/b",
        "jobs@example.com",
        "<anna.holm@example.co.uk>",
        "+45 20 12 34 56",
        "(030) 901-820",
        "20123456",
        "https://example.com +45 20123456 anna@example.com",
        "x" * 10_000 + "@example.com",
    ],
)
def test_addresses_alone_say_nothing(text: str) -> None:
    assert without_addresses(text) == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("do you sell this? https://example.com/lamp", "do you sell this?"),
        ("ring til mig på +45 20 12 34 56, tak", "ring til mig på , tak"),
        ("my mail is anna@example.com", "my mail is"),
        ("open at 12:30 on 24/12?", "open at 12:30 on 24/12?"),
        ("nuts/milk", "nuts/milk"),
        ("table for 4.can we come", "table for 4.can we come"),
        ("@cafenorden hi", "@cafenorden hi"),
        ("order 2026-77", "order 2026-77"),
    ],
)
def test_what_is_said_beside_them_stays(text: str, rest: str) -> None:
    assert without_addresses(text) == rest


@pytest.mark.parametrize("text", ["x" * 20_000, "a." * 10_000, "1 " * 10_000, "@" * 20_000, "1-" * 5 + "x" * 20_000])
def test_endless_texts_are_read_as_well(text: str) -> None:
    assert len(without_addresses(text)) <= len(text)


@given(st.text(st.characters()))
def test_nothing_is_added(text: str) -> None:
    assert set(without_addresses(text)) <= {*text, " "}
