"""Labelled sets: a FAQ folder, and messages as `svartid evaluate` reads them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.content_files import read_content_files
from bot.core.content.entry import Entry
from bot.core.content.loading import load_content
from bot.labelled import LabelledMessage, read_messages

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Entries, and messages that expect one of them or none."""

    name: str
    entries: tuple[Entry, ...]
    messages: tuple[LabelledMessage, ...]


def sample() -> LabelledSet:
    """The sample business that ships with the program."""
    return _read("sample business", ROOT / "faq", ROOT / "tests" / "sample" / "messages.jsonl")


def read_sets(folders: Sequence[Path]) -> Iterator[LabelledSet]:
    """Every folder with `faq/` and `messages.jsonl`, among the folders or right below them.

    Raises FileNotFoundError where a folder holds none.
    """
    for folder in folders:
        found = [one for one in (folder, *sorted(folder.glob("*/"))) if (one / "messages.jsonl").is_file()]
        if not found:
            raise FileNotFoundError(
                f"{folder} holds no set: expected {folder}/NAME/faq and {folder}/NAME/messages.jsonl"
            )
        for one in found:
            yield _read(one.resolve().name, one / "faq", one / "messages.jsonl")


def _read(name: str, faq: Path, messages: Path) -> LabelledSet:
    return LabelledSet(name, load_content(read_content_files(faq), {}).entries, tuple(read_messages(messages)))
