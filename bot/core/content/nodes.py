"""What an editor wrote, every value with the place where it stands."""

from dataclasses import dataclass
from typing import Protocol


class Placed(Protocol):
    """Something that stands at a line and column, both counted from 1."""

    @property
    def line(self) -> int:
        """The line."""
        ...

    @property
    def column(self) -> int:
        """The column."""
        ...


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it is written; whether it is a date, a number or a sentence is for the reader of its field to say.

    `trap` tells, where YAML has read something else than stands there, what happened and what to write instead.
    """

    text: str
    line: int
    column: int
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple["Node", ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys with their values, in order; a key may be there twice. `braced`: written as {key: value}."""

    pairs: tuple[tuple["Node", "Node"], ...]
    line: int
    column: int
    braced: bool = False


Node = Scalar | Items | Fields


def is_empty(node: Node) -> bool:
    """Whether nothing was written: the value of a key with nothing behind it."""
    return isinstance(node, Scalar) and not node.text
