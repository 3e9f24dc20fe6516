from datetime import date

import pytest

from bot.core.content.entry import Entry, EntryKind
from bot.core.content.loading import load_content
from bot.core.incoming import Surface

SAMPLE = """\
- id: opening-hours                       # unique, kebab-case; file name and order don't matter
  questions:                              # how people ask, per language; one is enough, five are better
    da:
      - Hvornår har I åbent?
      - Hvad tid lukker I?
    en:
      - What are your opening hours?
  answer:                                 # per language; a list means variants, so that it does not sound canned
    da: Vi har åbent {hours_today}.
    en:
      - We are open {hours_today}.
      - Today we're open {hours_today}.
  never:                                  # look-alikes that must not get this answer
    - Hvornår åbner jeres butik i Aarhus?
  tests:                                  # messages that must get it
    - hvad tid åbner i
  surfaces: [message, comment]            # default: message
  kind: answer                            # answer (default) | smalltalk | complaint | urgent | statement
  from: 2026-11-23                        # campaign answers: not before / not after
  until: 2026-12-24
  department: shop                        # who gets it when a human is needed
  tags: [praktisk]
  owner: shop@example.com                 # optional: who looks after it, and by when it is looked at again
  review: 2027-03-01
"""
HEAD = "- id: a\n  questions: {da: Hej}\n"
BASE = HEAD + "  answer: {da: Hej}\n"
TEXT_WITH_BRACE = 'A text that begins with { must stand in quotes: "{…".'
EMPTY = "There is no text here: write one, or delete the line."
LANGUAGE = "Begin with the language, such as “da:”, and write what belongs to it after or below it."
A_LIST = "A file of answers is a list: begin each entry with “- id: ” and indent its other lines."
AN_ENTRY = "An entry is expected here: “- id: ”, and below it questions: and answer:, indented alike."
NAMES = "{agent}, {first_name}, {hours_today}, {hours_week}, {house}, {next_opening}, {reply_by}"
BRACE = "Braces are for placeholders such as {first_name}: customers will see this"


def load(text: str, house: str = "departments: {shop: , press: }") -> tuple[tuple[Entry, ...], list[str]]:
    content = load_content({"faq.yaml": text.encode(), "house.yaml": house.encode()}, {})
    return content.entries, [str(problem) for problem in content.problems]


def test_reads_every_key_of_an_entry() -> None:
    entries, problems = load(SAMPLE)
    assert problems == []
    assert entries == (
        Entry(
            id="opening-hours",
            questions={
                "da": ("Hvornår har I åbent?", "Hvad tid lukker I?"),
                "en": ("What are your opening hours?",),
            },
            answer={
                "da": ("Vi har åbent {hours_today}.",),
                "en": ("We are open {hours_today}.", "Today we're open {hours_today}."),
            },
            never=("Hvornår åbner jeres butik i Aarhus?",),
            tests=("hvad tid åbner i",),
            surfaces=frozenset({Surface.MESSAGE, Surface.COMMENT}),
            kind=EntryKind.ANSWER,
            from_=date(2026, 11, 23),
            until=date(2026, 12, 24),
            department="shop",
            tags=("praktisk",),
            owner="shop@example.com",
            review=date(2027, 3, 1),
        ),
    )
    assert (entries[0].file, entries[0].line) == ("faq.yaml", 1)


def test_gives_defaults_to_what_is_left_out() -> None:
    assert load(BASE) == ((Entry("a", {"da": ("Hej",)}, {"da": ("Hej",)}),), [])


def test_takes_one_text_for_a_list_of_one() -> None:
    (entry,), problems = load(BASE + "  never: Hej då\n  tests: hej\n  surfaces: comment\n  tags: praktisk\n")
    assert problems == []
    assert entry.never == ("Hej då",)
    assert entry.tests == ("hej",)
    assert entry.surfaces == {Surface.COMMENT}
    assert entry.tags == ("praktisk",)


@pytest.mark.parametrize("text", ["'0'", "0", "12-30", "on", "no", "null", "2026-11-23"])
def test_takes_ids_that_look_like_something_else(text: str) -> None:
    (entry,), problems = load(BASE.replace("id: a", f"id: {text}"))
    assert (entry.id, problems) == (text.strip("'"), [])


def test_takes_texts_that_look_like_something_else() -> None:
    (entry,), problems = load(BASE.replace("Hej}", "no, nb: 12:30, en: 112, sv: ~, cs: 010}"))
    texts = {"da": ("no",), "nb": ("12:30",), "en": ("112",), "sv": ("~",), "cs": ("010",)}
    assert problems == []
    assert entry.questions == texts
    assert entry.answer == texts


