"""A whole run on small banks, with the matchers that need no packages of their own."""

import json
from pathlib import Path

import pytest

from benchmarks import table
from benchmarks.contestants.field import FIELD, OURS
from benchmarks.data import LabelledSet, read_sets, sample
from benchmarks.invented import LARGEST, invented_entries, invented_messages
from benchmarks.quality import compare
from benchmarks.speed import Speed, race
from bot.core.folding import fold
from bot.core.matching.encoder import Encoder
from bot.labelled import LabelledMessage
from tests.casts.bank import CAFE
from tests.casts.encoder import WordEncoder

LIGHT = (OURS, "cosine, same encoder", "RapidFuzz token_sort", "RapidFuzz WRatio")

MESSAGES = (
    LabelledMessage("are dogs allowed", "dogs"),
    LabelledMessage("is there vegan food", "vegan"),
    LabelledMessage("my puppy, may I bring it inside?", "dogs"),
    LabelledMessage("who won the election", None),
    LabelledMessage("", None),
)


def words(name: str) -> Encoder:
    return WordEncoder()


def test_a_run_ends_in_tables_between_the_markers_of_the_page(tmp_path: Path) -> None:
    steps: list[str] = []
    field = {name: FIELD[name] for name in LIGHT}
    speeds = race([10], ["RapidFuzz WRatio"], steps.append)
    quality = compare([LabelledSet("café", CAFE, MESSAGES)], field, words, samples=50, step=steps.append)
    page = tmp_path / "page.md"
    page.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n", "utf-8")
    table.write(page, table.markdown(quality, speeds))

    text = page.read_text("utf-8")
    assert text.startswith(f"before\n{table.BEGIN}\n")
    assert text.endswith(f"{table.END}\nafter\n")
    assert "old" not in text
    assert "5 entries, 5 messages, 2 of them answered by none." in text
    assert all(f"| {name} | " in text for name in LIGHT[1:])
    assert steps == ["10 entries: RapidFuzz WRatio", *(f"café: {name}" for name in LIGHT)]
    [speed] = speeds
    assert (speed.entries, speed.encode_seconds) == (10, 0)
    assert speed.messages >= 10
    assert speed.message_ms is not None
    assert speed.peak_mb is not None
    assert speed.peak_mb > 10
    widths = {line.count("|") for line in text.splitlines() if "RapidFuzz WRatio | 10 " in line}
    assert widths == {10}


def test_several_sets_have_means_and_a_pool() -> None:
    none = LabelledSet("all answered", CAFE, (LabelledMessage("Are dogs allowed?", "dogs"),))
    field = {name: FIELD[name] for name in LIGHT}
    quality = compare([LabelledSet("café", CAFE, MESSAGES), none], field, words, samples=5, step=lambda _: None)
    text = table.markdown(quality, [])
    assert "### All sets together" in text
    assert "| RapidFuzz WRatio | ▲ 0 · ▽ " in text
    right, answers = (sum(getattr(one, kind) for one in quality.operation.values()) for kind in ("right", "answers"))
    [pool] = [line.split(" | ") for line in text.splitlines() if line.startswith("| **all together**")]
    assert pool[2].startswith(f"{right / answers:.2f}".removeprefix("0"))
    assert "### Speed" not in text


def test_a_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing here", "utf-8")
    with pytest.raises(ValueError, match="has no place for the results"):
        table.write(page, "text")
    assert page.read_text("utf-8") == "nothing here"


def test_a_matcher_that_dies_does_not_end_the_race() -> None:
    assert race([10], ["nobody"], lambda _: None) == [Speed("nobody", 10)]


def test_a_matcher_that_did_not_get_ready_is_told() -> None:
    quality = compare([LabelledSet("café", CAFE, MESSAGES)], {OURS: FIELD[OURS]}, words, samples=5, step=lambda _: None)
    assert "| slow | 10,000 | not ready in 15 min |" in table.markdown(quality, [Speed("slow", 10_000)])


def test_sets_are_found_in_a_folder_or_are_the_folder(tmp_path: Path) -> None:
    shop = tmp_path / "shop_da"
    (shop / "faq").mkdir(parents=True)
    (shop / "faq" / "faq.yaml").write_text("- {id: a, questions: {da: [Hvad]}, answer: {da: Det.}}", "utf-8")
    (shop / "messages.jsonl").write_text(json.dumps({"text": "hvad", "expect": "a"}), "utf-8")
    (tmp_path / "notes").mkdir()
    for folder in (tmp_path, shop):
        [found] = read_sets([folder])
        assert (found.name, len(found.entries), found.messages) == ("shop_da", 1, (LabelledMessage("hvad", "a"),))
    with pytest.raises(FileNotFoundError, match="holds no set"):
        list(read_sets([tmp_path / "notes"]))


def test_the_sample_business_is_a_set() -> None:
    assert len(sample().entries) > 10
    assert len(sample().messages) > 100


def test_invented_banks_are_the_same_every_time_and_ask_nothing_twice() -> None:
    entries = invented_entries(LARGEST)
    questions = [text for entry in entries for asked in entry.questions.values() for text in asked]
    assert len({fold(text) for text in questions}) == len(questions) == 2 * LARGEST
    assert invented_entries(10) == entries[:10]
    assert {language for entry in entries[:10] for language in entry.questions} == {"cs", "da", "en", "nl"}


@pytest.mark.parametrize("size", [10, 1000])
def test_invented_messages_are_none_of_the_banks_own_questions(size: int) -> None:
    asked = {fold(text) for entry in invented_entries(size) for own in entry.questions.values() for text in own}
    messages = invented_messages(size, 60)
    assert len(messages) == 60
    assert not {fold(message) for message in messages} & asked
