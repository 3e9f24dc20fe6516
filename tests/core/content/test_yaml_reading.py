import pytest
import yaml

from bot.core.content.findings import Findings
from bot.core.content.nodes import Fields, Items, Node, Scalar
from bot.core.content.yaml_faults import explain
from bot.core.content.yaml_reading import by_item, by_key, read_yaml

NO_KEY = (
    "This line has no key. If it goes on with the text above, indent it further than the key of that text; "
    "if it begins with a key, write a colon and a space after the key."
)
NOT_IN_LINE = "This line is in line with nothing above it: indent it exactly like the lines it belongs with."
WRONG_DASH = (
    "This dash does not line up with the list above, or the key above has a text already: "
    "give all dashes of a list the same indentation."
)
NO_BREAK_SPACE = "A no-break space stands here, as text programs make them: type an ordinary space instead."
MARKS = "Lines that begin with %, --- or ... have a meaning of their own: delete them."
TAB = "A tab stands here: indent with spaces only."
BACKSLASH = "Inside \"…\" a backslash has a meaning of its own: write it twice, or put the text in single quotes: '…'."
TOO_FAR = "This line is indented too far: begin it in the column of the key it belongs beside."


def quoted(character: str) -> str:
    return f'A text that begins with {character} must stand in quotes: "{character}…".'


def in_brackets(character: str) -> str:
    return (
        f"A text with “{character}” must stand in quotes inside […] or {{…}}: "
        'write ["…", "…"], or one text a line with “- ” before each.'
    )


def block(character: str) -> str:
    return (
        f"After {character} the text must begin on the next line, indented. "
        f'A text that begins with {character} itself must stand in quotes: "{character}…".'
    )


def read(text: str | bytes) -> tuple[list[Node], list[str]]:
    found = Findings("faq.yaml")
    raw = text if isinstance(text, bytes) else text.encode()
    nodes = read_yaml(raw, found, by_item)
    return nodes, [str(problem) for problem in found.problems]


def plain(node: Node) -> object:
    """The node as Python's own lists, dicts and strings."""
    match node:
        case Scalar():
            return node.text
        case Items():
            return [plain(one) for one in node.nodes]
        case Fields():
            return {plain(key): plain(value) for key, value in node.pairs}


