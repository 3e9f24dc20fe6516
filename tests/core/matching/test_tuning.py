"""What a bank teaches about matching on itself."""

from collections.abc import Sequence

import numpy as np
import pytest

from bot.calibration import shipped_prior
from bot.core.content.entry import Entry
from bot.core.matching.bank import Bank, Evidence, OwnExamples
from bot.core.matching.judging import log_odds, logistic, weights_of
from bot.core.matching.matcher import fit
from bot.core.matching.texts import Texts
from bot.core.matching.tuning import ENOUGH, tune
from tests.casts.bank import CAFE, entry
from tests.casts.encoder import WordEncoder

PRIOR = shipped_prior()
CHOICE, CONFIDENCE = PRIOR.meaning.choice, PRIOR.meaning.confidence


def examples(entries: Sequence[Entry]) -> OwnExamples:
    texts = Texts.of(entries, PRIOR)
    encoded = texts.encoded(WordEncoder())
    return Bank(texts, encoded, languages=len(PRIOR.background)).own_examples(encoded)


def test_a_question_is_left_out_while_it_is_tried() -> None:
    found = examples(CAFE)
    assert len(found.asked.entries) == len(found.right) == 15
    assert (found.asked.views[:, :, 0].max(axis=1) < 0.99).all()


def test_an_entrys_only_question_is_no_example_of_what_the_bank_answers() -> None:
    found = examples([entry("lone", "Do you sell skis?"), *CAFE])
    assert 0 not in found.right
    assert len(found.orphaned.entries) == 16


def test_tests_are_examples_of_what_the_bank_answers() -> None:
    found = examples([entry("lone", "Do you sell skis?", tests=["skis for sale?"]), *CAFE])
    assert found.right.tolist().count(0) == 1


def test_nothing_speaks_for_an_entry_that_is_left_out() -> None:
    found = examples(CAFE)
    asked = Texts.of(CAFE, PRIOR).questions
    own = found.orphaned.entries == np.array([question.entry for question in asked])[:, None]
    assert (found.orphaned.views[own][:, :2] < -5).all()


def test_a_bank_with_too_few_examples_is_matched_as_others_are_and_says_so() -> None:
    matcher = fit(CAFE[: ENOUGH // 3], WordEncoder(), PRIOR, sure=0.9)
    assert matcher.tuning.examples < ENOUGH
    assert (matcher.tuning.choice, matcher.tuning.usual, matcher.tuning.shift) == (CHOICE, None, 0)


def evidence(views: Sequence[Sequence[Sequence[float]]]) -> Evidence:
    shape = np.shape(views)[:2]
    entries = np.tile(np.arange(shape[1]), (shape[0], 1))
    return Evidence(entries, entries, np.array(views, float), np.zeros(shape), np.full(shape[0], 3.0))


def made(asked: Sequence[Sequence[Sequence[float]]], elsewhere: Sequence[Sequence[Sequence[float]]]) -> OwnExamples:
    """Of which entry 0 is always right."""
    right = np.zeros(len(asked), np.intp)
    return OwnExamples(evidence(asked), right, orphaned=evidence(elsewhere), off_topic=evidence(elsewhere))


@pytest.mark.parametrize("view", range(4))
def test_a_view_that_misleads_on_this_bank_counts_less(view: int) -> None:
    right, wrong = [0.6] * 4, [0.4] * 4
    right[view], wrong[view] = 0.2, 0.8
    tuned = weights_of(tune(made([[right, wrong]] * 30, [[wrong, wrong]] * 30), CHOICE, CONFIDENCE).choice)
    assert tuned[view] < weights_of(CHOICE)[view] * 0.9
    assert tuned.sum() == pytest.approx(weights_of(CHOICE).sum())


def test_a_bank_whose_strangers_look_like_its_own_is_more_careful() -> None:
    clear, dim, nothing = [0.8] * 4, [0.5] * 4, [0.0] * 4
    easy = tune(made([[clear, nothing]] * 40, [[nothing, nothing]] * 40), CHOICE, CONFIDENCE)
    hard = tune(made([[clear, nothing]] * 40, [[clear, dim]] * 40), CHOICE, CONFIDENCE)
    assert hard.shift < easy.shift
    assert hard.shift < -0.2


def test_a_shift_makes_the_confidence_true_of_the_banks_own_examples() -> None:
    clear, nothing = [0.6] * 4, [0.0] * 4
    found = made([[clear, nothing]] * 400, [[clear, nothing]] * 400)  # of which 65 % are right, by the mixture
    tuning = tune(found, CHOICE, CONFIDENCE)
    [sure, *_] = logistic(log_odds(found.asked, CONFIDENCE, tuning))
    assert sure == pytest.approx(0.65, abs=0.1)
