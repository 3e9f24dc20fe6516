"""The same customer does not read the same text twice running."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.variants import freshest

HOURS = ("Vi har åbent {hours_today}.", "Der er åbent {hours_today}, {first_name}!", "I dag: {hours_today}.")


def test_begins_where_the_turn_says_when_nothing_was_read() -> None:
    assert [freshest(HOURS, (), turn=turn) for turn in range(4)] == [*HOURS, HOURS[0]]


def test_takes_a_variant_that_was_not_read_before_one_that_was() -> None:
    assert freshest(HOURS, ["Vi har åbent til kl. 18."]) == HOURS[1]
    assert freshest(HOURS, ["Vi har åbent til kl. 18."], turn=2) == HOURS[2]


def test_takes_the_variant_that_was_read_longest_ago_when_all_were_read() -> None:
    read = ["I dag: til kl. 18.", "Vi har åbent til kl. 17.", "Noget andet.", "Der er åbent til kl. 16, Anna!"]

    assert freshest(HOURS, read, turn=2) == HOURS[1]


def test_knows_a_variant_whose_placeholder_had_nothing_to_say() -> None:
    assert freshest(HOURS[1:], ["Hej! Her svarer en robot.\nDer er åbent hele dagen!"]) == HOURS[2]


def test_knows_a_variant_inside_a_longer_text() -> None:
    text = "Det er vi kede af. En kollega svarer dig i morgen inden kl. 11. Vi har travlt."

    assert freshest(["En kollega svarer dig {reply_by}.", "Du hører fra os {reply_by}."], [text]).startswith("Du")


def test_one_variant_is_always_it() -> None:
    assert freshest(["Ja."], ["Ja.", "Ja."]) == "Ja."


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.integers(2, 5))
def test_no_text_is_read_twice_before_the_others_were_read(turns: list[int], number: int) -> None:
    variants = [f"Variant {chr(65 + index)} {{reply_by}}." for index in range(number)]
    read: list[str] = []
    for turn in turns:
        chosen = freshest(variants, read, turn=turn)
        assert all(chosen.split(" {")[0] not in text for text in read[: number - 1])
        read.insert(0, chosen.replace("{reply_by}", f"kl. {turn}"))
