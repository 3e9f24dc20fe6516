from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.core.content.house import (
    NINE_TO_FIVE,
    Address,
    Department,
    Holidays,
    HoursException,
    House,
    OtherLanguage,
    Voice,
    Week,
    Within,
)
from bot.core.content.loading import load_content

SAMPLE = """\
name: Café Norden
languages: [da, en]                       # first = default
other_language: hand_over                 # or: answer (in the default language) when an entry lacks the customer's
timezone: Europe/Copenhagen
hours: {mon-thu: "09:00-17:00", fri: "09:00-12:00, 12:30-16:00", sat-sun: closed}      # when people answer messages
shop_hours: {mon-fri: "10:00-18:00", sat: "10:00-15:00"}   # what {hours_today} speaks of; default: hours
holidays: {country: DK, categories: [public, optional]}    # or simply DK; closed on them
exceptions:
  - {on: 2026-12-23, hours: "09:00-13:00", note: {da: lillejuleaften}}
  - {from: 2026-11-23, until: 2026-11-29, hours: {mon-sun: "08:00-22:00"}, note: Black Week}
departments: {shop: {email: shop@example.com}, press: {email: press@example.com, hours: {mon-fri: "10:00-15:00"}}}
reply_within: 2h                          # of opening time (30m, 2h, 1d = one opening day)
human_agent: false                        # true once Meta has granted the Human Agent permission
answer_when_sure: 0.9                     # share of automatic answers that must be right
voice: {da: {address: informal, sign_off: "Hilsen {agent}, Café Norden"}}
"""
WORDING = {"en.yaml": b"en: {hello: Hello, bye: Bye}\nda: {hello: Hej, bye: Farvel}\nnb: {hello: Hei, bye: Ha det}\n"}
HOW = "write hours such as 09:00-17:00, several with commas, 24h, or closed"
NINE: Week = (((540, 1020),),) * 7


def load(text: str) -> tuple[House, list[str]]:
    content = load_content({"house.yaml": text.encode()}, WORDING)
    return content.house, [str(problem) for problem in content.problems]


def hours(text: str) -> Week:
    house, problems = load(f"hours: {text}\n")
    assert problems == []
    return house.hours


def test_reads_every_key_of_the_house() -> None:
    house, problems = load(SAMPLE)
    assert problems == []
    assert house == House(
        name="Café Norden",
        languages=("da", "en"),
        other_language=OtherLanguage.HAND_OVER,
        timezone=ZoneInfo("Europe/Copenhagen"),
        hours=(((540, 1020),),) * 4 + (((540, 720), (750, 960)),) + ((),) * 2,
        shop_hours=(((600, 1080),),) * 5 + (((600, 900),), ()),
        holidays=Holidays("DK", categories=("public", "optional")),
        exceptions=(
            HoursException(date(2026, 12, 23), date(2026, 12, 23), (((540, 780),),) * 7, {"da": "lillejuleaften"}),
            HoursException(date(2026, 11, 23), date(2026, 11, 29), (((480, 1320),),) * 7, {"": "Black Week"}),
        ),
        departments={
            "shop": Department("shop", "shop@example.com"),
            "press": Department("press", "press@example.com", (((600, 900),),) * 5 + ((),) * 2),
        },
        reply_within=Within(minutes=120),
        human_agent=False,
        answer_when_sure=0.9,
        voice={"da": Voice(Address.INFORMAL, "Hilsen {agent}, Café Norden")},
    )


