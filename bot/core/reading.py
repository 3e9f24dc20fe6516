"""What a message that may say several things at once says: the parts it falls into, and what becomes of each.

A cut counts only where both sides stand by themselves: "When do you open and can I bring my dog?" is two questions,
"Are you open on Saturday and Sunday?" is one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.content.entry import Entry, EntryKind
from bot.core.cutting import Cut, Manner, Stretch
from bot.core.matching.match import Match

MAY_BE = 0.25
"""From this probability on, what a part may be about counts."""

SERIOUS = frozenset({EntryKind.COMPLAINT, EntryKind.URGENT})
"""What goes to people."""

_ONE_QUESTION = 0.02
"""A piece with so much more confidence than its surest part asks one thing only."""

_LESS_SURE = 0.05
"""A word or two that take so much confidence away ask something else."""


class Role(StrEnum):
    """What becomes of a part of a message."""

    ANSWERED = "answered"
    CHAT = "chat"  # needs no reply beside an answer
    ASIDE = "aside"  # "quick question", or a word or two that say nothing by themselves
    CONTEXT = "context"  # belongs to what is answered
    REST = "rest"  # asks something else, which is not sure: people see to it


@dataclass(frozen=True, slots=True)
class Finding:
    """What a text is about, as far as can be told."""

    text: str
    match: Match
    best: Entry | None = None
    confidence: float = 0.0
    sure: bool = False

    @property
    def answer(self) -> Entry | None:
        """The entry that surely answers it, small talk apart."""
        return self.best if self.sure and not self.is_chat else None

    @property
    def kind(self) -> EntryKind | None:
        """Of what kind the best guess is."""
        return self.best.kind if self.best else None

    @property
    def is_chat(self) -> bool:
        """Whether it is surely no more than small talk."""
        return self.sure and self.kind is EntryKind.SMALLTALK

    @property
    def may_be_serious(self) -> bool:
        """Whether it may be a complaint or urgent."""
        return self.kind in SERIOUS and self.confidence >= MAY_BE

    def is_not_about(self, entry: Entry) -> bool:
        """Whether one of the entry's look-alikes says that it is something else."""
        return entry.id in self.match.forbidden

    def may_be_about(self, entries: Sequence[Entry | None]) -> bool:
        """Whether its best guess is one of these entries."""
        return self.best is not None and self.best in entries and self.confidence >= MAY_BE


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message and what becomes of it."""

    finding: Finding
    role: Role


def read(sentences: Sequence[Stretch], whole: Finding, find: Callable[[str], Finding]) -> tuple[Part, ...]:
    """The parts of a message in order; none where it is best taken as a whole.

    `find` tells what each text of the sentences is about.
    """
    if not _may_be_cut(whole):
        return ()
    found = [_Found(sentence, _finding(sentence, find), joined=False) for sentence in sentences]
    found = [part for sentence in found for part in _parted(sentence, find)]
    asked = [part.finding for part in found if part.stretch.manner is not Manner.TELLS]
    answered = answers_of(asked) or answers_of([part.finding for part in found])
    if not answered:
        return ()
    surest = max(part.finding.confidence for part in found if part.finding.answer in answered)
    one_question = [whole.answer] == answered and whole.confidence >= surest + _ONE_QUESTION
    return tuple(Part(part.finding, _role(part, whole, answered, one_question=one_question)) for part in found)


def answers_of(findings: Sequence[Finding]) -> list[Entry]:
    """The entries that answer, each once, in order."""
    return list({finding.answer.id: finding.answer for finding in findings if finding.answer}.values())


def just_chat(sentences: Sequence[Stretch], find: Callable[[str], Finding]) -> Finding | None:
    """The small talk of a message that says nothing else but that a question will come: "hi, quick question"."""
    pieces = [piece for sentence in sentences for piece in sentence.smallest()]
    found = [find(piece.text) for piece in pieces]
    if all(each.is_chat or piece.manner is Manner.LEADS_IN for piece, each in zip(pieces, found, strict=True)):
        return next((each for each in found if each.is_chat), None)
    return None


def asks_more(sentences: Sequence[Stretch], whole: Finding, find: Callable[[str], Finding]) -> bool:
    """Whether a message of which no part is sure asks more than what it is surely about as a whole."""
    asking = [find(sentence.text) for sentence in sentences if sentence.manner in {Manner.ASKS, Manner.LEANS}]
    if whole.is_chat:
        return not all(finding.is_chat or finding.may_be_about([whole.best]) for finding in asking)
    return len(asking) > 1 and not all(finding.may_be_about([whole.best]) for finding in asking)


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of the message with what it is about."""

    stretch: Stretch
    finding: Finding
    joined: bool  # cut off from another one


