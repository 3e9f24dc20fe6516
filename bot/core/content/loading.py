"""From the editors' files to the content that serves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath

from bot.core.content.clashes import without_clashes
from bot.core.content.entries import Draft, read_entries
from bot.core.content.entry import Entry
from bot.core.content.findings import Findings
from bot.core.content.house import House
from bot.core.content.house_file import HouseDraft, read_house
from bot.core.content.menu_file import fitting_menu
from bot.core.content.problem import Problem
from bot.core.content.wording import Wording
from bot.core.content.wording_file import read_wording

HOUSE = "house.yaml"
WORDING = "wording"

Files = Mapping[str, bytes]
"""Raw files by their path below the content folder, with / between its parts."""


@dataclass(frozen=True, slots=True)
class Content:
    """What can be served of the editors' files, and what is wrong with them."""

    house: House
    entries: tuple[Entry, ...]  # by file, then as they stand there; every id once
    wording: Wording
    problems: tuple[Problem, ...]


def load_content(files: Files, shipped_wording: Files) -> Content:
    """Read all files. Whatever is sound serves; whatever is not is a problem, never an error.

    Raises ValueError only where the shipped wording, which no editor touches, has a problem.
    """
    visible = {path: files[path] for path in sorted(files) if not _hidden(path)}
    shipped = _shipped(tuple(sorted(shipped_wording.items())))
    wording, problems = read_wording({path: raw for path, raw in visible.items() if _is_wording(path)}, shipped)
    draft = HouseDraft()
    if HOUSE in visible:
        found = Findings(HOUSE)
        draft = read_house(visible[HOUSE], wording, found)
        problems += found.problems
    drafts: list[Draft] = []
    for path, raw in visible.items():
        if path == "house.yml":
            problems.append(Problem(path, 1, 1, f"Call this file {HOUSE}: under this name it is not read."))
        elif path != HOUSE and not _is_wording(path):
            found = Findings(path)
            drafts += read_entries(raw, draft.house.departments, found)
            problems += found.problems
    entries, clashes = without_clashes(drafts)
    menu, misfits = fitting_menu(draft.menu, drafts, draft.house.languages, file=HOUSE)
    house = replace(draft.house, menu=menu)
    return Content(house, tuple(entries), wording, tuple(sorted([*problems, *clashes, *misfits])))


@lru_cache(maxsize=4)
def _shipped(files: tuple[tuple[str, bytes], ...]) -> Wording:
    """Our own sentences, which every loading reads and no editor changes."""
    shipped, faults = read_wording(dict(files))
    if faults:
        raise ValueError(f"the shipped wording is broken: {'; '.join(map(str, faults))}")
    return shipped


def effective_files(new: Files, previous: Files, shipped_wording: Files) -> dict[str, bytes]:
    """The files that serve after an edit: the new ones, except where that would break what was sound.

    `previous` are the files that serve so far. A file that has problems now and had none keeps its previous text. One
    that had problems before, or is new, serves with what is sound in it. A deleted file is gone. Where an edit breaks
    a file that it does not touch (a department is gone from house.yaml, a new file takes another's id), the edited
    files are adopted one by one, and those that break a sound one wait.
    """
    serving = dict(new)
    if not _troubled(new, shipped_wording):
        return serving
    sound = previous.keys() - _troubled(previous, shipped_wording)
    while broken := sound & _troubled(serving, shipped_wording):
        edited = {path for path in broken if serving[path] != previous[path]}
        if not edited:
            return _adopted_one_by_one(serving, previous, sound, shipped_wording)
        serving |= {path: previous[path] for path in edited}
    return serving


def _adopted_one_by_one(new: Files, previous: Files, sound: set[str], shipped_wording: Files) -> dict[str, bytes]:
    """The previous files with as many changes as break no sound file; some can only follow after others."""
    serving = dict(previous)
    waiting = sorted(path for path in new.keys() | previous.keys() if new.get(path) != previous.get(path))
    adopted = True
    while adopted:
        adopted = False
        for path in tuple(waiting):
            trial = {name: raw for name, raw in serving.items() if name != path}
            if path in new:
                trial[path] = new[path]
            if not sound & _troubled(trial, shipped_wording):
                serving, adopted = trial, True
                waiting.remove(path)
    return serving


def _troubled(files: Files, shipped_wording: Files) -> set[str]:
    return {problem.file for problem in load_content(files, shipped_wording).problems}


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(path).parts)


def _is_wording(path: str) -> bool:
    return PurePosixPath(path).parts[:1] == (WORDING,)