def values(text: str) -> object:
    nodes, problems = read(text)
    assert problems == []
    return [plain(one) for node in nodes for one in (node.nodes if isinstance(node, Items) else [node])]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        # what is missing or superfluous round a text
        ("- da: [Hvornår har I åbent?, Hvad koster det]", "1:27", in_brackets("?")),
        ("- [Hej,\n   Hvad koster det?]", "2:19", in_brackets("?")),
        ("- {da: Hvad koster det?}", "1:23", in_brackets("?")),
        ("- [Har I åbent? Ja, nej]", "1:15", in_brackets("?")),
        ("- [Hej {first_name}, Hej]", "1:8", in_brackets("{")),
        ("- {da: Hej [navn]}", "1:12", in_brackets("[")),
        ("- answer:\n    da: Vi har åbent: mandag", "2:21", 'A text with “: ” in it must stand in quotes: "…: …".'),
        (f"- da:\n    - {'x' * 1100}: y", "2:1107", 'A text with “: ” in it must stand in quotes: "…: …".'),
        ("- da: @kunden er her", "1:7", quoted("@")),
        ("- da: `nu`", "1:7", quoted("`")),
        ("- da: %20", "1:7", quoted("%")),
        ("- da: *nu* er det tid", "1:7", quoted("*")),
        ("- da: *", "1:7", quoted("*")),
        ("- da: & co", "1:7", quoted("&")),
        ("- da: &co er her", "1:7", quoted("&")),
        ("- da: !Nu er det tid", "1:7", quoted("!")),
        ("- da: !<nu", "1:7", quoted("!")),
        ("- da: !vip!nu x", "1:7", quoted("!")),
        ("- da: ![a]", "1:7", quoted("!")),
        ("- da: {first_name}, hej", "1:7", quoted("{")),
        ("- da: {first_name} hej", "1:7", quoted("{")),
        ("- da:\n    - [Nyt] Vi har åbent", "2:7", quoted("[")),
        ("- &nu [a]\n- da: *nu er", "2:7", quoted("*")),
        ("- da: , hej", "1:7", quoted(",")),
        ("- da: ] hej", "1:7", quoted("]")),
        ("- da: : hej", "1:7", quoted(":")),
        ("- da: ? hej", "1:7", quoted("?")),
        ("- da: >Hej", "1:7", block(">")),
        ("- da: | hej", "1:7", block("|")),
        (
            "- da: *nu er",
            "1:7",
            '*nu points at &nu, which is not above: put a text that begins with * in quotes, "*nu".',
        ),
        (
            '- da: "Hej" sagde han',
            "1:13",
            "The text ended with the quotation mark before this: put the whole text in single quotes: '…\"…\"…'.",
        ),
        (
            "- da: 'It's open'",
            "1:11",
            "The text ended with the apostrophe before this: write it twice, '…''…', or put the text in \"…\".",
        ),
        (
            '- da: "Hej\n  sv: Hej',
            "1:7",
            'The quotation mark " that opens here is never closed: write " where the text ends.',
        ),
        ("- da: 'Hej", "1:7", "The quotation mark ' that opens here is never closed: write ' where the text ends."),
        ('- da: "C:\\dokumenter"', "1:10", BACKSLASH),
        ('- da: "\\xZZ"', "1:8", BACKSLASH),
        ("- a: [message, comment", "1:6", "The [ that opens here has no ] that closes it."),
        ("- a: {b: c\n  d: e", "1:6", "The { that opens here has no } that closes it."),
        ("- a: [b]]", "1:9", "This ] closes nothing: delete it, or put the whole text in quotes."),
        ("- a: ['b' 'c']", "1:11", "A comma is missing before this text, or quotes around the whole of it."),
        (
            "- a: [b, , c]",
            "1:10",
            "Something is missing here inside […] or {…}: look at the commas, and put each text in quotes.",
        ),
        # colons, dashes, indentation
        ("- id:a\n  answer: b", "1:5", "A space is missing after the colon: write “id: a”."),
        ("- id: a\n  answer:b", "2:9", "A space is missing after the colon: write “answer: b”."),
        ("- da:\n    - Hej\n    -x: y", "3:6", "A space is missing after the dash."),
        ("-id: a\n  answer: b", "1:2", "A space is missing after the dash."),
        ("- id: a\n  da:\n  -Hej\n  sv: x", "3:4", "A space is missing after the dash."),
        (
            "- id a\n  answer: b",
            "2:3",
            "A key cannot follow “id a”: a colon is missing there, or this line is indented too far.",
        ),
        ("- da: Hej\n    med dig\n  sv: Hej\n  Hejsan\n", "4:3", NO_KEY),
        ("- da: |\n  hej\n", "2:3", NO_KEY),
        ("- da: Hej\n   sv: Hej", "2:4", TOO_FAR),
        ("- answer:\n    da: Hej\n   sv: Hej", "3:4", NOT_IN_LINE),
        ("- id: a\nanswer: b", "2:1", NOT_IN_LINE),
        ("- da:\n    - Hej\n   - Hejsa", "3:4", NOT_IN_LINE),
        ("- da:\n      - Hej\n    - Hejsa", "3:5", NOT_IN_LINE),
        ("- q:\n    da:\n      - Hej\n    - Hejsa", "4:5", WRONG_DASH),
        ("- da: Hej\n  - Hejsa", "2:3", WRONG_DASH),
        (
            "- da: - Hej",
            "1:7",
            'A list begins on the line below its key; a text that begins with “- ” must stand in quotes: "- …".',
        ),
        ("- " + "[" * 50 + "]" * 50, "1:22", "This is nested too deep: take some of the brackets or indentation away."),
        # characters
        ("- da:\n\t- Hej", "2:1", TAB),
        ("- da: Hej\n \tsv: Hej", "2:2", TAB),
        ("- id: a\n\u00a0\u00a0answer: b", "2:1", NO_BREAK_SPACE),
        ("- id:\u00a0a\n  answer: b", "1:6", NO_BREAK_SPACE),
        ("-\u00a0id: a\n  answer: b", "1:2", NO_BREAK_SPACE),
        ("- da: Hej\x07", "1:10", "An invisible control character (U+0007) stands here: delete it."),
        ("- da: Hej\ufeff", "1:10", "An invisible control character (U+FEFF) stands here: delete it."),
        ('- da: "\\0"', "1:7", "An invisible control character (U+0000) stands here: delete it."),
        ('- da: "\\ud800"', "1:7", "An invisible control character (U+D800) stands here: delete it."),
        (
            '- id: a\n  da: "\\UFFFFFFFF"',
            "2:8",
            "This cannot be read: delete escapes such as \\U… and lines that begin with %.",
        ),
        # documents
        ("%YAML 2.0\n---\n- a", "1:1", MARKS),
        ("- a: b\n%c\n- d", "2:1", MARKS),
        ("%TAG ! x\n%TAG ! y\n---\n- a", "2:1", MARKS),
        ("...\n- a", "1:1", MARKS),
        ("- a\n...\nb: c", "2:1", MARKS),
        ("a: b\n%c\n  - d", "2:1", MARKS),
        ("- a\n---\n- b", "2:1", "The line --- begins a second document, and a file has only one: delete the line."),
        ("", "1:1", "There is nothing in this file yet: write something in it, or delete it."),
        ("# Her kommer svarene\n", "1:1", "There is nothing in this file yet: write something in it, or delete it."),
        ("\ufeff---\r\n", "1:1", "There is nothing in this file yet: write something in it, or delete it."),
    ],
)
def test_names_the_place_and_the_remedy_of_a_slip(text: str, place: str, message: str) -> None:
    assert read(text)[1] == [f"faq.yaml:{place}: {message}"]


