"""Single values out of JSON whose types are not to be relied on."""

from datetime import UTC, datetime

import pytest

from webhooks.receiving import wire

SECOND = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize("value", [1714979289, "1714979289", 1714979289.0, 1714979289000, "1714979289000"])
def test_times_are_seconds_or_milliseconds_numbers_or_strings(value: object) -> None:
    assert wire.moment({"time": value}, "time") == SECOND


def test_milliseconds_are_kept_exactly() -> None:
    assert wire.moment({"time": 1714979289123}, "time") == SECOND.replace(microsecond=123_000)


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, "", "soon", "2024-05-06", [], {}, 0, -1, 5, "-1714979289", "1_714_979_289", "١٧١٤٩٧٩٢٨٩"),
        *(946_684_799, 4_102_444_800, 10**30, -(10**30), "9" * 400, 1e300, float("inf"), float("nan")),
    ],
)
def test_absurd_times_are_no_times(value: object) -> None:
    assert wire.moment({"time": value}, "time") is None


def test_the_first_readable_time_counts() -> None:
    assert wire.moment({"timestamp": "soon", "created_time": 1714979289}, "timestamp", "created_time") == SECOND


@pytest.mark.parametrize(("value", "expected"), [("12", "12"), (12, "12"), ("mid.$a:b", "mid.$a:b"), ("a\0b", "ab")])
def test_ids_are_strings_or_whole_numbers(value: object, expected: str) -> None:
    assert wire.ident({"id": value}, "id") == expected


@pytest.mark.parametrize("value", [None, "", "\0", True, False, 1.5, [], ["1"], {}, {"id": "1"}])
def test_other_types_are_no_ids(value: object) -> None:
    assert wire.ident({"id": value}, "id") is None
    with pytest.raises(wire.Unreadable, match="has no id"):
        wire.needed_ident({"id": value}, "id")


def test_long_ids_stay_different_and_fit_a_column() -> None:
    first, second = (wire.ident({"id": "9" * 400 + end}, "id") for end in "12")
    assert first is not None
    assert len(first) <= wire.KEY_LENGTH
    assert first != second
    assert wire.ident({"id": "9" * 255}, "id") == "9" * 255


def test_texts_lose_what_a_database_chokes_on_and_nothing_else() -> None:
    assert wire.clean("a\0b\ud83d c\udc00 😢 é\n") == "ab\ufffd c\ufffd 😢 é\n"
    assert wire.text({"text": "æ" * 20_000}, "text") == "æ" * 20_000
    assert wire.text({"text": None}, "text") == wire.text({}, "text") == ""


@pytest.mark.parametrize("value", [5, True, [], {}, ["hi"]])
def test_a_text_of_another_type_makes_the_item_unreadable(value: object) -> None:
    with pytest.raises(wire.Unreadable, match="has a text that is not a text"):
        wire.text({"text": value}, "text")


def test_a_single_item_may_stand_without_its_list() -> None:
    assert wire.items({"a": {"b": 1}}, "a") == [{"b": 1}]
    assert wire.items({"a": None}, "a") == wire.items({}, "a") == []
    assert wire.words({"mids": ["m1", 2, None, {}, ""]}, "mids") == ("m1", "2")
