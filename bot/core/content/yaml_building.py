"""Builds nodes from YAML.

PyYAML's own parser in Python does the parsing on every machine: libyaml's accepts other things and words its errors
differently. It is driven by events, so that no depth of nesting and no alias can exhaust the stack or the memory.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import yaml

from bot.core.content.findings import Findings
from bot.core.content.nodes import Fields, Items, Node, Scalar, is_empty
from bot.core.content.yaml_faults import Unreadable

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that no text has a use for."""

_DEEPEST = 20  # levels; an entry needs four
_LARGEST = 100_000  # values that aliases may repeat in one file
_CUT_BY_HASH = re.compile(r" +#\w")

_Place = tuple[int, int]
_Pairs = tuple[tuple[Node, Node], ...]


def invisible(character: str) -> str:
    """What to say of an invisible character."""
    return f"An invisible control character (U+{ord(character):04X}) stands here: delete it."


@dataclass(slots=True)
class _Open:
    """A list or keys whose end is still to come; `size` counts the values in it."""

    place: _Place
    anchor: str | None = None
    is_list: bool = True
    braced: bool = False
    children: list[Node] = field(default_factory=list)
    size: int = 1

    def close(self) -> Node:
        if self.is_list:
            return Items(tuple(self.children), *self.place)
        pairs = tuple(zip(self.children[::2], self.children[1::2], strict=True))
        return Fields(_merged(pairs), *self.place, braced=self.braced)


class Builder:
    """Builds the nodes of one file, piece by piece. An anchor holds from its piece to the end of the file."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._repeated = 0

    def build(self, lines: Sequence[str], first: int) -> list[Node]:
        """The nodes of a piece whose lines begin at the index `first`.

        Raises Unreadable, yaml.YAMLError, and for absurd escapes ValueError or OverflowError.
        """
        stack = [_Open((0, 0))]
        documents = 0
        for event in _events(lines):
            start = cast(yaml.Mark, event.start_mark)  # which every event of the parser has
            place = first + start.line + 1, start.column + 1
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        message = "The line --- begins a second document, and a file has only one: delete the line."
                        self._found.add(Scalar("", *place), message)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    _refuse(event, place, depth=len(stack))
                    is_list = isinstance(event, yaml.SequenceStartEvent)
                    braced = lines[start.line][start.column : start.column + 1] == "{"
                    stack.append(_Open(place, event.anchor, is_list, braced))
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    closed = stack.pop()
                    self._add(stack[-1], closed.close(), closed.size, closed.anchor)
                case yaml.ScalarEvent():
                    _refuse(event, place)
                    self._add(stack[-1], _scalar(event, lines, place), 1, event.anchor)
                case yaml.AliasEvent():
                    self._add(stack[-1], *self._aliased(event.anchor or "", place), None)
        return [node for node in stack[0].children if not is_empty(node)]

    def _add(self, parent: _Open, node: Node, size: int, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node, size
        parent.children.append(node)
        parent.size += size

    def _aliased(self, name: str, place: _Place) -> tuple[Node, int]:
        if name not in self._anchors:
            message = (
                f'*{name} points at &{name}, which is not above: put a text that begins with * in quotes, "*{name}".'
            )
            raise Unreadable(*place, message)
        node, size = self._anchors[name]
        self._repeated += size
        if self._repeated > _LARGEST:
            raise Unreadable(*place, f"*{name} and its like repeat too much: write it out, or in several files.")
        return node, size


def _events(lines: Sequence[str]) -> Iterator[yaml.Event]:
    return yaml.parse("\n".join(lines) + "\n", Loader=yaml.SafeLoader)


def _refuse(
    event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent, place: _Place, *, depth: int = 0
) -> None:
    if event.tag is not None:
        raise Unreadable(*place, 'A text that begins with ! must stand in quotes: "!…".')
    if depth > _DEEPEST:
        raise Unreadable(*place, "This is nested too deep: take some of the brackets or indentation away.")


def _scalar(event: yaml.ScalarEvent, lines: Sequence[str], place: _Place) -> Scalar:
    plain = not event.style
    if plain and event.anchor:
        raise Unreadable(*place, 'A text that begins with & must stand in quotes: "&…".')
    if match := INVISIBLE.search(event.value):
        raise Unreadable(*place, invisible(match[0]))
    return Scalar(event.value, *place, trap=_trap(event, lines) if plain else "")


def _trap(event: yaml.ScalarEvent, lines: Sequence[str]) -> str:
    """What an unquoted text has lost or swallowed without YAML minding."""
    start, end = cast(yaml.Mark, event.start_mark), cast(yaml.Mark, event.end_mark)
    if end.line >= len(lines):
        return ""
    if _CUT_BY_HASH.match(lines[end.line], end.column):
        return (
            f"From # on this counts as a remark, so that the text ends with “{event.value[-20:]}”: "
            "put the text in quotes, or write a space after # where a remark is meant."
        )
    swallowed = [line.lstrip() for line in lines[start.line + 1 : end.line + 1]]
    if any(line.startswith("- ") or (line[:1] == event.value[:1] == "-") for line in swallowed):
        return (
            "The next line begins with a dash but counts as part of this text: "
            "write a dash and a space before each text of a list, and indent them all alike."
        )
    return ""


def _merged(pairs: _Pairs) -> _Pairs:
    """The pairs with the merge key << replaced by what it brings; keys that stand there win."""
    own = [pair for pair in pairs if not _merges(*pair)]
    taken = {key.text for key, _ in own if isinstance(key, Scalar)}
    for source in (source for pair in pairs for source in _merges(*pair)):
        brought = {key.text: (key, value) for key, value in source.pairs if isinstance(key, Scalar)}
        own += (pair for name, pair in brought.items() if name not in taken)
        taken |= brought.keys()
    return tuple(own)


def _merges(key: Node, value: Node) -> tuple[Fields, ...]:
    """What a merge key brings; nothing where it is an ordinary key."""
    if not isinstance(key, Scalar) or key.text != "<<":
        return ()
    return tuple(one for one in (value.nodes if isinstance(value, Items) else (value,)) if isinstance(one, Fields))
