"""The menu in `house.yaml`, and whether the entries that it names fit into it."""

from collections.abc import Iterator, Sequence

from bot.core.content.entries import Draft
from bot.core.content.entry import EntryKind
from bot.core.content.fields import read_texts
from bot.core.content.findings import Findings
from bot.core.content.nearest import did_you_mean
from bot.core.content.nodes import Node, Scalar
from bot.core.content.problem import Problem
from bot.core.incoming import Surface

MOST_QUESTIONS = 5
"""Meta takes more, and asks for no more than this, a person to talk to aside."""

LONGEST_TITLE = 30
"""Characters of a title in the menu. (Messenger Profile API, persistent_menu)"""

_TAPPED = {EntryKind.ANSWER, EntryKind.SMALLTALK}


def read_menu(node: Node, found: Findings) -> tuple[str, ...]:
    """The ids of the entries that customers may tap."""
    return tuple(name.text for name in read_menu_names(node, found))


def read_menu_names(node: Node, found: Findings) -> tuple[Scalar, ...]:
    """The same ids with their places, each once and no more than there is room for."""
    names: dict[str, Scalar] = {}
    for name in read_texts(node, found):
        if name.text in names:
            found.add(name, f"“{name.text[:40]}” is in the menu twice: make one of the two.")
        elif len(names) == MOST_QUESTIONS:
            message = f"A menu under a customer's thumb has room for {MOST_QUESTIONS} questions"
            found.add(name, f"{message}: take “{name.text[:40]}” out, or another.")
        else:
            names[name.text] = name
    return tuple(names.values())


def fitting_menu(
    names: Sequence[Scalar], drafts: Sequence[Draft], languages: Sequence[str], *, file: str
) -> tuple[tuple[str, ...], list[Problem]]:
    """The ids of the menu in `file` whose entries fit into it, and why the others do not."""
    by_id = {draft.entry.id: draft for draft in reversed(drafts)}  # of an id that is there twice the first serves
    fitting: list[str] = []
    problems: list[Problem] = []
    for name in names:
        if draft := by_id.get(name.text):
            faults = list(_misplaced(name, draft, languages, file)) or list(_too_long(draft))
        else:
            hint = did_you_mean(name.text, by_id) or " Write the id of an entry."
            faults = [Problem(file, name.line, name.column, f"There is no sound entry “{name.text[:40]}”.{hint}")]
        problems += faults
        if not faults:
            fitting.append(name.text)
    return tuple(fitting), problems


def _misplaced(name: Scalar, draft: Draft, languages: Sequence[str], file: str) -> Iterator[Problem]:
    """Why an entry is nothing for a menu, told where that names it."""
    entry = draft.entry
    if entry.kind not in _TAPPED:
        message = f"“{entry.id}” is of kind {entry.kind}, which nobody taps in a menu: take it out."
    elif Surface.MESSAGE not in entry.surfaces:
        message = f"“{entry.id}” does not answer messages: take it out, or add message to its surfaces."
    elif entry.is_seasonal:
        message = (
            f"“{entry.id}” answers on certain days only, and a menu is not taken back by itself: take it out, or name "
            "an entry without from and until."
        )
    elif not any(entry.is_asked_and_answered_in(language) for language in languages):
        message = f"“{entry.id}” has questions and an answer together in none of the house's languages: take it out."
    else:
        return
    yield Problem(file, name.line, name.column, message)


def _too_long(draft: Draft) -> Iterator[Problem]:
    """First questions that do not fit on a line of the menu, told where they stand."""
    entry = draft.entry
    for questions in draft.questions.values():
        title = questions[0]
        if len(title.text) > LONGEST_TITLE:
            message = (
                f"The menu in house.yaml shows this question, and has room for {LONGEST_TITLE} characters, not "
                f"{len(title.text)}: put a shorter question before it, or take “{entry.id}” out of the menu."
            )
            yield Problem(entry.file, title.line, title.column, message)