def _finding(stretch: Stretch, find: Callable[[str], Finding]) -> Finding:
    """What a stretch is about; "where is it?" cannot be told without what was said before."""
    found = find(stretch.text)
    leans = stretch.manner is Manner.LEANS and not found.match.exact
    return replace(found, sure=False) if leans else found


def _may_be_cut(whole: Finding) -> bool:
    return not whole.match.exact and whole.match.never is None


def _parted(whole: _Found, find: Callable[[str], Finding]) -> list[_Found]:
    """A stretch, cut wherever that counts; a cut between two answers is better than one beside something unsure."""
    if not _may_be_cut(whole.finding):
        return [whole]
    counting = [sides for cut in whole.stretch.cuts if (sides := _sides(whole.finding, cut, find))]
    best = max(counting, key=lambda sides: sum(side.finding.answer is not None for side in sides), default=())
    return [part for side in best for part in _parted(side, find)] or [whole]


def _sides(whole: Finding, cut: Cut, find: Callable[[str], Finding]) -> tuple[_Found, ...]:
    """Both sides of a cut, or nothing where it does not count."""
    left, right = (_Found(side, _finding(side, find), joined=True) for side in (cut.left, cut.right))
    if left.finding.sure and right.finding.sure:
        surest = max(left.finding.confidence, right.finding.confidence)
        brief = Manner.BRIEF in {left.stretch.manner, right.stretch.manner}
        one_question = whole.sure and (
            left.finding.best is right.finding.best or (brief and whole.confidence >= surest)
        )
        counts = not one_question
    else:
        counts = any(
            _stands_beside(whole, sure, side, at_joint=cut.at_joint) for sure, side in ((left, right), (right, left))
        )
    return (left, right) if counts else ()


def _stands_beside(whole: Finding, sure: _Found, side: _Found, *, at_joint: bool) -> bool:
    """Whether what is not sure says something by itself, beside what is sure."""
    answer, manner = sure.finding.answer, side.stretch.manner
    if answer is None or side.finding.sure:
        return False
    if side.finding.is_not_about(answer):
        return True
    same = whole.answer is answer
    surer = whole.confidence - sure.finding.confidence
    if side.finding.may_be_about([answer]) or (same and surer >= _ONE_QUESTION):
        return False
    if whole.sure and not same and sure.stretch.manner is Manner.TELLS:
        return False
    if manner is Manner.BRIEF:
        return same and at_joint and surer <= -_LESS_SURE
    return manner in {Manner.ASKS, Manner.LEANS} or not same


def _role(part: _Found, whole: Finding, answered: Sequence[Entry], *, one_question: bool) -> Role:
    """What becomes of a part; a statement beside a question leaves the question its meaning, or asks by itself."""
    manner, finding = part.stretch.manner, part.finding
    if finding.is_chat:
        return Role.CHAT
    tells = manner is Manner.TELLS and not finding.may_be_serious
    if manner is not Manner.TELLS and any(map(finding.is_not_about, answered)):
        return Role.ANSWERED if finding.sure else Role.REST
    fits = tells and whole.best in answered and (whole.sure or len(answered) > 1)
    if finding.sure:
        return Role.CONTEXT if fits and finding.best not in answered else Role.ANSWERED
    if manner is Manner.LEADS_IN or (manner is Manner.BRIEF and not part.joined):
        return Role.ASIDE
    return Role.CONTEXT if fits or one_question or finding.may_be_about(answered) else Role.REST
