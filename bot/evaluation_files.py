"""`svartid evaluate`, from files to files."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from bot.content_files import read_content_files, shipped_wording
from bot.core.content.loading import Content, load_content
from bot.core.matching.measures import Judged
from bot.encoders.choosing import load_encoder
from bot.evaluation import Evaluation, Progress, evaluate
from bot.evaluation_page.page import Subject, render
from bot.labelled import EvaluationError, LabelledMessage, read_messages


def run(
    faq_dir: Path,
    messages: Path,
    *,
    encoder: str,
    predictions: Path | None = None,
    html: Path | None = None,
    progress: Progress,
) -> Evaluation:
    """Fit the FAQ, match every message alone, measure; predictions go to a JSON lines file, the picture to a page.

    Raises NoContentFolder, EvaluationError and EncoderUnavailable.
    """
    labelled = read_messages(messages)
    outputs = [path for path in (predictions, html) if path]
    _check_writable(outputs, messages)  # better told now than after the work
    content = load_content(read_content_files(faq_dir), shipped_wording())
    for problem in content.problems:
        progress(f"{faq_dir}/{problem}")
    if unknown := _unknown(labelled, content):
        progress(f"{messages} expects entries that the FAQ does not have: {', '.join(unknown[:5])}")
    evaluation, judged = evaluate(content, labelled, load_encoder(encoder), progress=progress)
    if predictions:
        lines = [prediction(message, one) for message, one in zip(labelled, judged, strict=True)]
        _write("".join(f"{line}\n" for line in lines), predictions)
    if html:
        house = content.house
        subject = Subject(house.name, str(faq_dir), messages.name, content.entries, house.answer_when_sure)
        _write(render(subject, evaluation, labelled, judged), html)
    return evaluation


def prediction(message: LabelledMessage, judged: Judged) -> str:
    """One line of `--predictions`."""
    best = judged.match.best
    record = {
        "text": message.text,
        "expect": message.expect,
        "best": best.entry if best else None,
        "confidence": round(judged.match.confidence, 4),
        "action": str(judged.match.outcome),
    }
    return json.dumps(record, ensure_ascii=False)


def _unknown(labelled: Sequence[LabelledMessage], content: Content) -> list[str]:
    """Expected entries that the FAQ does not have; such messages can only be answered wrongly."""
    return sorted({message.expect for message in labelled if message.expect} - {entry.id for entry in content.entries})


def _check_writable(outputs: Sequence[Path], messages: Path) -> None:
    files = [path.resolve() for path in (messages, *outputs)]
    if len(set(files)) < len(files):
        raise EvaluationError("The messages and each file to write need names of their own: nothing was written.")
    for path in outputs:
        _write("", path, mode="a")  # what stands in it stays until there is something better


def _write(text: str, path: Path, *, mode: Literal["w", "a"] = "w") -> None:
    try:
        # A lone surrogate, which JSON lets through, becomes its escape: right in JSON lines, and readable in a page.
        with path.open(mode, encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be written ({error.strerror}): name a file in an existing folder."
        ) from None
