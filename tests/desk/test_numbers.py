"""Numbers that come with an address or a form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.numbers import LARGEST, number_in


@given(st.integers(0, LARGEST))
def test_a_number_is_read_as_it_is(number: int) -> None:
    assert number_in(str(number)) == number


@pytest.mark.parametrize("text", [None, "", "x", "-1", "1.5", " 1", "²", "١", str(LARGEST + 1), "9" * 5000])
def test_what_is_no_number_of_a_row_is_none(text: str | None) -> None:
    assert number_in(text) is None


def test_a_number_may_have_a_limit() -> None:
    assert (number_in("6", most=6), number_in("7", most=6)) == (6, None)
