"""Signatures: Meta's bytes, our secrets, anybody's headers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.receiving.signature import is_signed, sign

VECTORS = [
    (b'{"object":"page","entry":[]}', "5da47c9c7409e70d7a1851f0cfd9bc27786bd99587a9bf1dd5b51e23a2de03cf"),
    (rb'{"text":"\u00e4\u00f6\u00e5"}', "02331cadf5416e9e5dc4ecf73b5c9b7aa6577a90b90fbb6bad6e9a35d8a8f6a9"),
]


@pytest.mark.parametrize(("body", "digest"), VECTORS)
def test_signs_the_raw_bytes(body: bytes, digest: str) -> None:
    assert sign(body, "test_app_secret") == f"sha256={digest}"
    assert is_signed(body, f"sha256={digest}", ["test_app_secret"])


def test_escaped_and_unescaped_text_are_different_bodies() -> None:
    assert not is_signed('{"text":"äöå"}'.encode(), f"sha256={VECTORS[1][1]}", ["test_app_secret"])


@pytest.mark.parametrize("secrets", [["facebook", "instagram"], ["instagram", "facebook"], ["", "instagram"]])
def test_any_of_the_secrets_will_do(secrets: list[str]) -> None:
    assert is_signed(b"{}", sign(b"{}", "instagram"), secrets)


@pytest.mark.parametrize("secrets", [[], ["facebook"], ["Instagram"]])
def test_no_other_secret_will_do(secrets: list[str]) -> None:
    assert not is_signed(b"{}", sign(b"{}", "instagram"), secrets)


def test_an_empty_secret_signs_nothing() -> None:
    assert not is_signed(b"{}", sign(b"{}", ""), [""])


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        VECTORS[0][1],
        f"sha1={VECTORS[0][1]}",
        f"SHA256={VECTORS[0][1]}",
        f"sha256={VECTORS[0][1].upper()}",
        f"sha256={VECTORS[0][1][:-1]}",
        f"sha256={VECTORS[0][1]}0",
        "sha256=æøå",
        "sha256=\udc80\ud800",
        "sha256=" + "f" * 100_000,
    ],
)
def test_garbage_headers_are_no_signature(header: str | None) -> None:
    assert not is_signed(VECTORS[0][0], header, ["test_app_secret"])


@given(
    body=st.binary(), header=st.text(), secret=st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"]))
)
def test_whatever_comes_only_the_right_header_fits(body: bytes, header: str, secret: str) -> None:
    assert is_signed(body, sign(body, secret), [secret])
    assert not is_signed(body, header, [secret])


@given(body=st.binary(min_size=1), data=st.data())
def test_one_changed_byte_breaks_the_signature(body: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(body) - 1))
    other = bytearray(body)
    other[place] ^= data.draw(st.integers(1, 255))
    assert not is_signed(bytes(other), sign(body, "secret"), ["secret"])
