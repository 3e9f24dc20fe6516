"""What ships with the program need not be encoded, and is what the encoder says all the same."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.core.matching.encoder import Vectors
from bot.encoders.embedded import EmbeddedEncoder
from bot.shipped_vectors import ShippedEncoder, write_shipped
from scripts.encode_shipped import shipped_texts
from tests.casts.encoder import RecordingEncoder, WordEncoder

TEXTS = ["When do you open?", "Are dogs allowed?", "Is there wifi?"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "vectors.npz"
    write_shipped(dict(zip(TEXTS, WordEncoder().encode(TEXTS), strict=True)), WordEncoder.name, path)
    return path


def test_only_what_did_not_ship_is_encoded(file: Path) -> None:
    encoder = RecordingEncoder()
    vectors = ShippedEncoder(encoder, file).encode([TEXTS[1], "Is there parking?", TEXTS[0], "Is there parking?"])

    assert encoder.asked == ["Is there parking?"]
    wanted = WordEncoder().encode([TEXTS[1], "Is there parking?", TEXTS[0], "Is there parking?"])
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(wanted, abs=1e-3)


def test_what_another_encoder_said_is_not_taken(file: Path) -> None:
    encoder = RecordingEncoder("words-2")
    ShippedEncoder(encoder, file).encode(TEXTS)

    assert encoder.asked == TEXTS


def test_without_the_file_everything_is_encoded(tmp_path: Path) -> None:
    encoder = RecordingEncoder()
    vectors = ShippedEncoder(encoder, tmp_path / "none.npz").encode(TEXTS)

    assert encoder.asked == TEXTS
    assert np.array_equal(vectors, WordEncoder().encode(TEXTS))


def test_no_texts_give_no_vectors(file: Path) -> None:
    assert ShippedEncoder(WordEncoder(), file).encode([]).shape == (0, 256)


def test_the_same_texts_give_the_same_file(tmp_path: Path, file: Path) -> None:
    again = tmp_path / "again.npz"
    write_shipped(dict(zip(reversed(TEXTS), WordEncoder().encode(TEXTS[::-1]), strict=True)), WordEncoder.name, again)

    assert again.read_bytes() == file.read_bytes()


def test_the_sample_business_is_encoded_as_it_stands() -> None:
    """Where this fails: `python -m scripts.encode_shipped`."""
    encoder, texts = Counting(EmbeddedEncoder()), shipped_texts()
    ShippedEncoder(encoder).encode(texts)

    assert encoder.asked <= len(texts) // 20


def test_what_ships_is_what_the_embedded_encoder_says() -> None:
    some = shipped_texts()[::97]
    plain = EmbeddedEncoder()

    assert ShippedEncoder(plain).encode(some) == pytest.approx(plain.encode(some), abs=1e-3)


class Counting:
    """Counts what an encoder is asked."""

    def __init__(self, encoder: EmbeddedEncoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return self._encoder.encode(texts)
