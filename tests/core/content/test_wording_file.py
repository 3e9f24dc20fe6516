import pytest

from bot.core.content.house import Address
from bot.core.content.loading import load_content
from bot.core.content.wording import Wording
from bot.core.content.wording_file import read_wording

SHIPPED = {
    "da.yaml": """\
da:
  greeting: [Hej!, Goddag!]
  answer_by: Du hører fra os {day} {time}.
  handing_over:
    informal: Jeg henter en kollega til dig.
    formal: Jeg henter en kollega til Dem.
  time: kl. {clock}
  on_weekday: [på mandag, på tirsdag, på onsdag, på torsdag, på fredag, på lørdag, på søndag]
""".encode(),
    "en.yaml": b"""\
en:
  greeting: Hello!
  answer_by: You will hear from us {day} {time}{note}.
  handing_over: I will get a colleague.
  time: "{clock}"
  on_weekday: [on Monday, on Tuesday, on Wednesday, on Thursday, on Friday, on Saturday, on Sunday]
""",
}


def load(*texts: str) -> tuple[Wording, list[str]]:
    files = {f"wording/{number}.yaml": text.encode() for number, text in enumerate(texts, start=1)}
    content = load_content(files, SHIPPED)
    return content.wording, [str(problem) for problem in content.problems]


def test_ships_sentences_of_its_own() -> None:
    wording, problems = load()
    assert problems == []
    assert wording.languages == {"da", "en"}
    assert wording.texts("greeting", "da") == ("Hej!", "Goddag!")
    assert wording.texts("handing_over", "da", Address.FORMAL) == ("Jeg henter en kollega til Dem.",)
    assert wording.texts("on_weekday", "en", Address.FORMAL)[6] == "on Sunday"


def test_takes_the_house_version_key_by_key_and_language_by_language() -> None:
    wording, problems = load("da:\n  greeting: Velkommen!\n", "en:\n  answer_by: ['Soon {day}', 'At {time}']\n")
    assert problems == []
    assert wording.texts("greeting", "da") == wording.texts("greeting", "da", Address.FORMAL) == ("Velkommen!",)
    assert wording.texts("answer_by", "da") == ("Du hører fra os {day} {time}.",)
    assert wording.texts("answer_by", "en") == ("Soon {day}", "At {time}")
    assert wording.texts("greeting", "en") == ("Hello!",)


def test_serves_both_addresses_with_the_one_that_is_given() -> None:
    wording, problems = load(
        "da:\n  greeting: {formal: [Goddag, Godaften]}\n  handing_over: {informal: Vent, formal: Vent venligst}\n"
    )
    assert problems == []
    assert wording.texts("greeting", "da", Address.INFORMAL) == ("Goddag", "Godaften")
    assert wording.texts("handing_over", "da", Address.INFORMAL) == ("Vent",)
    assert wording.texts("handing_over", "da", Address.FORMAL) == ("Vent venligst",)


def test_takes_a_row_with_a_text_for_each_hour() -> None:
    hours = [f"kl. {hour}" for hour in range(25)]
    wording, problems = load(f"da:\n  time: [{', '.join(hours)}]\n")
    assert problems == []
    assert wording.texts("time", "da") == tuple(hours)


def test_learns_a_new_language_from_the_house() -> None:
    wording, problems = load("no:\n  greeting: Hei!\n")
    assert problems == []
    assert wording.texts("greeting", "nb") == ("Hei!",)
    assert wording.lacking("nb") == ("answer_by", "handing_over", "on_weekday", "time")
    assert wording.lacking("da") == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("da:\n  greting: Hej\n", "2:3: There is no key “greting” here. Did you mean “greeting”?"),
        (
            "da:\n  xyz: Hej\n",
            "2:3: There is no key “xyz” here. There are greeting, answer_by, handing_over, time, on_weekday.",
        ),
        ("da:\n  greeting: Hej {day}\n", "2:13: There is no placeholder {day} here. This text takes none."),
        (
            "da:\n  answer_by: Hej {dag}\n",
            "2:14: There is no placeholder {dag} here. There are: {day}, {note}, {time}.",
        ),
        ("da:\n  answer_by: Hej {days}\n", "2:14: There is no placeholder {days} here. Did you mean {day}?"),
        (
            "da:\n  answer_by: 'Hej { day }'\n",
            "2:14: Write {day}, with one pair of braces and no spaces, instead of { day }.",
        ),
        (
            "da:\n  greeting: 'Hej {'\n",
            "2:13: Braces are for placeholders such as {first_name}: customers will see this “{”.",
        ),
        ("da:\n  greeting: {day} hej\n", '2:13: A text that begins with { must stand in quotes: "{…".'),
        ("da:\n  answer_by: {day}\n", '2:14: A text that begins with { must stand in quotes: "{…".'),
        ("da:\n  greeting:\n", "2:12: There is no text here: write one, or delete the line."),
        ("da:\n  greeting: [Hej, '']\n", "2:19: There is no text here: write one, or delete the line."),
        ("da:\n  greeting: []\n", "2:13: This list is empty: write something in it, or delete it."),
        (
            "da:\n  greeting: {formel: Hej, formal: Goddag}\n",
            "2:14: There is no key “formel” here. Did you mean “formal”?",
        ),
        (
            "da:\n  on_weekday: [mandag, tirsdag]\n",
            "2:15: “on_weekday” is a row in a fixed order: write 7 texts, not 2.",
        ),
        ("da:\n  on_weekday: mandag\n", "2:15: “on_weekday” is a row in a fixed order: write 7 texts, not 1."),
        (
            "da:\n  greeting: Hej\n  greeting: Dav\n",
            "3:3: “greeting” is here twice, first in line 2: make one of the two.",
        ),
        ("dk:\n  greeting: Hej\n", "1:1: “dk” is not a language code: write da."),
        ("da: Hej\n", "1:5: Keys with values are expected here, each on a line of its own, like “key: value”."),
        ("- da\n", "1:1: This file consists of keys with values: begin with a key such as “da:”."),
        ("da:\n  greeting: @\n", '2:13: A text that begins with @ must stand in quotes: "@…".'),
        ("", "1:1: There is nothing in this file yet: write something in it, or delete it."),
    ],
)
def test_keeps_the_shipped_sentence_where_the_house_version_does_not_fit(text: str, problem: str) -> None:
    wording, problems = load(text)
    assert problems == [f"wording/1.yaml:{problem}"]
    if "greeting: Hej\n  greeting" not in text:
        assert wording == load()[0]


