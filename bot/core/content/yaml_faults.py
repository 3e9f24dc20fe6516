"""What a YAML error means, and the remedy, in words for people who don't program."""

import re
from collections.abc import Sequence

import yaml

_KEY_WITH_TEXT = re.compile(r"\s*(?:- +)*[^\s\"'\[{-][^:]*: +\S|\s*(?:- +)+\S[^:]*: +\S")
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)*([\w-]+):(?=[^\s:/])(\S+)")
_START_OF_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?(\S)")
_NO_BREAK_SPACE = re.compile(r" *(?:- )?(?:[\w-]+:)?-?([\xa0\u2000-\u200a\u202f\u3000])")
_DASH_WITHOUT_SPACE = re.compile(r"\s*-\w")
_SPACE_AFTER_DASH = "A space is missing after the dash."
_LONGEST_KEY = 1000  # YAML allows 1024 characters before the colon
_SPECIAL = ("%", "---", "...")
_CLOSING = {"[": "]", "{": "}"}


class Unreadable(Exception):
    """A part of a file cannot be read. Line and column count from 1."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str], first: int) -> Unreadable:
    """What is wrong in a piece of a file whose lines begin at the index `first`."""
    line, column, message = _explained(_Scene(error, lines))
    return Unreadable(first + line + 1, column + 1, message)


_Place = tuple[int, int]  # line and column, from 0
_Told = tuple[int, int, str]  # the place, and what to say


class _Scene:
    """An error with the lines around it."""

    def __init__(self, error: yaml.MarkedYAMLError, lines: Sequence[str]) -> None:
        self.lines = lines
        self.problem = error.problem or ""
        self.context = error.context or ""
        mark = error.problem_mark or error.context_mark
        self.at = _last_place(mark, lines)
        self.since = _last_place(error.context_mark or mark, lines)

    @property
    def line(self) -> str:
        return self.lines[self.at[0]]

    @property
    def character(self) -> str:
        return self.line[self.at[1] : self.at[1] + 1]

    @property
    def opening(self) -> str:
        """The character at which what failed to be read begins."""
        return self.lines[self.since[0]][self.since[1] : self.since[1] + 1]


def _last_place(mark: yaml.Mark | None, lines: Sequence[str]) -> _Place:
    if mark is None or mark.line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return mark.line, mark.column


def _explained(scene: _Scene) -> _Told:
    return (
        _tab(scene)
        or _no_break_space(scene)
        or _unfinished_quotes(scene)
        or _special_line(scene)
        or _first_character(scene)
        or _brackets(scene)
        or _colon_inside(scene)
        or _key_without_colon(scene)
        or _block_text(scene)
        or _escape(scene)
        or _list(scene)
        or _after_closing(scene)
        or _indentation(scene)
        or _fallback(scene)
    )


def _tab(scene: _Scene) -> _Told | None:
    indentation = scene.line[: len(scene.line) - len(scene.line.lstrip())]
    if "\t" not in indentation:
        return None
    return scene.at[0], indentation.index("\t"), "A tab stands here: indent with spaces only."


def _no_break_space(scene: _Scene) -> _Told | None:
    for index in range(scene.at[0], -1, -1):
        if match := _NO_BREAK_SPACE.match(scene.lines[index]):
            message = "A no-break space stands here, as text programs make them: type an ordinary space instead."
            return index, match.start(1), message
    return None


def _unfinished_quotes(scene: _Scene) -> _Told | None:
    if scene.context != "while scanning a quoted scalar":
        return None
    mark = scene.opening
    return *scene.since, f"The quotation mark {mark} that opens here is never closed: write {mark} where the text ends."


def _special_line(scene: _Scene) -> _Told | None:
    """A line that is no content: a directive, or the end of a document with something after it."""
    list_after_it = scene.problem.startswith("sequence entries") and not scene.line[: scene.at[1]].strip()
    if not (list_after_it or scene.line.startswith(_SPECIAL) or "<document start>" in scene.problem):
        return None
    up_to_here = range(scene.at[0], -1, -1)
    index = next((index for index in up_to_here if scene.lines[index].startswith(_SPECIAL)), scene.at[0])
    return index, 0, "Lines that begin with %, --- or ... have a meaning of their own: delete them."


def _first_character(scene: _Scene) -> _Told | None:
    if scene.context in {
        "while scanning an alias",
        "while scanning an anchor",
        "while scanning a tag",
        "while parsing a tag",
        "while parsing a node",
    }:
        return *scene.since, _quote_it(scene.opening)
    if "cannot start any token" in scene.problem or "keys are not allowed here" in scene.problem:
        return *scene.at, _quote_it(scene.character)
    if scene.context == "while parsing a block node":
        return *scene.at, _quote_it(scene.character)
    return None


def _quote_it(character: str) -> str:
    return f'A text that begins with {character} must stand in quotes: "{character}…".'


def _brackets(scene: _Scene) -> _Told | None:
    if not scene.context.startswith("while parsing a flow"):
        return None
    sign, same_line = scene.problem[-2:-1], scene.at[0] == scene.since[0]
    if sign == "?" or (sign in {"{", "["} and same_line):
        return *scene.at, (
            f"A text with “{sign}” must stand in quotes inside […] or {{…}}: "
            'write ["…", "…"], or one text a line with “- ” before each.'
        )
    if scene.problem.endswith("'<stream end>'"):
        return _unclosed(scene, _last_bracket(scene))
    if scene.context == "while parsing a flow node":
        message = "Something is missing here inside […] or {…}: look at the commas, and put each text in quotes."
        return *scene.at, message
    if scene.problem.endswith("'<scalar>'") and same_line:
        return *scene.at, "A comma is missing before this text, or quotes around the whole of it."
    return _unclosed(scene, scene.since)


def _last_bracket(scene: _Scene) -> _Place:
    places = ((index, max(line.rfind("["), line.rfind("{"))) for index, line in enumerate(scene.lines))
    return max((place for place in places if place[1] >= 0), default=scene.at)


def _unclosed(scene: _Scene, place: _Place) -> _Told:
    opening = scene.lines[place[0]][place[1] : place[1] + 1]
    return *place, f"The {opening} that opens here has no {_CLOSING.get(opening, 'end')} that closes it."


def _colon_inside(scene: _Scene) -> _Told | None:
    if not scene.problem.startswith("mapping values are not allowed"):
        return None
    before = scene.line[: scene.at[1]]
    if _KEY_WITH_TEXT.match(before) or len(before) > _LONGEST_KEY:
        return *scene.at, 'A text with “: ” in it must stand in quotes: "…: …".'
    if before.endswith(": "):
        return *scene.at, _quote_it(":")
    above = _line_above(scene)
    return None if above is None else _key_too_far_right(scene, before, above)


def _key_too_far_right(scene: _Scene, before: str, above: int) -> _Told:
    if match := _NO_SPACE_AFTER_COLON.match(scene.lines[above]):
        return above, match.end(1), _space_after_colon(match)
    if match := _DASH_WITHOUT_SPACE.match(scene.lines[above]):
        return above, match.end() - 1, _SPACE_AFTER_DASH
    start = len(before) - len(before.lstrip())
    text = scene.lines[above].strip().removeprefix("- ")
    if ": " in text or text.endswith(":"):
        return scene.at[0], start, "This line is indented too far: begin it in the column of the key it belongs beside."
    message = f"A key cannot follow “{text[:40]}”: a colon is missing there, or this line is indented too far."
    return scene.at[0], start, message


def _space_after_colon(match: re.Match[str]) -> str:
    return f"A space is missing after the colon: write “{match[1]}: {match[2][:40]}”."


def _line_above(scene: _Scene) -> int | None:
    above = (index for index in range(scene.at[0] - 1, -1, -1) if scene.lines[index].strip(" -"))
    return next((index for index in above if not scene.lines[index].lstrip().startswith("#")), None)


def _key_without_colon(scene: _Scene) -> _Told | None:
    if scene.context != "while scanning a simple key":
        return None
    line, column = scene.since
    if match := _DASH_WITHOUT_SPACE.match(scene.lines[line]):
        return line, match.end() - 1, _SPACE_AFTER_DASH
    if match := _NO_SPACE_AFTER_COLON.match(scene.lines[line]):
        return line, match.end(1), _space_after_colon(match)
    return (
        line,
        column,
        (
            "This line has no key. If it goes on with the text above, indent it further than the key of that text; "
            "if it begins with a key, write a colon and a space after the key."
        ),
    )


def _block_text(scene: _Scene) -> _Told | None:
    if scene.context != "while scanning a block scalar":
        return None
    return *scene.since, (
        f"After {scene.opening} the text must begin on the next line, indented. "
        f'A text that begins with {scene.opening} itself must stand in quotes: "{scene.opening}…".'
    )


def _escape(scene: _Scene) -> _Told | None:
    if scene.context != "while scanning a double-quoted scalar":
        return None
    line, column = scene.at
    message = (
        "Inside \"…\" a backslash has a meaning of its own: write it twice, or put the text in single quotes: '…'."
    )
    return line, scene.line.rfind("\\", 0, column + 1), message


def _list(scene: _Scene) -> _Told | None:
    if scene.problem.startswith("sequence entries are not allowed"):
        message = 'A list begins on the line below its key; a text that begins with “- ” must stand in quotes: "- …".'
        return *scene.at, message
    if not scene.problem.startswith("expected <block end>"):
        return None
    if match := _DASH_WITHOUT_SPACE.match(scene.line):
        return scene.at[0], match.end() - 1, _SPACE_AFTER_DASH
    if scene.problem.endswith("'-'"):
        return *scene.at, (
            "This dash does not line up with the list above, or the key above has a text already: "
            "give all dashes of a list the same indentation."
        )
    return None


def _after_closing(scene: _Scene) -> _Told | None:
    """Something follows quotes or brackets that closed too early, or a character that meant something else."""
    start = _START_OF_VALUE.match(scene.line)
    if not scene.problem.startswith("expected <block end>") or not start or start.start(1) >= scene.at[1]:
        return None
    if scene.character in {"]", "}"}:
        return *scene.at, f"This {scene.character} closes nothing: delete it, or put the whole text in quotes."
    opening = start[1]
    if opening == '"':
        message = "The text ended with the quotation mark before this: put the whole text in single quotes: '…\"…\"…'."
        return *scene.at, message
    if opening == "'":
        message = "The text ended with the apostrophe before this: write it twice, '…''…', or put the text in \"…\"."
        return *scene.at, message
    if opening in "[{*":
        return scene.at[0], start.start(1), _quote_it(opening)
    return None


def _indentation(scene: _Scene) -> _Told | None:
    if not scene.problem.startswith("expected <block end>"):
        return None
    return *scene.at, "This line is in line with nothing above it: indent it exactly like the lines it belongs with."


def _fallback(scene: _Scene) -> _Told:
    return *scene.at, f"This cannot be read ({scene.problem}): look at quotes, colons and indentation of this line."