def test_gives_defaults_to_what_is_left_out() -> None:
    assert load("name: x\n") == (House(name="x"), [])
    assert load_content({}, WORDING).house == House()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("other_language: answer", House(other_language=OtherLanguage.ANSWER)),
        ("languages: da", House(languages=("da",))),
        ("languages: [en, no]", House(languages=("en", "nb"))),
        ("reply_within: 30m", House(reply_within=Within(minutes=30))),
        ("reply_within: 1 D", House(reply_within=Within(days=1))),
        ("human_agent: true", House(human_agent=True)),
        ("human_agent: Yes", House(human_agent=True)),
        ("human_agent: on", House(human_agent=True)),
        ("human_agent: off", House(human_agent=False)),
        ("ask_if_helped: yes", House(ask_if_helped=True)),
        ("answer_when_sure: 90 %", House(answer_when_sure=0.9)),
        ("answer_when_sure: 97.5%", House(answer_when_sure=0.975)),
        ("answer_when_sure: 0,95", House(answer_when_sure=0.95)),
        ("answer_when_sure: 1", House(answer_when_sure=1.0)),
        ("holidays: dk", House(holidays=Holidays("DK"))),
        ("holidays: NO", House(holidays=Holidays("NO"))),
        ("holidays: {country: DE, subdivision: BY}", House(holidays=Holidays("DE", "BY"))),
        ("holidays: {country: DE, categories: catholic}", House(holidays=Holidays("DE", None, ("catholic",)))),
        ("contact: hej@example.com eller 33 12 34 56", House(contact={"": "hej@example.com eller 33 12 34 56"})),
        ("contact: {da: Ring, en: Call}", House(contact={"da": "Ring", "en": "Call"})),
        ("voice: {cs: {address: formal}}", House(voice={"cs": Voice(Address.FORMAL)})),
        (
            "departments: {shop: , press: }",
            House(departments={"shop": Department("shop"), "press": Department("press")}),
        ),
        ("hours: 24h", House(hours=(((0, 1440),),) * 7)),
        ("{name: a, human_agent: yes}", House(name="a", human_agent=True)),
        ("name: 12:30", House(name="12:30")),
    ],
)
def test_takes_what_people_write(text: str, expected: House) -> None:
    assert load(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("09:00-17:00", ((540, 1020),)),
        ("9-17", ((540, 1020),)),
        ("9:00–17:00", ((540, 1020),)),
        ("09.00 - 17.30", ((540, 1050),)),
        ("closed", ()),
        ("Closed", ()),
        ("24h", ((0, 1440),)),
        ("24 hours", ((0, 1440),)),
        ("00:00-24:00", ((0, 1440),)),
        ("'9-12, 13-15'", ((540, 720), (780, 900))),
        ("'13-15, 9-12'", ((540, 720), (780, 900))),
        ("[9-12, 13-15]", ((540, 720), (780, 900))),
        ("'9-12, 12-15'", ((540, 900),)),
        ("22:00-02:00", ((1320, 1560),)),
        ("10-02", ((600, 1560),)),
        ("20-08", ((1200, 1920),)),
        ("'9-12, 18-01'", ((540, 720), (1080, 1500))),
    ],
)
def test_reads_the_hours_of_a_day(text: str, monday: tuple[tuple[int, int], ...]) -> None:
    assert hours(f"{{mon: {text}}}") == (monday, *((),) * 6)


@pytest.mark.parametrize(
    ("days", "open_days"),
    [
        ("mon", {0}),
        ("sat-mon", {5, 6, 0}),
        ("mon-sun", set(range(7))),
        ("sun-sat", set(range(7))),
        ("Tuesday – Thu.", {1, 2, 3}),
        ("'mon, wed-thu'", {0, 2, 3}),
        ("MON", {0}),
    ],
)
def test_reads_days_and_ranges(days: str, open_days: set[int]) -> None:
    week = hours(f"{{{days}: 9-17}}")
    assert {day for day in range(7) if week[day]} == open_days


