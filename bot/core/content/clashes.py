"""What one entry takes from another: its id, or a question that only one of them can answer."""

from collections.abc import Iterable, Iterator

from bot.core.content.entries import Draft
from bot.core.content.entry import Entry, EntryKind
from bot.core.content.nodes import Scalar
from bot.core.content.problem import Problem
from bot.core.folding import fold

_Asked = dict[tuple[str, str], list[Draft]]  # who asks it, by language and folded question


def without_clashes(drafts: Iterable[Draft]) -> tuple[list[Entry], list[Problem]]:
    """The entries in order, without those whose id an earlier one has; and every clash, told of the later entry.

    Entries that share a question are all served.
    """
    kept: dict[str, Draft] = {}
    asked: _Asked = {}
    problems: list[Problem] = []
    for draft in drafts:
        first = kept.setdefault(draft.entry.id, draft)
        if first is draft:
            problems += _shared_questions(draft, asked)
            continue
        message = f"The id “{draft.entry.id}” is taken by the entry in {_place(first)}: give one of the two another."
        problems.append(Problem(draft.entry.file, draft.id.line, draft.id.column, message))
    return [draft.entry for draft in kept.values()], problems


def _shared_questions(draft: Draft, asked: _Asked) -> Iterator[Problem]:
    for (language, folded), question in _first_of_each(draft).items():
        rivals = asked.setdefault((language, folded), [])
        if rival := next((rival for rival in rivals if _side_by_side(draft.entry, rival.entry)), None):
            message = (
                f"“{question.text[:60]}” is also a question of “{rival.entry.id}” in {_place(rival)}: "
                "delete it in one of the two."
            )
            yield Problem(draft.entry.file, question.line, question.column, message)
        rivals.append(draft)


def _first_of_each(draft: Draft) -> dict[tuple[str, str], Scalar]:
    return {
        (language, fold(question.text) or question.text): question
        for language, questions in draft.questions.items()
        for question in reversed(questions)
    }


def _side_by_side(one: Entry, other: Entry) -> bool:
    """Whether two entries answer at the same time and place; campaigns are meant to step in for others."""
    lasting = not any((one.from_, one.until, other.from_, other.until))
    matched = EntryKind.STATEMENT not in {one.kind, other.kind}
    return lasting and matched and not one.surfaces.isdisjoint(other.surfaces)


def _place(draft: Draft) -> str:
    return f"{draft.entry.file}:{draft.id.line}"
