"""Reads YAML the way editors mean it: every value stays the text that was written, and keeps its place.

A file is read piece by piece, one piece for each entry or top-level key, so that a slip in one costs only that one.
"""

import re
from collections.abc import Callable, Sequence
from itertools import islice, pairwise

import yaml

from bot.core.content.findings import Findings
from bot.core.content.nodes import Node, Scalar
from bot.core.content.yaml_building import INVISIBLE, Builder, invisible
from bot.core.content.yaml_faults import Unreadable, explain

Cut = Callable[[Sequence[str]], list[int]]
"""Where the pieces of a file begin: indices of lines, in order."""

_WRONG_BYTE = re.compile("[\udc80-\udcff]")  # as the error handler "surrogateescape" marks it
_LINE_SEPARATORS = re.compile("[\x85\u2028\u2029]")  # line breaks to YAML, but not to an editor's line count
_NO_CONTENT = re.compile(r"\s*(#.*)?$|---(\s|$)|%")
_ITEM = re.compile(r"( *)-(?=\s|$|\w+:(?:\s|$))")  # with or without the space that belongs after the dash
_KEY = re.compile(r"""["']?\w[^:]*:(?=\s|$)""")


def read_yaml(raw: bytes, found: Findings, cut: Cut) -> list[Node]:
    """The top-level nodes of a file's pieces, as far as they can be read."""
    lines = _tidy(raw.decode("utf-8", "surrogateescape"))
    _check_encoding(lines, found)
    builder = Builder(found)
    nodes: list[Node] = []
    for first, end in pairwise(sorted({0, *cut(lines), len(lines)})):
        piece = lines[first:end]
        if any(map(_WRONG_BYTE.search, piece)):
            continue  # told already, once for the file
        try:
            nodes += _read_piece(builder, piece, first)
        except Unreadable as fault:
            found.add(fault, fault.message)
    if not nodes and not found.problems:
        found.add(Scalar("", 1, 1), "There is nothing in this file yet: write something in it, or delete it.")
    return nodes


def _read_piece(builder: Builder, lines: Sequence[str], first: int) -> list[Node]:
    try:
        _check_characters(lines, first)
        return builder.build(lines, first)
    except yaml.MarkedYAMLError as error:
        raise explain(error, lines, first) from None
    except (yaml.YAMLError, ValueError, OverflowError):  # \U escapes beyond Unicode, absurd %YAML versions
        raise _beyond_unicode(lines, first) from None


def by_item(lines: Sequence[str]) -> list[int]:
    """Cuts a list at its items: the lines with the least indented dashes."""
    first = _first_content(lines)
    dashes = {index: len(match[1]) for index, line in enumerate(lines) if (match := _ITEM.match(line))}
    least = min(dashes.values(), default=0)
    if first.startswith(("[", "{")) or (least > 0 and not _ITEM.match(first)):
        return []  # a list in brackets, or no list at all
    return [index for index, indent in dashes.items() if indent == least]


def by_key(lines: Sequence[str]) -> list[int]:
    """Cuts keys and values at the keys that are not indented."""
    if _first_content(lines).startswith(("[", "{")):
        return []
    return [index for index, line in enumerate(lines) if _KEY.match(line)]


def _first_content(lines: Sequence[str]) -> str:
    return next((line for line in lines if not _NO_CONTENT.match(line)), "")


def _tidy(text: str) -> list[str]:
    """Lines as an editor counts them, with spaces for tabs that indent nothing."""
    text = _LINE_SEPARATORS.sub(" ", text.removeprefix("\ufeff"))
    return [_without_harmless_tabs(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _without_harmless_tabs(line: str) -> str:
    content = line.lstrip(" \t")
    if not content or content.startswith("#"):
        return line.replace("\t", " ")
    return line[: -len(content)] + content.replace("\t", " ")


def _check_encoding(lines: Sequence[str], found: Findings) -> None:
    matches = ((number, match) for number, line in enumerate(lines, start=1) if (match := _WRONG_BYTE.search(line)))
    for number, match in islice(matches, 1):
        message = f"The byte 0x{ord(match[0]) - 0xDC00:02X} is not UTF-8: save the file with the encoding UTF-8."
        found.add(Scalar("", number, match.start() + 1), message)


def _check_characters(lines: Sequence[str], first: int) -> None:
    for number, line in enumerate(lines, start=first + 1):
        if match := INVISIBLE.search(line):
            raise Unreadable(number, match.start() + 1, invisible(match[0]))


def _beyond_unicode(lines: Sequence[str], first: int) -> Unreadable:
    places = ((number, line.find("\\U")) for number, line in enumerate(lines, start=first + 1))
    line, column = next((place for place in places if place[1] >= 0), (first + 1, 0))
    return Unreadable(line, column + 1, "This cannot be read: delete escapes such as \\U… and lines that begin with %.")
