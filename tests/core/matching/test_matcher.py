"""What the matcher finds, and how sure it is."""

import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calibration import shipped_prior
from bot.core.content.entry import Entry, EntryKind
from bot.core.matching.encoder import Encoder, Vectors
from bot.core.matching.match import Candidate, Match, Outcome
from bot.core.matching.matcher import CANDIDATES, Matcher, fit
from tests.casts.bank import CAFE, entry
from tests.casts.encoder import RecordingEncoder, WordEncoder

PRIOR = shipped_prior()
ENCODERS = [pytest.param(WordEncoder(), id="with an encoder"), pytest.param(None, id="by spelling")]


def match(text: str, entries: Sequence[Entry], encoder: Encoder | None = None, *, sure: float = 0.9) -> Match:
    [found] = fit(entries, encoder, PRIOR, sure=sure).match([text])
    return found


@cache
def cafe(sure: float = 0.9) -> Matcher:
    return fit(CAFE, WordEncoder(), PRIOR, sure=sure)


@pytest.mark.parametrize("encoder", ENCODERS)
def test_finds_the_entry_that_is_asked_in_other_words(encoder: Encoder | None) -> None:
    found = match("is there any vegan food here", CAFE, encoder)
    assert found.outcome is Outcome.ANSWER
    assert found.best is not None
    assert found.best.entry == "vegan"
    assert found.best.question in CAFE[4].questions["en"]
    assert set(found.best.views) == {"nearest", "head", "spelling", "answer"}


@pytest.mark.parametrize("encoder", ENCODERS)
def test_hands_over_what_no_entry_answers(encoder: Encoder | None) -> None:
    found = match("my grandmother won the lottery yesterday", CAFE, encoder)
    assert found.outcome is Outcome.HANDOFF
    assert found.confidence < 0.6 * found.threshold


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("text", ["do you have vegn fod", "ARE DOGS ALOWED", "opning hours"])
def test_finds_what_is_misspelt(text: str, encoder: Encoder | None) -> None:
    expected = {"do you have vegn fod": "vegan", "ARE DOGS ALOWED": "dogs", "opning hours": "hours"}
    best = match(text, CAFE, encoder).best
    assert best is not None
    assert best.entry == expected[text]


def test_a_question_of_the_bank_gets_its_entry_however_it_is_typed() -> None:
    found = match("ARE dogs... ällowed", CAFE, sure=1.0)
    assert (found.outcome, found.confidence) == (Outcome.ANSWER, 1.0)
    assert [candidate.entry for candidate in found.candidates] == ["dogs"]


def test_entries_that_share_a_question_tie_and_the_customer_is_asked() -> None:
    found = match("are you open", [entry("shop", "Are you open?"), entry("office", "are you open"), *CAFE])
    assert found.outcome is Outcome.CLARIFY
    assert [(candidate.entry, candidate.confidence) for candidate in found.candidates] == [
        ("shop", 0.5),
        ("office", 0.5),
    ]


def test_asks_which_where_entries_hardly_differ() -> None:
    entries = [
        entry("child", "What is the price for a child?"),
        entry("adult", "What is the price for an adult?"),
        *CAFE,
    ]
    found = match("what is the price", entries, WordEncoder())
    assert found.outcome is Outcome.CLARIFY
    assert {candidate.entry for candidate in found.candidates[:2]} == {"child", "adult"}


def test_a_look_alike_is_not_answered_and_says_which_it_was() -> None:
    shop = entry(
        "hours", "When does your shop open?", "When do you open?", never=["When does your shop in Aarhus open?"]
    )
    found = match("when does your aarhus shop open", [shop, *CAFE[1:]], WordEncoder())
    assert found.outcome is Outcome.HANDOFF
    assert found.never == "When does your shop in Aarhus open?"
    assert found.best is not None
    assert found.best.entry != "hours"
    assert (found.candidates[-1].entry, found.candidates[-1].confidence) == ("hours", 0.0)


def test_a_look_alike_typed_exactly_is_forbidden_whatever_else_is_near() -> None:
    never = "Is there a table for my dog?"
    booking = replace(CAFE[2], never=(never,))
    found = match("is there a table for my dog", [*CAFE[:2], booking, *CAFE[3:]], WordEncoder())
    assert {one.entry: one.confidence for one in found.candidates}["booking"] == 0


def test_what_a_look_alike_forbids_is_nothing_to_choose() -> None:
    entries = [
        entry("child", "What is the price for a child?"),
        entry("adult", "What is the price for an adult?", never=["what is the price"]),
        *CAFE,
    ]
    found = match("what is the price", entries, WordEncoder())
    assert found.outcome is not Outcome.CLARIFY
    assert {one.entry: one.confidence for one in found.candidates}["adult"] == 0