def test_lets_evenings_run_into_a_night_that_is_free() -> None:
    assert hours("{sat: 20-04, sun: 04-10}")[5:] == (((1200, 1680),), ((240, 600),))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{mon: 17:00-09:00}", f"1:14: This closes at 09:00, before it opens at 17:00: {HOW}."),
        ("{mon: 9-5}", f"1:14: This closes at 05:00, before it opens at 09:00: {HOW}."),
        ("{mon: 12:30-09:00}", f"1:14: This closes at 09:00, before it opens at 12:30: {HOW}."),
        ("{mon: 9-9}", "1:14: This opens and closes at 09:00: write 24h for a whole day, or closed."),
        ("{mon: '9-12, 11-14'}", "1:14: Hours overlap at 11:00: let each begin when the one before has ended."),
        ("{sun: 20-04, mon: 03-08}", "1:8: The hours of sunday run past midnight into those of monday: shorten one."),
        ("{mon: 9-25}", f"1:14: “9-25” is no opening time: {HOW}."),
        ("{mon: 9:60-10}", f"1:14: “9:60-10” is no opening time: {HOW}."),
        ("{mon: 24:00-25:00}", f"1:14: “24:00-25:00” is no opening time: {HOW}."),
        ("{mon: kl. 9 til 17}", f"1:14: “kl. 9 til 17” is no opening time: {HOW}."),
        ("{mon: 9-12-15}", f"1:14: “9-12-15” is no opening time: {HOW}."),
        ("{mon: }", "1:13: There is no text here: write one, or delete the line."),
        (
            "{mandag: 9-17}",
            "1:9: “mandag” is no day: write mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri.",
        ),
        ("{mon-tue: 9-17, tue: 9-12}", "1:24: “tuesday” is here twice: give each day its hours once."),
        ("{fri: 09:00-12:00, 12:30-16:00}", '1:27: Put all hours of a day in quotes: "…, 12:30-16:00".'),
    ],
)
def test_keeps_the_default_for_hours_that_make_no_sense(text: str, problem: str) -> None:
    house, problems = load(f"hours: {text}\nname: x\n")
    assert problems == [f"house.yaml:{problem}"]
    assert house == House(name="x", hours=NINE_TO_FIVE)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("nmae: x", "1:1: There is no key “nmae” here. Did you mean “name”?"),
        ("name: [a]", "1:7: One text is expected here, not a list."),
        ("name: A: B", '1:8: A text with “: ” in it must stand in quotes: "…: …".'),
        ("languages: dk", "1:12: “dk” is not a language code: write da."),
        ("languages: []", "1:12: This list is empty: write something in it, or delete it."),
        (
            "other_language: handover",
            "1:17: “handover” is not possible here: write hand_over or answer. Did you mean “hand_over”?",
        ),
        (
            "timezone: Europe/Kopenhagen",
            "1:11: There is no time zone “Europe/Kopenhagen”. Did you mean “Europe/Copenhagen”?",
        ),
        ("timezone: Copenhagen", "1:11: There is no time zone “Copenhagen”. Did you mean “Europe/Copenhagen”?"),
        (
            "timezone: ../../etc/passwd",
            "1:11: There is no time zone “../../etc/passwd”. Write one such as Europe/Copenhagen.",
        ),
        (
            "holidays: XX",
            "1:11: No holidays are known of a country “XX”: "
            "write the two letters of its ISO code, such as DK, SE, NO, DE, NL or CZ.",
        ),
        ("holidays: [DK]", "1:11: One text is expected here, not a list."),
        ("timezone: [UTC]", "1:11: One text is expected here, not a list."),
        ("exceptions: {on: [a], hours: closed}", "1:18: One text is expected here, not a list."),
        ("human_agent: [yes]", "1:14: One text is expected here, not a list."),
        ("answer_when_sure: [0.9]", "1:19: One text is expected here, not a list."),
        ("reply_within: [1h]", "1:15: One text is expected here, not a list."),
        ("holidays: Denmark", "1:11: No holidays are known of a country “Denmark”: write DK."),
        ("holidays: {categories: public}", "1:11: The country is missing: write country: and two letters, such as DK."),
        (
            "holidays: {country: DK, categories: [public, school]}",
            "1:46: DK has no holidays called “school”: write optional or public.",
        ),
        ("holidays: {country: DK, subdivision: X}", "1:38: DK has no subdivision “X”: it has none, delete the line."),
        (
            "exceptions: [2026-12-24]",
            "1:14: Write which days these are and their hours: {on: 2026-12-23, hours: closed}.",
        ),
        (
            "exceptions: {on: 2026-12-24}",
            "1:13: The hours of these days are missing: write hours: closed, or hours: 09:00-13:00.",
        ),
        (
            "exceptions: {hours: closed}",
            "1:13: Say when these hours hold: write either on: and one day, or from: and until:, or "
            "holiday: and its name.",
        ),
        (
            "exceptions: {on: 2026-12-24, until: 2026-12-24, hours: closed}",
            "1:13: Say when these hours hold: write either on: and one day, or from: and until:, or "
            "holiday: and its name.",
        ),
        (
            "exceptions: {from: 2026-12-24, until: 2026-12-23, hours: closed}",
            "1:39: This ends on 2026-12-23, before it begins on 2026-12-24: correct one of the dates.",
        ),
        (
            "exceptions: {on: 24/12, hours: closed}",
            "1:18: “24/12” is not a date: write year, month and day, such as 2026-12-24.",
        ),
        (
            "departments: [shop]",
            "1:14: Keys with values are expected here, each on a line of its own, like “key: value”.",
        ),
        (
            "reply_within: 2 timer",
            "1:15: “2 timer” is no time to reply within: write such as 30m, 2h or 1d, 30 days at most.",
        ),
        ("reply_within: 0h", "1:15: “0h” is no time to reply within: write such as 30m, 2h or 1d, 30 days at most."),
        ("reply_within: 31d", "1:15: “31d” is no time to reply within: write such as 30m, 2h or 1d, 30 days at most."),
        ("human_agent: perhaps", "1:14: “perhaps” is neither true nor false: write one of these."),
        (
            "answer_when_sure: 90",
            "1:19: “90” is no share: write a number from 0 to 1, such as 0.9, or a percentage, 90 %.",
        ),
        (
            "answer_when_sure: often",
            "1:19: “often” is no share: write a number from 0 to 1, such as 0.9, or a percentage, 90 %.",
        ),
        (
            "voice: informal",
            "1:8: Begin with the language, such as “da:”, and write what belongs to it after or below it.",
        ),
        ("contact: ", "1:9: There is no text here: write one, or delete the line."),
    ],
)
def test_keeps_the_default_for_a_key_that_cannot_be_read(text: str, problem: str) -> None:
    house, problems = load(f"{text}\nhuman_agents: yes\nreply_within: 1d\n")
    repeated = "reply_within" in text
    second = "house.yaml:2:1: There is no key “human_agents” here. Did you mean “human_agent”?"
    third = ["house.yaml:3:1: “reply_within” is here twice, first in line 1: make one of the two."] if repeated else []
    assert problems == [f"house.yaml:{problem}", second, *third]
    assert house == (House() if repeated else House(reply_within=Within(days=1)))


