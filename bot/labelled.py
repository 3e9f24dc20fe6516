"""Messages with the entry that should answer them, as `svartid evaluate` reads them."""

import json
from dataclasses import dataclass
from pathlib import Path


class EvaluationError(Exception):
    """A file that `svartid evaluate` was given cannot be used; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message and the id of the entry that should answer it; None where nothing does."""

    text: str
    expect: str | None


def read_messages(path: Path) -> list[LabelledMessage]:
    """The messages of a JSON lines file; empty lines are skipped. Raises EvaluationError."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")  # JSON allows the other line ends inside texts
    except FileNotFoundError:
        raise EvaluationError(f"{path} does not exist: name a file of messages, one JSON object a line.") from None
    except IsADirectoryError:
        raise EvaluationError(f"{path} is a folder: name a file of messages, one JSON object a line.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path} cannot be read as UTF-8 text ({error}): save it as UTF-8.") from None
    messages = [_read_line(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not messages:
        raise EvaluationError(f'{path} holds no messages: write lines such as {{"text": "…", "expect": "entry-id"}}.')
    return messages


def _read_line(line: str, place: str) -> LabelledMessage:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise EvaluationError(f"{place}: this is not JSON ({error}): write one object a line.") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise EvaluationError(f'{place}: write an object with a "text", such as {{"text": "…", "expect": "entry-id"}}.')
    if "expect" not in record or not isinstance(record["expect"], str | None):
        raise EvaluationError(f'{place}: "expect" must be the id of the entry that answers this, or null if none does.')
    return LabelledMessage(record["text"], record["expect"])
