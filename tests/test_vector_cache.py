"""What is kept is what the encoder said, and each text is encoded once."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.database import Database
from bot.vector_cache import AT_A_TIME, CachedEncoder
from tests.casts.encoder import Killed, RecordingEncoder, WordEncoder

TEXTS = ["When do you open?", "Are dogs allowed?", "When do you open?"]


def test_gives_the_encoders_vectors_to_half_precision(database: Database) -> None:
    vectors = CachedEncoder(database, WordEncoder()).encode(TEXTS)

    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(WordEncoder().encode(TEXTS), abs=1e-3)


def test_kept_vectors_are_the_very_same(database: Database) -> None:
    cached = CachedEncoder(database, WordEncoder())

    assert np.array_equal(cached.encode(TEXTS), cached.encode(TEXTS))


def test_no_texts_give_no_vectors_of_the_same_size(database: Database) -> None:
    cached = CachedEncoder(database, WordEncoder())

    assert cached.encode([]).shape == (0, cached.encode(["x"]).shape[1])


def test_each_text_is_encoded_once_in_all_processes(database: Database) -> None:
    one, other = RecordingEncoder(), RecordingEncoder()
    CachedEncoder(database, one).encode(TEXTS)
    CachedEncoder(database, other).encode([*TEXTS, "Is there parking?"])

    assert one.asked == TEXTS[:2]
    assert other.asked == ["Is there parking?"]


def test_the_vectors_of_another_encoder_are_not_taken(database: Database) -> None:
    one, other = RecordingEncoder("one"), RecordingEncoder("other")
    CachedEncoder(database, one).encode(TEXTS)
    CachedEncoder(database, other).encode(TEXTS)

    assert other.asked == one.asked


def test_at_most_one_batch_is_lost_when_the_process_dies(database: Database) -> None:
    texts = [f"question {number}" for number in range(3 * AT_A_TIME)]
    with pytest.raises(Killed):
        CachedEncoder(database, RecordingEncoder(patience=2 * AT_A_TIME)).encode(texts)
    encoder = RecordingEncoder()
    CachedEncoder(database, encoder).encode(texts)

    assert encoder.asked == texts[2 * AT_A_TIME :]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.text(st.characters(), max_size=12), max_size=8))
def test_any_text_keeps_its_own_vector(database: Database, texts: list[str]) -> None:
    cached = CachedEncoder(database, WordEncoder())
    cached.encode(list(reversed(texts)))

    assert cached.encode(texts) == pytest.approx(WordEncoder().encode(texts), abs=1e-3)