def test_leaves_out_only_the_part_that_cannot_be_read() -> None:
    house, problems = load("""\
languages: [da, dk, en]
exceptions:
  - {on: 2026-12-23, hours: closed}
  - {on: 2026-12-32, hours: closed}
departments:
  shop: {email: shop, hours: 9-17}
  press: {mail: press@example.com}
voice:
  da: {address: du, sign_off: "Hilsen {agent}"}
  en: {address: formal, sign_off: "Yours, {first_name}"}
  sv: {sign_off: ""}
contact: {da: Ring, dk: Skriv}
""")
    assert house == House(
        languages=("da", "en"),
        exceptions=(HoursException(date(2026, 12, 23), date(2026, 12, 23), ((),) * 7),),
        departments={"shop": Department("shop", None, NINE), "press": Department("press")},
        voice={"da": Voice(Address.INFORMAL, "Hilsen {agent}"), "en": Voice(Address.FORMAL, ""), "sv": Voice()},
        contact={"da": "Ring"},
    )
    assert problems == [
        "house.yaml:1:17: “dk” is not a language code: write da.",
        "house.yaml:4:10: There is no 2026-12-32: look at the calendar.",
        "house.yaml:6:17: “shop” is not a mail address: write one like shop@example.com.",
        "house.yaml:7:11: There is no key “mail” here. Did you mean “email”?",
        "house.yaml:9:17: “du” is not possible here: write informal or formal.",
        "house.yaml:10:35: There is no placeholder {first_name} here. There are: {agent}, {house}.",
        "house.yaml:11:18: There is no text here: write one, or delete the line.",
        "house.yaml:12:21: “dk” is not a language code: write da.",
    ]


def test_keeps_the_sound_keys_beside_one_that_is_no_yaml() -> None:
    house, problems = load("name: Café Norden\nlanguages: [da\ntimezone: Europe/Copenhagen\n")
    assert house == House(name="Café Norden", timezone=ZoneInfo("Europe/Copenhagen"))
    assert problems == ["house.yaml:2:12: The [ that opens here has no ] that closes it."]


def test_refuses_a_house_that_is_a_list() -> None:
    assert load("- name: x\n") == (
        House(),
        ["house.yaml:1:1: This file consists of keys with values: begin with a key such as “name: Café Norden”."],
    )


def test_tells_when_a_language_of_the_house_lacks_sentences() -> None:
    house, problems = load("languages: [da, pl]\n")
    assert house.languages == ("da", "pl")
    assert problems == [
        "house.yaml:1:17: “pl” lacks 2 of our own sentences (bye, hello): write them in wording/pl.yaml."
    ]
    files = {"house.yaml": b"languages: [da, pl]\n", "wording/polski.yaml": b"pl: {hello: Hej, bye: Pa}\n"}
    assert load_content(files, WORDING).problems == ()


def test_speaks_in_the_voice_of_the_language() -> None:
    house, _ = load("voice: {no: {address: formal}}\n")
    assert house.voice_in("nb") == Voice(Address.FORMAL)
    assert house.voice_in("da") == Voice()
