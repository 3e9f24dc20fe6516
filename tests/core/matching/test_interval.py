"""The interval of a measured share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.interval import wilson


def test_agrees_with_the_published_example() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)  # Newcombe 1998, table I


def test_says_nothing_where_nothing_was_measured() -> None:
    assert wilson(0, 0) == (0, 1)


@given(st.integers(1, 500), st.data())
def test_holds_the_share_and_stays_a_share(total: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, total))
    low, high = wilson(hits, total)
    assert 0 <= low <= hits / total + 1e-12
    assert hits / total - 1e-12 <= high <= 1
    assert low < high