@pytest.mark.parametrize(
    ("text", "byte"),
    [
        (b"- id: a\n- da: Hvorn\xe5r\n- da: m\xe5ned\n", "2:12: The byte 0xE5"),
        (b"\xff\xfe-\x00 \x00a\x00", "1:1: The byte 0xFF"),
    ],
)
def test_tells_a_wrong_encoding_once(text: bytes, byte: str) -> None:
    assert read(text)[1] == [f"faq.yaml:{byte} is not UTF-8: save the file with the encoding UTF-8."]


def test_reads_what_is_utf8_beside_what_is_not() -> None:
    nodes, _ = read(b"- id: a\n- da: Hvorn\xe5r\n- id: b\n")
    assert [plain(node) for node in nodes] == [[{"id": "a"}], [{"id": "b"}]]


def test_takes_every_value_as_it_is_written() -> None:
    written = {
        "on": "no",
        "yes": "off",
        "12:30": "2026-11-23",
        "010": "1_000",
        "~": "null",
        "nan": ".inf",
        "0x10": "1e3",
        "=": "Ja",
    }
    assert values("- " + "\n  ".join(f"{key}: {value}" for key, value in written.items())) == [written]


def test_reads_files_of_every_line_end_alike() -> None:
    text = "# svar\n- id: a\n  da: Hej\n\n- id: b\n"
    expected = [{"id": "a", "da": "Hej"}, {"id": "b"}]
    assert values(text) == values(text.replace("\n", "\r\n")) == values(text.replace("\n", "\r")) == expected
    assert values("\ufeff" + text) == expected


def test_counts_lines_as_editors_do() -> None:
    assert read("- da: Hej\u2028du\x85der\r\n- da: @\r\n")[1] == ["faq.yaml:2:7: " + quoted("@")]


def test_takes_tabs_that_indent_nothing() -> None:
    assert values("-\tid:\ta\t# note\n\t\n\t# note\n  da: b\t\n") == [{"id": "a", "da": "b"}]


def test_keeps_the_line_and_column_of_every_value() -> None:
    nodes, _ = read("# svar\n\n- id: a\n  da:\n    - Hej\n")
    assert nodes == [
        Items(
            (
                Fields(
                    (
                        (Scalar("id", 3, 3), Scalar("a", 3, 7)),
                        (Scalar("da", 4, 3), Items((Scalar("Hej", 5, 7),), 5, 5)),
                    ),
                    3,
                    3,
                ),
            ),
            3,
            1,
        )
    ]


@pytest.mark.parametrize(
    "sound",
    ["- id: a\n  da: b\n", "- {id: a, da: b}\n", "-   id: a\n    da: b\n", "# note\n\n- id: a\n  da: |\n    b\n"],
)
@pytest.mark.parametrize(
    "broken", ["- [\n", '- "\n', "- {\n", "- a: b: c\n", "- '\n", "-\tx: [\n\ty\n", "- *a\n", "-x: [\n"]
)
def test_reads_the_items_beside_a_broken_one(sound: str, broken: str) -> None:
    for text in (sound + broken, broken + sound, broken + sound + broken):
        nodes, problems = read(text)
        assert {"id": "a", "da": "b"} in [
            {key: str(value).strip() for key, value in one.items()}
            for node in nodes
            if isinstance(items := plain(node), list)
            for one in items
            if isinstance(one, dict)
        ]
        assert problems


