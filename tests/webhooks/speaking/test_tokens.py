import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.speaking.tokens import AccessToken, parse_page_tokens


def test_reads_pages_and_instagram_logins() -> None:
    assert parse_page_tokens("111=EAAone, ig:222 = IGtwo ,333=three=with=signs,") == {
        "111": AccessToken("EAAone"),
        "222": AccessToken("IGtwo", instagram_login=True),
        "333": AccessToken("three=with=signs"),
    }


def test_no_tokens_is_a_setting_too() -> None:
    assert parse_page_tokens("") == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("111=EAAone,EAAsecret", "pair 2"),
        ("=EAAsecret", "pair 1"),
        ("ig:=EAAsecret", "pair 1"),
        (f"{'EAAsecret' * 10}=111", "pair 1"),
        ("111=", "111"),
        ("111=EAA secret", "111"),
        ("111=EAA\nsecret", "111"),
        ("111=EAAsecrét", "111"),
        ("111=EAAsecret,ig:111=EAAsecret", "111"),
    ],
)
def test_a_bad_pair_is_named_without_its_token(text: str, names: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_page_tokens(text)
    said = str(caught.value)
    assert said.startswith("META_PAGE_TOKENS")
    assert names in said
    assert "EAA" not in said
    assert "secret" not in said


@given(st.text(st.characters(codec="ascii"), min_size=41))
def test_a_token_without_an_id_is_never_repeated(token: str) -> None:
    try:
        tokens = parse_page_tokens(token)
    except ValueError as error:
        assert token not in str(error)
    else:
        assert all(token not in repr(known) for known in tokens.values())


def test_hides_its_value() -> None:
    assert "EAAsecret" not in repr(AccessToken("EAAsecret"))


@pytest.mark.parametrize("value", ["", "two words", "line\r\nbreak", "æøå"])
def test_refuses_what_no_header_carries(value: str) -> None:
    with pytest.raises(ValueError):
        AccessToken(value)
