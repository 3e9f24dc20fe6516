"""What a message that may say several things at once is read as."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.content.entry import EntryKind
from bot.core.cutting import Phrases, cut
from bot.core.reading import Finding, Part, Role, read
from tests.casts.bank import CAFE, entry
from tests.casts.matcher import THRESHOLD, ScriptedMatcher
from tests.casts.sentences import SHIPPED

PHRASES = Phrases(**{name: SHIPPED.texts(name, "en") for name in Phrases.__slots__})
ENTRIES = {known.id: known for known in (*CAFE, entry("hello", "Hi", kind=EntryKind.SMALLTALK))}

Script = dict[str, tuple[str, float]]


def finding(text: str, script: Script) -> Finding:
    [match] = ScriptedMatcher(script).match([text])
    best = ENTRIES[match.candidates[0].entry] if match.candidates else None
    return Finding(text, match, best, match.confidence, match.confidence >= THRESHOLD)


def parts(text: str, script: Script) -> tuple[Part, ...]:
    return read(cut(text, PHRASES), finding(text, script), lambda part: finding(part, script))


def roles(text: str, script: Script) -> list[tuple[str, str]]:
    return [(part.finding.text, str(part.role)) for part in parts(text, script)]


def test_two_sure_questions_are_two() -> None:
    script = {"when do you open": ("hours", 0.9), "can I bring my dog?": ("dogs", 0.9)}

    assert roles("when do you open and can I bring my dog?", script) == [
        ("when do you open", "answered"),
        ("can I bring my dog?", "answered"),
    ]


def test_a_comparison_of_two_things_is_one_question() -> None:
    text = "what is the difference between vegan food and delivery?"
    script = {
        text: ("booking", 0.95),
        "what is the difference between vegan food": ("vegan", 0.9),
        "delivery?": ("delivery", 0.9),
    }

    assert roles(text, script) == [(text, "answered")]


def test_what_a_look_alike_keeps_from_the_answer_is_left_to_people() -> None:
    text = "do students eat for less and when do you open?"
    script = {"when do you open?": ("hours", 0.9), "do students eat for less": ("hours", 0.3), text: ("hours", 0.9)}

    def find(part: str) -> Finding:
        found = finding(part, script)
        forbidden = ("hours",) if part.startswith("do students") and part != text else ()
        return replace(found, match=replace(found.match, forbidden=forbidden))

    found = read(cut(text, PHRASES), find(text), find)
    assert [(part.finding.text, part.role) for part in found] == [
        ("do students eat for less", Role.REST),
        ("when do you open?", Role.ANSWERED),
    ]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        (
            "are you open on Saturday and Sunday?",
            {
                "are you open on Saturday and Sunday?": ("hours", 0.95),
                "are you open on Saturday": ("hours", 0.94),
                "Sunday?": ("hours", 0.2),
            },
        ),
        (
            "can I pay by card and cash?",
            {
                "can I pay by card and cash?": ("booking", 0.95),
                "can I pay by card": ("booking", 0.97),
                "cash?": ("booking", 0.9),
            },
        ),
        (
            "we are four, can we get a table?",
            {"we are four, can we get a table?": ("booking", 0.9), "can we get a table?": ("booking", 0.95)},
        ),
        (
            "I'm coeliac, what is there for me?",
            {"I'm coeliac, what is there for me?": ("vegan", 0.96), "I'm coeliac": ("vegan", 0.9)},
        ),
        ("salt and pepper?", {"salt and pepper?": ("vegan", 0.9)}),
    ],
    ids=["days", "the same entry", "a statement before", "surer as a whole", "no side is sure"],
)
def test_one_question_is_not_cut(text: str, script: Script) -> None:
    assert [part.finding.text for part in parts(text, script)] in ([], [text])


def test_what_is_asked_beside_something_sure_is_the_rest() -> None:
    script = {"do you bake wedding cakes and when do you open?": ("hours", 0.85), "when do you open?": ("hours", 0.95)}

    assert roles("do you bake wedding cakes and when do you open?", script) == [
        ("do you bake wedding cakes", "rest"),
        ("when do you open?", "answered"),
    ]


def test_a_word_or_two_that_make_the_whole_less_sure_are_the_rest() -> None:
    less = {"do you have wifi and parking?": ("hours", 0.85), "do you have wifi": ("hours", 0.99)}
    same = {"do you have wifi and sockets?": ("hours", 0.98), "do you have wifi": ("hours", 0.99)}

    assert roles("do you have wifi and parking?", less)[-1] == ("parking?", "rest")
    assert roles("do you have wifi and sockets?", same)[-1] == ("do you have wifi and sockets?", "answered")


def test_a_greeting_or_an_announcement_beside_a_question_is_nothing_to_do() -> None:
    script = {"Hi!": ("hello", 1.0), "when do you open?": ("hours", 0.95)}

    assert roles("Hi! when do you open?", script)[0] == ("Hi!", "chat")
    assert roles("quick question\nwhen do you open?", script) == [
        ("quick question", "aside"),
        ("when do you open?", "answered"),
    ]


def test_a_statement_is_context_while_all_of_it_is_about_the_answer() -> None:
    text = "We are coming on Friday with my mother. Do I have to book?"
    sure = {text: ("booking", 0.9), "Do I have to book?": ("booking", 0.97)}
    unsure = {text: ("booking", 0.6), "Do I have to book?": ("booking", 0.97)}

    assert [role for _, role in roles(text, sure)] == ["context", "answered"]
    assert [role for _, role in roles(text, unsure)] == ["rest", "answered"]


def test_a_statement_that_happens_to_resemble_an_entry_gives_way_to_the_question() -> None:
    text = "It is my mother's birthday next week. Do I have to book?"
    script = {
        text: ("booking", 0.9),
        "It is my mother's birthday next week.": ("dogs", 0.9),
        "Do I have to book?": ("booking", 0.97),
    }

    assert [role for _, role in roles(text, script)] == ["context", "answered"]


def test_a_statement_that_tells_of_trouble_asks() -> None:
    text = "I forgot my scarf at your place. When do you open?"
    script = {text: ("hours", 0.9), "When do you open?": ("hours", 0.97)}

    assert [role for _, role in roles(text, script)] == ["rest", "answered"]


def test_a_question_about_the_same_thing_belongs_to_the_answer() -> None:
    text = "When do you open? And how about the Sundays in May?"
    script = {"When do you open?": ("hours", 0.97), "And how about the Sundays in May?": ("hours", 0.5)}

    assert [role for _, role in roles(text, script)] == ["answered", "context"]


def test_where_is_it_is_no_question_about_us() -> None:
    script = {"Do you deliver?": ("delivery", 0.95), "Where is it?": ("hours", 0.95)}

    assert [role for _, role in roles("Do you deliver? Where is it?", script)] == ["answered", "rest"]


def test_without_anything_sure_the_message_is_one() -> None:
    assert parts("do you bake? and do you roast?", {"do you bake?": ("vegan", 0.5)}) == ()


def test_a_look_alike_forbids_taking_the_message_apart() -> None:
    text, script = "when do you open, the one in Aarhus?", {"when do you open": ("hours", 0.95)}
    whole = finding(text, script)
    forbidden = replace(whole, match=replace(whole.match, never="When does the shop in Aarhus open?"))

    assert read(cut(text, PHRASES), forbidden, lambda part: finding(part, script)) == ()


pieces = [
    "Hi!",
    "when do you open?",
    "we are four people here.",
    "can I bring my dog",
    "and",
    "quick question.",
    "sushi?",
]


@given(
    st.lists(st.sampled_from(pieces), min_size=1, max_size=6).map(" ".join),
    st.dictionaries(
        st.sampled_from([*pieces, "can I bring my dog and quick question."]),
        st.tuples(st.sampled_from(sorted(ENTRIES)), st.floats(0, 1)),
    ),
)
def test_every_sure_question_is_answered_and_nothing_is_said_twice(text: str, script: Script) -> None:
    found = parts(text, script)
    answered = [part.finding.answer for part in found if part.role is Role.ANSWERED]

    assert all(answered)
    assert not found or answered
    position = 0
    for part in found:
        position = text.index(part.finding.text, position) + len(part.finding.text)