def test_reads_the_keys_beside_a_broken_one() -> None:
    found = Findings("house.yaml")
    nodes = read_yaml(b"name: A: B\nlanguages: [da\ntimezone: UTC\n", found, by_key)
    assert [plain(node) for node in nodes] == [{"timezone": "UTC"}]
    assert [(problem.line, problem.column) for problem in found.problems] == [(1, 8), (2, 12)]


def test_reads_lists_that_are_indented_or_in_brackets() -> None:
    assert values("  - a: b\n  - c:\n    - d\n") == [{"a": "b"}, {"c": ["d"]}]
    assert values('[{"a": "b"},\n"- c"]') == [{"a": "b"}, "- c"]
    assert values("a:\n  - b\n  - c\n") == [{"a": ["b", "c"]}]


@pytest.mark.parametrize(
    ("text", "trap"),
    [
        (
            "- da: Ring #1 nu",
            "From # on this counts as a remark, so that the text ends with “Ring”: "
            "put the text in quotes, or write a space after # where a remark is meant.",
        ),
        (
            "- da:\n  - Hej\n   - Hejsa",
            "The next line begins with a dash but counts as part of this text: "
            "write a dash and a space before each text of a list, and indent them all alike.",
        ),
        (
            "- da:\n    -Hej\n    -Hejsa",
            "The next line begins with a dash but counts as part of this text: "
            "write a dash and a space before each text of a list, and indent them all alike.",
        ),
    ],
)
def test_remembers_what_yaml_has_swallowed(text: str, trap: str) -> None:
    nodes, problems = read(text)
    assert problems == []
    assert f"trap={trap!r}" in repr(nodes)


@pytest.mark.parametrize(
    "text", ["- da: Ring # et nu", "- da: 'Ring' #nu", "- da: Ring#1", "- da: a\n    b\n    –c", "- -20 %"]
)
def test_sees_no_trap_in_ordinary_remarks_and_texts(text: str) -> None:
    nodes, problems = read(text)
    assert problems == []
    assert "trap=''" in repr(nodes)
    assert "trap='F" not in repr(nodes)
    assert "trap='T" not in repr(nodes)


def test_follows_anchors_and_merge_keys_from_item_to_item() -> None:
    text = "- &a {id: a, da: &hej 'Hej', sv: Hej}\n- [\n- <<: *a\n  id: b\n- {<<: [*a, {cs: Ahoj, id: x}], da: *hej}\n"
    nodes, problems = read(text)
    merged = [plain(node) for node in nodes][1:]
    assert merged == [
        [{"id": "b", "da": "Hej", "sv": "Hej"}],
        [{"da": "Hej", "id": "a", "sv": "Hej", "cs": "Ahoj"}],
    ]
    assert len(problems) == 1


def test_refuses_an_alias_inside_itself() -> None:
    assert read("- &a [*a]")[1] == [
        'faq.yaml:1:7: *a points at &a, which is not above: put a text that begins with * in quotes, "*a".'
    ]


def test_refuses_aliases_that_repeat_without_end() -> None:
    laughs = ["- &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    laughs += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    problems = read("\n".join(laughs))[1]
    assert problems[0] == "faq.yaml:5:43: *a3 and its like repeat too much: write it out, or in several files."


def test_survives_depths_that_exhaust_the_stack_elsewhere() -> None:
    deep = read("- " + "[" * 100_000)[1]
    assert len(deep) == 1
    indented = "\n".join(" " * (2 * depth) + "- a:" for depth in range(200))
    assert len(read(indented)[1]) == 1


def test_repeats_what_the_parser_says_where_it_knows_no_better() -> None:
    mark = yaml.Mark("", 0, 0, 2, "", 0)
    fault = explain(yaml.MarkedYAMLError(problem="something new", problem_mark=mark), ["- a"], 4)
    assert (fault.line, fault.column) == (5, 3)
    assert fault.message == "This cannot be read (something new): look at quotes, colons and indentation of this line."