def test_takes_no_for_norwegian() -> None:
    (entry,), problems = load("- id: a\n  questions:\n    no: Har dere åpent?\n  answer:\n    no: Ja\n")
    assert problems == []
    assert entry.questions == {"nb": ("Har dere åpent?",)}
    assert entry.answer == {"nb": ("Ja",)}


def test_runs_from_the_first_day_of_a_campaign_to_the_last() -> None:
    (entry,), _ = load(BASE + "  from: 2026-11-23\n  until: 2026-11-24\n")
    assert [entry.runs_on(date(2026, 11, day)) for day in (22, 23, 24, 25)] == [False, True, True, False]


def test_needs_no_questions_for_a_statement() -> None:
    (entry,), problems = load("- id: a\n  kind: statement\n  answer: {da: Hej}\n")
    assert (entry.questions, problems) == ({}, [])


def test_minds_no_language_that_the_house_does_not_speak_and_none_that_is_missing() -> None:
    (entry,), problems = load("- id: a\n  questions: {pl: Hej}\n  answer: {fi: Hei}\n", house="languages: [da, en]")
    assert (list(entry.answer), problems) == (["fi"], [])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "- questions: {da: Hej}\n  answer: {da: Hej}\n",
            ["1:3: This entry has no id: write “id: ” and a short name of its own, such as opening-hours."],
        ),
        (
            "- id:\n  questions: {da: Hej}\n  answer: {da: Hej}\n",
            ["1:3: This entry has no id: write “id: ” and a short name of its own, such as opening-hours."],
        ),
        (HEAD, ["1:3: This entry has no answer: write “answer: ” and below it a text for each language."]),
        (
            "- id: a\n  answer: {da: Hej}\n",
            ["1:3: This entry has no questions: write “questions: ” and below it, per language, how people ask."],
        ),
        (
            BASE.replace("id: a", "id: Åbnings_Tider"),
            ["1:7: “Åbnings_Tider” is not an id: write small letters a–z, digits and hyphens, such as abnings-tider."],
        ),
        (
            BASE.replace("id: a", "id: '-'"),
            ["1:7: “-” is not an id: write small letters a–z, digits and hyphens, such as opening-hours."],
        ),
        (BASE.replace("id: a", "id: [a]"), ["1:7: One text is expected here, not a list."]),
        (BASE.replace("id: a", f"id: {'a' * 101}"), ["1:7: This id is too long: 100 characters are the most."]),
        ("- id: a\n  questions: Hej\n  answer: {da: Hej}\n", ["2:14: " + LANGUAGE]),
        ("- id: a\n  questions: [Hej]\n  answer: [Hej]\n", ["2:14: " + LANGUAGE, "3:11: " + LANGUAGE]),
        (
            "- id: a\n  questions: {da: []}\n  answer: {da: Hej}\n",
            ["2:19: This list is empty: write something in it, or delete it."],
        ),
        (
            HEAD + "  answer: {}\n",
            ["3:11: There is no language here: write one such as “da:”, and after it what belongs to it."],
        ),
        (HEAD + "  answer: {da: x, sv: }\n", ["3:22: " + EMPTY]),
        (HEAD + "  answer: {da: x, sv: ' '}\n", ["3:23: " + EMPTY]),
        (HEAD + "  answer: {da: x, dk: y}\n", ["3:19: “dk” is not a language code: write da."]),
        (
            HEAD + "  answer: {da: x, no: y, nb: z}\n",
            ["3:26: “nb” and “nb” are the same language: make one of the two."],
        ),
        (HEAD + "  answer: {da: x, da: y}\n", ["3:19: “da” is here twice, first in line 3: make one of the two."]),
        (HEAD + "  answer:\n    da: {first_name}\n", ["4:9: " + TEXT_WITH_BRACE]),
        (
            HEAD + "  answer:\n    da:\n      - Vi ses: i morgen\n",
            ['5:9: A text with “: ” in it must stand in quotes: "Vi ses: i morgen".'],
        ),
        (
            HEAD + "  answer:\n    da: Ring #1 nu\n",
            [
                "4:9: From # on this counts as a remark, so that the text ends with “Ring”: "
                "put the text in quotes, or write a space after # where a remark is meant."
            ],
        ),
        (
            HEAD + "  answer: {da: 'Hej {firstname}'}\n",
            ["3:16: There is no placeholder {firstname} here. Did you mean {first_name}?"],
        ),
        (
            HEAD + "  answer: {da: 'Hej {first name}'}\n",
            ["3:16: There is no placeholder {first name} here. Did you mean {first_name}?"],
        ),
        (HEAD + "  answer: {da: 'Hej {x}'}\n", [f"3:16: There is no placeholder {{x}} here. There are: {NAMES}."]),
        (
            HEAD + "  answer: {da: 'Hej {{house}}'}\n",
            ["3:16: Write {house}, with one pair of braces and no spaces, instead of {{house}}."],
        ),
        (
            HEAD + "  answer: {da: 'Hej { house }'}\n",
            ["3:16: Write {house}, with one pair of braces and no spaces, instead of { house }."],
        ),
        (BASE + "  never: [Hvad, '']\n", ["4:17: " + EMPTY]),
        (
            BASE + "  surfaces: [message, coment]\n",
            [
                "4:23: “coment” is not possible here: "
                "write message, comment, post, mention or review. Did you mean “comment”?"
            ],
        ),
        (
            BASE + "  kind: complain\n",
            [
                "4:9: “complain” is not possible here: "
                "write answer, smalltalk, complaint, urgent or statement. Did you mean “complaint”?"
            ],
        ),
        (
            BASE + "  from: 23.11.2026\n",
            ["4:9: “23.11.2026” is not a date: write year, month and day, such as 2026-12-24."],
        ),
        (BASE + "  until: 2026-02-30\n", ["4:10: There is no 2026-02-30: look at the calendar."]),
        (BASE + "  until:\n", ["4:3: Nothing is written after “until:”: write something, or delete the line."]),
        (
            BASE + "  from: 2026-12-24\n  until: 2026-11-23\n",
            ["5:10: This ends on 2026-11-23, before it begins on 2026-12-24: correct one of the dates."],
        ),
        (BASE + "  untill: 2026-12-24\n", ["4:3: There is no key “untill” here. Did you mean “until”?"]),
        (BASE + "  answer: {da: Hejsa}\n", ["4:3: “answer” is here twice, first in line 3: make one of the two."]),
        (BASE + "  [a, b]: c\n", ["4:3: A key is one word: put texts with [, ] , { or } in quotes."]),
        ("- Hej\n", ["1:3: " + AN_ENTRY]),
        ("- [a]\n", ["1:3: " + AN_ENTRY]),
        (BASE.removeprefix("- ").replace("\n  ", "\n"), ["1:1: " + A_LIST]),
        ("Hej\n", ["1:1: " + A_LIST]),
    ],
)
def test_does_not_serve_an_entry_whose_meaning_is_in_doubt(text: str, problems: list[str]) -> None:
    assert load(text) == ((), [f"faq.yaml:{problem}" for problem in problems])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "  title: Velkomst\n",
            "4:3: There is no key “title” here. There are id, questions, answer, never, tests, surfaces, kind, from, "
            "until, department, tags, owner, review.",
        ),
        ("  tag: x\n", "4:3: There is no key “tag” here. Did you mean “tags”?"),
        ("  tests:\n", "4:3: Nothing is written after “tests:”: write something, or delete the line."),
        ("  never:\n", "4:3: Nothing is written after “never:”: write something, or delete the line."),
        ("  tests: [{a: b}]\n", "4:11: " + TEXT_WITH_BRACE),
        ("  never: [hej!]\n", "4:11: “hej!” is one of this entry's own questions: delete it there or under never."),
        (
            "  department: shopp\n",
            "4:15: house.yaml has no department “shopp”: there are press or shop. Did you mean “shop”?",
        ),
        ("  owner: [a, b]\n", "4:10: One text is expected here, not a list."),
        ("  owner:\n    name: x\n    mail: y\n", "5:5: A text is expected here, not keys with values."),
        ("  review: snart\n", "4:11: “snart” is not a date: write year, month and day, such as 2026-12-24."),
        ("  tags: []\n", "4:9: This list is empty: write something in it, or delete it."),
    ],
)
def test_serves_an_entry_without_what_does_not_change_its_answer(text: str, problem: str) -> None:
    (entry,), problems = load(BASE + text)
    assert problems == [f"faq.yaml:{problem}"]
    assert entry == Entry("a", {"da": ("Hej",)}, {"da": ("Hej",)}, never=("hej!",) if "hej!" in text else ())


