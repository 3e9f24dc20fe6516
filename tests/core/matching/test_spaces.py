"""The spaces that texts are compared in, and the classifier over them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.encoder import Vectors
from bot.core.matching.meaning import MeaningSpace
from bot.core.matching.spelling import DIMENSIONS, SpellingSpace, unit

WORDS = ["leveringstid", "levering til udlandet", "abningstider i julen", "bestil bord", "glutenfri kage"]


def random_vectors(seed: int, *shape: int) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=shape).astype(np.float32))


@given(st.text("abcdefghijklmnopqrstuvwxyz ", max_size=40))
def test_spelling_gives_a_unit_vector_unless_there_is_nothing_to_spell(text: str) -> None:
    [vector] = SpellingSpace(WORDS).place([" ".join(text.split())])
    assert np.linalg.norm(vector) == pytest.approx(1 if text.strip() else 0, abs=1e-5)
    assert vector.shape == (DIMENSIONS,)


@pytest.mark.parametrize("close", ["leverings tid", "leveringtid", "leverngstid", "leveringstider"])
def test_typos_compounds_and_inflections_lie_close(close: str) -> None:
    space = SpellingSpace(WORDS)
    known = space.place(WORDS)
    [similar] = space.place([close]) @ known.T
    assert similar.argmax() == 0
    assert similar[0] > 0.4


def test_rare_words_count_more_than_common_ones() -> None:
    space = SpellingSpace(["kan man fa kage", "kan man fa kaffe", "kan man fa bord"])
    question, same_rare, same_common = space.place(["kan man fa kage", "har i kage", "kan man fa suppe"])
    assert question @ same_rare > 0.3
    assert question @ same_common < 0.7


def test_meaning_does_without_what_tells_languages_apart() -> None:
    meanings, languages = random_vectors(1, 6, 64), 5 * random_vectors(2, 3, 64)
    background = languages[:, None] + meanings[None, 3:]
    space = MeaningSpace(languages[0] + meanings[:3], background)
    same_in_another_language = space.place(languages[1] + meanings[:3]) @ space.place(languages[0] + meanings[:3]).T
    assert np.diag(same_in_another_language) == pytest.approx(1, abs=0.05)
    assert (same_in_another_language - np.eye(3)).max() < 0.7


def test_tongues_of_two_languages_are_about_one_apart() -> None:
    languages = random_vectors(1, 4, 32)
    space = MeaningSpace(random_vectors(2, 2, 32), languages[:, None] + np.zeros((4, 5, 32), np.float32))
    tongues = space.tongue(languages)
    distances = [np.linalg.norm(tongues[one] - tongues[other]) for one in range(4) for other in range(one)]
    assert np.mean(distances) == pytest.approx(1)


def test_one_language_of_background_is_enough() -> None:
    questions = random_vectors(1, 2, 16)
    space = MeaningSpace(questions, random_vectors(2, 1, 5, 16))
    assert np.linalg.norm(space.place(questions), axis=1) == pytest.approx(1, abs=1e-5)
    assert space.tongue(questions).shape == (2, 0)
