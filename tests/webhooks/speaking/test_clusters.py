import pytest

from webhooks.speaking.clusters import may_cut


@pytest.mark.parametrize(
    "whole",
    [
        "e\u0301",
        "👍🏽",
        "❤\ufe0f",
        "👨‍👩‍👧‍👦",
        "🇩🇰",
        "1\ufe0f\u20e3",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "\r\n",
        "क्ष",
        "नि",
        "\u1112\u1161\u11ab",
    ],
)
def test_keeps_together_what_people_see_as_one(whole: str) -> None:
    text = f"a{whole}b"
    assert [at for at in range(1, len(text)) if may_cut(text, at)] == [1, 1 + len(whole)]


def test_parts_neighbours() -> None:
    text = "åø ß.\n漢字한글🙂🎉"
    assert all(may_cut(text, at) for at in range(1, len(text)))


def test_parts_one_flag_from_the_next() -> None:
    flags = "🇩🇰🇨🇿🇳🇱"
    assert [at for at in range(1, len(flags)) if may_cut(flags, at)] == [2, 4]