def test_a_question_that_is_nearer_than_every_look_alike_is_answered() -> None:
    shop = entry(
        "hours", "When does your shop open?", "When do you open?", never=["When does your shop in Aarhus open?"]
    )
    found = match("when does the shop open", [shop, *CAFE[1:]], WordEncoder())
    assert (found.outcome, found.never) == (Outcome.ANSWER, None)


def test_statements_are_never_matched() -> None:
    statement = entry("statement", "What do you say to the accusations?", kind=EntryKind.STATEMENT)
    found = match("what do you say to the accusations", [statement, *CAFE])
    assert "statement" not in [candidate.entry for candidate in found.candidates]


def test_an_entrys_tests_do_not_teach_it_its_answer() -> None:
    untested = fit([entry("a", "Is it open?"), entry("b", "Is it free?")], None, PRIOR, sure=0.9)
    tested = fit([entry("a", "Is it open?", tests=["free entrance"]), entry("b", "Is it free?")], None, PRIOR, sure=0.9)
    assert tested.match(["free entrance"]) == untested.match(["free entrance"])


@pytest.mark.parametrize("encoder", ENCODERS)
def test_an_answer_speaks_for_its_entry_where_questions_do_not(encoder: Encoder | None) -> None:
    def about(answer: str) -> float:
        trip = replace(entry("trip", "How do I get to you?"), answer={"en": (answer,)})
        best = {one.entry: one for one in match("bicycle parking", [trip, *CAFE[:2]], encoder).candidates}["trip"]
        return best.views["answer"]

    assert about("There is bicycle parking behind the house.") > about("Take the train.") + 0.3


def test_placeholders_of_an_answer_say_nothing() -> None:
    def scores(answer: str) -> Sequence[Candidate]:
        return match("what is the house", [replace(CAFE[0], answer={"en": (answer,)}), *CAFE[1:]], None).candidates

    assert scores("We are open {house}.") == scores("We are open .")


@pytest.mark.parametrize("encoder", ENCODERS)
def test_an_empty_bank_hands_everything_over(encoder: Encoder | None) -> None:
    assert match("hello", [], encoder) == Match(Outcome.HANDOFF, (), match("x", CAFE, encoder).threshold)


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("size", [1, 2])
def test_even_the_smallest_banks_know_what_they_do_not_answer(size: int, encoder: Encoder | None) -> None:
    bank = [entry(f"entry-{number}", *CAFE[number].questions["en"][:1]) for number in range(size)]
    assert match("when do you open", bank, encoder).outcome is Outcome.ANSWER
    assert match("who won the match yesterday", bank, encoder).outcome is Outcome.HANDOFF


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("text", ["", "   ", "?!", "\0"])
def test_a_message_without_words_has_no_candidates(text: str, encoder: Encoder | None) -> None:
    assert match(text, CAFE, encoder).candidates == ()


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize(
    "text", ["https://cafe.example/vegan-food", "www.cafe.example", "vegan@food.example", "+45 12345678"]
)
def test_an_address_alone_asks_nothing(text: str, encoder: Encoder | None) -> None:
    assert match(text, CAFE, encoder).candidates == ()


def test_an_address_that_is_a_question_of_the_bank_gets_its_entry() -> None:
    found = match("https://cafe.example/menu", [entry("menu", "https://cafe.example/menu"), *CAFE])
    assert found.best is not None
    assert (found.best.entry, found.exact) == ("menu", True)


@pytest.mark.parametrize("encoder", ENCODERS)
def test_letters_and_accents_sent_apart_are_read_together(encoder: Encoder | None) -> None:
    matcher = fit([entry("broken", "Přišel mi rozbitý balík", "Krabice je rozbitá"), *CAFE], encoder, PRIOR, sure=0.9)
    typed = "přišel rozbitý balik"
    [composed], [apart] = matcher.match([typed]), matcher.match([normalize("NFD", typed)])
    assert apart == composed
    assert apart.read_as == "přišel rozbitý balík"


@pytest.mark.parametrize("encoder", ENCODERS)
def test_says_when_a_bank_is_too_small_to_be_calibrated_on_itself(encoder: Encoder | None) -> None:
    assert "0 of 10 examples" in fit([entry("lone", "Do you sell skis?")], encoder, PRIOR, sure=0.9).caution
    assert fit(CAFE, encoder, PRIOR, sure=0.9).caution == ""
    assert fit([], encoder, PRIOR, sure=0.9).caution == ""


