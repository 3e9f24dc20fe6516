"""The problems of one file, as they are found."""

from dataclasses import dataclass, field

from bot.core.content.nodes import Placed
from bot.core.content.problem import Problem


@dataclass(frozen=True, slots=True)
class Findings:
    """Collects what is wrong in a file. Readers add to it and go on, so that one run tells everything."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, place: Placed, message: str) -> None:
        """Note a problem at a place."""
        self.problems.append(Problem(self.file, place.line, place.column, message))

    def apart(self) -> "Findings":
        """An empty collection for the same file, for a part whose problems decide whether it can be used."""
        return Findings(self.file)

    def take(self, *others: "Findings") -> None:
        """Add the problems of other collections to this one."""
        for other in others:
            self.problems.extend(other.problems)
