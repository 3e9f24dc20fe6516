"""The classifier over a bank's questions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.encoder import Vectors
from bot.core.matching.head import Head, Rows
from bot.core.matching.spelling import unit


def random_vectors(seed: int, *shape: int) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=shape).astype(np.float32))


def scores(head: Head, vectors: Vectors, entries: int) -> Vectors:
    return head.score(vectors, np.tile(np.arange(entries), (len(vectors), 1)))


def ridge(questions: Vectors, owners: Rows, entries: int) -> Vectors:
    """What is solved in closed form, the plain way."""
    products = questions.T @ questions + np.eye(questions.shape[1])
    return np.asarray(np.linalg.solve(products, questions.T @ np.eye(entries)[owners]), np.float32)


def test_scores_one_for_its_own_and_nothing_for_the_background() -> None:
    questions, background = random_vectors(1, 12, 64), random_vectors(2, 20, 64)
    owners = np.repeat(np.arange(4), 3)
    head = Head(questions, owners, background)
    found = scores(head, questions, 4)
    assert found[np.arange(12), owners].reshape(4, 3).mean(axis=1) == pytest.approx(1, abs=1e-4)
    assert abs(scores(head, background, 4).mean()) < 0.1
    assert found.argmax(axis=1).tolist() == owners.tolist()


def test_scores_the_entries_that_it_is_asked_about() -> None:
    questions = random_vectors(1, 12, 64)
    head = Head(questions, np.repeat(np.arange(4), 3), random_vectors(2, 20, 64))
    some = head.score(questions[:2], np.array([[3, 0], [1, 2]]))
    assert some == pytest.approx(scores(head, questions[:2], 4)[[[0, 0], [1, 1]], [[3, 0], [1, 2]]])


def test_many_questions_are_solved_as_few_are() -> None:
    """More questions than dimensions, which takes the other of two equivalent ways."""
    few, background = random_vectors(1, 8, 16), random_vectors(2, 5, 16)
    owners = np.repeat(np.arange(4), 2)
    three_times = Head(np.tile(few, (3, 1)), np.tile(owners, 3), background)
    padded = np.pad(np.tile(few, (3, 1)), ((0, 0), (0, 16)))
    other_way = Head(padded, np.tile(owners, 3), np.pad(background, ((0, 0), (0, 16))))
    assert scores(three_times, few, 4) == pytest.approx(scores(other_way, np.pad(few, ((0, 0), (0, 16))), 4), abs=1e-3)


@given(st.integers(0, 99), st.sampled_from([8, 40]), st.booleans())
def test_leaving_out_is_the_same_as_never_having_learned(seed: int, dimensions: int, entries: bool) -> None:
    questions, background = random_vectors(seed, 12, dimensions), random_vectors(seed + 100, 9, dimensions)
    owners = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3])
    head = Head(questions, owners, background)
    row = seed % 12
    kept = owners != owners[row] if entries else np.arange(12) != row
    full, without = ridge(questions, owners, 4), ridge(questions[kept], owners[kept], 4)
    change = questions[row] @ (without - full) / scale(head, questions, full)
    found = head.left_out(np.array([row]), questions.__getitem__, entries=entries)(np.arange(4)[None])[0]
    others = np.arange(4) != (owners[row] if entries else -1)
    assert found[others] == pytest.approx((scores(head, questions[[row]], 4)[0] + change)[others], abs=2e-3)


def scale(head: Head, questions: Vectors, weights: Vectors) -> Vectors:
    """By how much each entry's scores were shrunk."""
    apart = questions[0] - questions[1]
    scaled = scores(head, questions[:2], 4)
    return np.asarray((apart @ weights) / (scaled[0] - scaled[1]), np.float32)