@given(st.text(max_size=50))
def test_candidates_come_best_first_and_share_one_probability(text: str) -> None:
    [found] = cafe().match([text])
    confidences = [candidate.confidence for candidate in found.candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1 + 1e-9
    assert all(confidence >= 0 for confidence in confidences)
    assert len(confidences) <= CANDIDATES
    assert (found.outcome is Outcome.ANSWER) == (found.confidence >= found.threshold and found.best is not None)


@given(st.lists(st.sampled_from(["open when?", "dog", "vegan cake", "", "a table please", "lottery"]), max_size=4))
def test_a_message_is_matched_alike_alone_and_among_others(texts: list[str]) -> None:
    together = cafe().match(texts)
    assert len(together) == len(texts)
    for text, found in zip(texts, together, strict=True):
        [alone] = cafe().match([text])
        assert found.outcome is alone.outcome
        assert found.confidence == pytest.approx(alone.confidence, abs=1e-4)


def test_the_surer_it_must_be_the_less_it_answers() -> None:
    thresholds = [cafe(sure).threshold for sure in (0, 0.5, 0.7, 0.9, 0.95, 0.99, 1)]
    assert thresholds == sorted(thresholds)
    assert (thresholds[0], thresholds[-1]) == (0, 1)


def test_more_than_a_batch_is_matched_in_order() -> None:
    texts = [question for _ in range(20) for one in CAFE for question in one.questions["en"]]
    found = [one.best.entry for one in cafe().match(texts) if one.best]
    assert found == [one.id for _ in range(20) for one in CAFE for _ in one.questions["en"]]


def test_reads_only_the_beginning_of_an_endless_message() -> None:
    class Reader(WordEncoder):
        longest = 0

        def encode(self, texts: Sequence[str]) -> Vectors:
            self.longest = max(self.longest, *map(len, texts))
            return super().encode(texts)

    reader = Reader()
    match("my dog " * 3000, CAFE, reader)
    assert reader.longest <= 1000


def test_tells_how_far_the_encoder_is() -> None:
    told: list[tuple[int, int]] = []
    fit(CAFE, WordEncoder(), PRIOR, sure=0.9, progress=lambda done, total: told.append((done, total)))
    elsewhere = sum(map(len, PRIOR.background.values())) + len(PRIOR.off_topic) + len(PRIOR.small_talk)
    total = (3 + 1) * len(CAFE) + elsewhere  # three questions and an answer each
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_threads_may_share_a_matcher() -> None:
    texts = ["when open", "dogs", "vegan", "table for four"] * 5
    alone = [cafe().match([text]) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda text: cafe().match([text]), texts)) == alone


@pytest.mark.parametrize("encoder", ENCODERS)
def test_comes_back_from_bytes_as_it_was(encoder: Encoder | None) -> None:
    bank = [entry("lone", "Do you sell skis?", never=["Do you sell ski boots?"]), *CAFE]
    matcher = fit(bank, encoder, PRIOR, sure=0.8)
    texts = ["do you sell ski boots", "vegan food", "skis", "something else"]
    assert Matcher.from_bytes(matcher.to_bytes(), bank, encoder).match(texts) == matcher.match(texts)


def test_the_banks_own_texts_are_asked_of_an_encoder_that_knows_them() -> None:
    knowing, asking = RecordingEncoder(), RecordingEncoder()
    matcher = fit(CAFE, asking, PRIOR, sure=0.9, bank_encoder=knowing)
    Matcher.from_bytes(matcher.to_bytes(), CAFE, asking, bank_encoder=knowing).match(["my dog"])
    assert asking.asked == ["my dog"]
    assert CAFE[0].questions["en"][0] in knowing.asked


def test_an_empty_bank_comes_back_from_bytes() -> None:
    data = fit([], WordEncoder(), PRIOR, sure=0.9).to_bytes()
    assert Matcher.from_bytes(data, [], WordEncoder()).match(["hello"])[0].candidates == ()


def test_bytes_of_another_encoder_are_refused() -> None:
    with pytest.raises(ValueError, match="fitted with the encoder words-1, not with none"):
        Matcher.from_bytes(cafe().to_bytes(), CAFE, None)


def test_bytes_for_other_entries_are_refused() -> None:
    with pytest.raises(ValueError, match="other entries"):
        Matcher.from_bytes(cafe().to_bytes(), CAFE[1:], WordEncoder())


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", zlib.compress(b"hello"), zlib.compress(b'{"format": "another"}'), cafe().to_bytes()[:-200]],
    ids=["nothing", "text", "packed text", "another format", "half of it"],
)
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a fitted matcher"):
        Matcher.from_bytes(data, CAFE, WordEncoder())


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_be_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a fitted matcher"):
        Matcher.from_bytes(data, CAFE, WordEncoder())