def test_serves_an_entry_without_the_question_that_cannot_be_read() -> None:
    (entry,), problems = load(
        "- id: a\n  questions:\n    da:\n      - Hej\n      - Hvad koster det:\n      -\n    dk: Hejsa\n"
        "  answer: {da: Hej}\n"
    )
    assert entry.questions == {"da": ("Hej",)}
    assert problems == [
        'faq.yaml:5:9: A text that ends with a colon or begins with ? must stand in quotes: "Hvad koster det".',
        "faq.yaml:6:8: " + EMPTY,
        "faq.yaml:7:5: “dk” is not a language code: write da.",
    ]


@pytest.mark.parametrize("braces", ["{", "}", "{}", "}{", '{"a": 1}', "{ x; }"])
def test_serves_braces_that_are_no_placeholder_as_they_stand(braces: str) -> None:
    (entry,), problems = load(HEAD + f"  answer: {{da: 'Hej {braces}'}}\n")
    assert entry.answer == {"da": (f"Hej {braces}",)}
    assert problems == [f"faq.yaml:3:16: {BRACE} “{braces[0]}”."]


def test_tells_all_that_is_wrong_at_once() -> None:
    _, problems = load("- id: A\n  answer: {da: '{x}', dk: y}\n  kind: z\n  from: z\n  tag: z\n")
    assert [problem.split(": ")[0] for problem in problems] == [
        "faq.yaml:1:3",
        "faq.yaml:1:7",
        "faq.yaml:2:16",
        "faq.yaml:2:23",
        "faq.yaml:3:9",
        "faq.yaml:4:9",
        "faq.yaml:5:3",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("DA", "da"),
        ("da-DK", "da"),
        ("dk", "da"),
        ("cz", "cs"),
        ("danish", "da"),
        ("Czech", "cs"),
        ("no_NO", "nb"),
        ("us", "en"),
    ],
)
def test_tells_which_language_was_meant(written: str, meant: str) -> None:
    _, problems = load(HEAD + f"  answer: {{{written}: Hej}}\n")
    assert problems == [f"faq.yaml:3:12: “{written}” is not a language code: write {meant}."]