KEEPING = {
    "da.yaml": """\
da:
  hand_over: ["Du hører fra os {reply_by}.", "Vi svarer {reply_by}, {first_name}."]
  other_way: "Prøv {contact}"
  write_again: Skriv igen {next_opening}.
""".encode()
}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hand_over: [Vi svarer snart.]", "2:15: The text must say when: write {reply_by} in it."),
        ("hand_over: ['Vi svarer {reply_by}.', Snart.]", "2:40: The text must say when: write {reply_by} in it."),
        ("hand_over: {formal: Vi svarer snart.}", "2:23: The text must say when: write {reply_by} in it."),
        ("hand_over: 'Vi svarer { reply_by }.'", "2:14: Write {reply_by}, with one pair of braces and no spaces,"),
        ("other_way: Ring til os.", "2:14: The text must say how: write {contact} in it."),
        ("write_again: Skriv igen.", "2:16: The text must say when: write {next_opening} in it."),
    ],
)
def test_a_text_may_not_leave_out_what_it_is_there_to_say(text: str, problem: str) -> None:
    content = load_content({"wording/1.yaml": f"da:\n  {text}\n".encode()}, KEEPING)

    assert len(content.problems) == 1
    assert str(content.problems[0]).startswith(f"wording/1.yaml:{problem}")
    assert content.wording == load_content({}, KEEPING).wording


def test_a_text_may_leave_out_the_rest() -> None:
    content = load_content({"wording/1.yaml": "da:\n  hand_over: Svar får du {reply_by}.\n".encode()}, KEEPING)

    assert content.problems == ()
    assert content.wording.one("hand_over", "da") == "Svar får du {reply_by}."


def test_what_stands_on_a_button_has_room_there() -> None:
    shipped = {"da.yaml": b"da: {menu_person: Tal med et menneske}\n"}
    house = {"wording/da.yaml": b"da: {menu_person: Tal med et rigtigt levende menneske}\n"}
    content = load_content(house, shipped)
    assert [str(problem) for problem in content.problems] == [
        "wording/da.yaml:1:19: This button has room for 30 characters, not 35: write less."
    ]
    assert content.wording.one("menu_person", "da") == "Tal med et menneske"


def test_takes_the_first_of_two_files_that_say_the_same_thing() -> None:
    wording, problems = load("da:\n  greeting: Hej\n", "# igen\nda:\n  greeting: Dav\n")
    assert wording.texts("greeting", "da") == ("Hej",)
    assert problems == [
        "wording/2.yaml:3:3: “greeting” in “da” stands in wording/1.yaml:2 already: make one of the two."
    ]


def test_reads_the_shipped_wording_as_strictly() -> None:
    with pytest.raises(ValueError, match=r"da\.yaml:1:20: “on_weekday” is a row in a fixed order"):
        load_content({}, {"da.yaml": b"da: {  on_weekday: [a, b]}"})
    with pytest.raises(ValueError, match=r"da\.yaml:1:21: Braces are for placeholders"):
        load_content({}, {"da.yaml": b"da: {     greeting: 'Hej }'}"})


def test_what_a_language_of_the_houses_own_lacks_is_said_in_english() -> None:
    shipped, _ = read_wording({"en.yaml": b"en: {late: Sorry., still: Soon.}"})
    wording, problems = read_wording({"wording/fi.yaml": b"fi: {late: Anteeksi.}"}, shipped)

    assert problems == []
    assert [wording.one(key, "fi") for key in ("late", "still")] == ["Anteeksi.", "Soon."]
    with pytest.raises(KeyError):
        wording.one("busy", "fi")