@pytest.mark.parametrize("written", ["xx", "dansk", "", "12", "da,en", "d" * 100])
def test_explains_language_codes_where_it_cannot_guess(written: str) -> None:
    _, problems = load(HEAD + f"  answer: {{'{written}': Hej}}\n")
    assert problems == [
        f"faq.yaml:3:12: “{written[:40]}” is not a language code: "
        "write two small letters such as da, sv, cs, nl, nb, de or en."
    ]


def test_serves_the_first_of_two_entries_with_one_id() -> None:
    content = load_content({"b.yaml": BASE.encode(), "a/b.yaml": BASE.replace("Hej", "Hejsa").encode()}, {})
    assert [entry.file for entry in content.entries] == ["a/b.yaml"]
    assert [str(problem) for problem in content.problems] == [
        "b.yaml:1:7: The id “a” is taken by the entry in a/b.yaml:1: give one of the two another."
    ]


def test_gives_an_id_to_the_first_sound_entry() -> None:
    (entry,), problems = load(HEAD + BASE)
    assert entry.line == 3
    assert len(problems) == 1


def test_tells_when_two_entries_share_a_question_and_serves_both() -> None:
    entries, problems = load(BASE + "- id: b\n  questions: {da: [Hvad, '  HEJ!! ', hej]}\n  answer: {da: y}\n")
    assert [entry.id for entry in entries] == ["a", "b"]
    assert problems == ["faq.yaml:5:26: “HEJ!!” is also a question of “a” in faq.yaml:1: delete it in one of the two."]


@pytest.mark.parametrize(
    "difference",
    ["from: 2026-12-01", "until: 2026-12-01", "surfaces: comment", "kind: statement"],
)
def test_minds_no_shared_question_where_only_one_of_the_two_can_answer(difference: str) -> None:
    text = BASE + BASE.replace("id: a", "id: b") + f"  {difference}\n"
    entries, problems = load(text)
    assert [entry.id for entry in entries] == ["a", "b"]
    assert problems == []


def test_minds_no_question_that_sounds_the_same_in_two_languages() -> None:
    assert load(BASE + "- id: b\n  questions: {sv: Hej}\n  answer: {sv: Hej}\n")[1] == []


def test_keeps_questions_of_nothing_but_emoji_apart() -> None:
    assert load(BASE.replace("Hej", "'👍'") + BASE.replace("Hej", "'???'").replace("id: a", "id: b"))[1] == []
