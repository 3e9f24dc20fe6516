import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.core.content.alarms_file import ALARM_KEYS
from bot.core.content.calendars import HOLIDAYS_KEYS
from bot.core.content.entries import ENTRY_KEYS
from bot.core.content.entry import EntryKind
from bot.core.content.exceptions_file import EXCEPTION_KEYS
from bot.core.content.findings import Findings
from bot.core.content.house import Address, OtherLanguage
from bot.core.content.house_file import DEPARTMENT_KEYS, HOUSE_READERS, PAGE_KEYS, VOICE_KEYS
from bot.core.content.loading import load_content
from bot.core.content.nodes import Fields, Items, Node
from bot.core.content.placeholders import ANSWER_PLACEHOLDERS, placeholders_in
from bot.core.content.rota_file import ABSENCE_KEYS, PERSON_KEYS
from bot.core.content.yaml_reading import read_yaml
from bot.core.incoming import Surface

ROOT = Path(__file__).parents[3]
SCHEMAS: dict[str, dict[str, Any]] = {
    name: json.loads((ROOT / "bot" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    for name in ("entries", "house")
}
ENTRY: dict[str, Any] = SCHEMAS["entries"]["$defs"]["entry"]
HOUSE = SCHEMAS["house"]
BASE = "- id: a\n  questions: {da: Hej}\n  answer: {da: Hej}\n"


def as_editors_see_it(node: Node) -> object:
    """The value as an editor's language server types it, by YAML 1.2's core schema."""
    match node:
        case Items():
            return [as_editors_see_it(one) for one in node.nodes]
        case Fields():
            return {str(getattr(key, "text", key)): as_editors_see_it(value) for key, value in node.pairs}
    if node.text in {"true", "false"}:
        return node.text == "true"
    if re.fullmatch(r"-?\d+", node.text):
        return int(node.text)
    if re.fullmatch(r"-?\d+\.\d+", node.text):
        return float(node.text)
    return node.text if node.text not in {"", "~", "null"} else None


def squiggles(name: str, text: str) -> list[str]:
    """What an editor would underline."""
    (node,) = read_yaml(text.encode(), Findings("a.yaml"), lambda _: [])
    return [error.message for error in Draft202012Validator(SCHEMAS[name]).iter_errors(as_editors_see_it(node))]


def all_of(schema: object) -> Iterator[dict[str, Any]]:
    """Every object within a schema."""
    if isinstance(schema, dict):
        yield schema
    if isinstance(schema, (dict, list)):
        for part in schema.values() if isinstance(schema, dict) else schema:
            yield from all_of(part)


@pytest.mark.parametrize("name", SCHEMAS)
def test_is_a_schema_of_draft_2020_12(name: str) -> None:
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize(
    ("schema", "keys"),
    [
        (ENTRY, ENTRY_KEYS),
        (HOUSE, HOUSE_READERS),
        (HOUSE["$defs"]["exception"], EXCEPTION_KEYS),
        (HOUSE["$defs"]["voice"], VOICE_KEYS),
        (HOUSE["properties"]["departments"]["additionalProperties"], DEPARTMENT_KEYS),
        (HOUSE["properties"]["holidays"]["anyOf"][1], HOLIDAYS_KEYS),
        (HOUSE["properties"]["pages"]["additionalProperties"], PAGE_KEYS),
        (HOUSE["$defs"]["person"], PERSON_KEYS),
        (HOUSE["$defs"]["absence"]["anyOf"][1], ABSENCE_KEYS),
        (HOUSE["properties"]["alarms"], ALARM_KEYS),
    ],
)
def test_knows_the_keys_that_the_readers_know(schema: dict[str, Any], keys: tuple[str, ...]) -> None:
    assert list(schema["properties"]) == list(keys)
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", SCHEMAS)
def test_describes_every_key(name: str) -> None:
    for part in all_of(SCHEMAS[name]):
        for key, value in part.get("properties", {}).items():
            if value != {"const": "statement"}:
                assert value.get("description"), key


def test_offers_the_words_that_the_readers_take() -> None:
    assert ENTRY["properties"]["kind"]["enum"] == list(EntryKind)
    assert SCHEMAS["entries"]["$defs"]["surface"]["enum"] == list(Surface)
    assert HOUSE["properties"]["other_language"]["enum"] == list(OtherLanguage)
    assert HOUSE["$defs"]["voice"]["properties"]["address"]["enum"] == list(Address)
    assert placeholders_in(ENTRY["properties"]["answer"]["description"]) == ANSWER_PLACEHOLDERS
    assert all(
        not squiggles("entries", BASE.replace("answer: {da: Hej", f"answer: {{da: '{{{name}}}'"))
        for name in ANSWER_PLACEHOLDERS
    )


@pytest.mark.parametrize(
    "more",
    [
        "",
        "  never: Hejsa\n  tests: [hej, 112]\n  surfaces: comment\n  tags: praktisk\n",
        "  surfaces: [message, comment, post, mention, review]\n  kind: urgent\n",
        "  from: 2026-11-23\n  until: 2026-12-24\n  review: 2027-3-1\n  owner: Mette\n",
        "- {id: 0, questions: {nb: 112}, answer: {en: [We are open {hours_today}., 'no', 12:30]}}\n".replace(
            "[We", "['We"
        ).replace(".,", ".',"),
        "- {id: b, kind: statement, answer: {da: x}}\n",
    ],
)
def test_agrees_on_what_is_right_in_entries(more: str) -> None:
    assert load_content({"a.yaml": (BASE + more).encode()}, {}).problems == ()
    assert squiggles("entries", BASE + more) == []


@pytest.mark.parametrize(
    "text",
    [
        "id: a\n",
        "- Hej\n",
        "- {questions: {da: Hej}, answer: {da: Hej}}\n",
        "- {id: a, questions: {da: Hej}}\n",
        "- {id: a, answer: {da: Hej}}\n",
        "- {id: a, questions: Hej, answer: {da: Hej}}\n",
        "- {id: a, questions: {da: Hej}, answer: [Hej]}\n",
        "- {id: a, questions: {da: []}, answer: {da: Hej}}\n",
        "- {id: a, questions: {da: Hej}, answer: {da: Hej, dansk: Hej}}\n",
        "- {id: a, questions: {da: Hej}, answer: {da: ''}}\n",
        BASE.replace("id: a", "id: Aa"),
        BASE.replace("id: a", "id: a_b"),
        BASE.replace("id: a", f"id: {'a' * 101}"),
        BASE.replace("answer: {da: Hej", "answer: {da: '{first_nam}'"),
        BASE.replace("answer: {da: Hej", "answer: {da: '{{house}}'"),
        BASE.replace("answer: {da: Hej", "answer: {da: 'a { b'"),
        BASE + "  title: x\n",
        BASE + "  kind: joke\n",
        BASE + "  surfaces: [message, mail]\n",
        BASE + "  surfaces: []\n",
        BASE + "  from: 23.11.2026\n",
        BASE + "  until:\n",
        BASE + "  owner: [a]\n",
        BASE + "  tags: []\n",
    ],
)
def test_agrees_on_what_is_wrong_in_entries(text: str) -> None:
    assert load_content({"a.yaml": text.encode()}, {}).problems
    assert squiggles("entries", text)


@pytest.mark.parametrize(
    "text",
    [
        "name: Café Norden\nlanguages: [da, en]\nother_language: answer\ntimezone: Europe/Copenhagen\n",
        "hours: {mon-thu: '09:00-17:00', fri: '09:00-12:00, 12:30-16:00', sat-sun: closed}\nshop_hours: 24h\n",
        "hours:\n  Monday - Thu: 9–17\n  'fri, sun': [9.00-12, 13:30-16]\n  sat: 22:00-02:00\n",
        "holidays: DK\nlanguages: da\nname: 112\n",
        "holidays: {country: DE, subdivision: BY, categories: [public, catholic]}\n",
        "exceptions:\n  - {on: 2026-12-23, hours: '09:00-13:00', note: {da: lillejuleaften}}\n"
        "  - {from: 2026-11-23, until: 2026-11-29, hours: {mon-sun: '08:00-22:00'}, note: Black Week}\n",
        "exceptions: {on: 2026-12-24, hours: closed}\n",
        "departments: {shop: {email: shop@example.com}, press: {hours: {mon-fri: '10:00-15:00'}}, web: }\n",
        "reply_within: 2h\nhuman_agent: false\nanswer_when_sure: 0.9\n",
        "reply_within: 30 m\nhuman_agent: yes\nanswer_when_sure: 90 %\n",
        "reply_within: 1d\nhuman_agent: 'on'\nanswer_when_sure: 0,9\n",
        "answer_when_sure: 1\nask_if_helped: yes\n",
        "voice: {da: {address: informal, sign_off: 'Hilsen {agent}, {house}'}, cs: {address: formal}}\n",
        "contact: hej@example.com eller 33 12 34 56\n",
        "contact: {da: Ring, en: Call}\n",
        "exceptions: [{on: 12-24, hours: closed}, {from: 12-27, until: 1-2, hours: 9-12, shop_hours: 24h}]\n",
        "holidays: SE\nexceptions: {holiday: Midsommarafton, hours: closed, note: {sv: midsommar}}\n",
        "departments: {press: {exceptions: [{on: 12-23, hours: closed}]}}\n",
        "pages: {100000000000001: {hours: 24h, shop_hours: {sat: 9-12}, exceptions: {on: 12-23, hours: closed}}}\n",
        "pages: {'17841400000000000': {shop_hours: 24h}}\n",
        "rota: {mette: {hours: 24h}, jonas-2: {name: Jonas, email: j@example.com, weeks: 24h}}\n",
        "departments: {shop: }\nrota: {a: {departments: shop, weeks: [24h, closed], weeks_from: 2026-11-23}}\n",
        "rota: {a: {hours: 24h, away: [2026-12-01, {on: 2026-12-23}, {from: 2026-12-27, until: 2026-12-30}]}}\n",
        "check_times: 09:00\nalarms: {email: a@example.com}\n",
        "check_times: [9, 13.30]\nalarms: {email: [a@example.com], quiet: 22:00 – 7, details: no}\n",
    ],
)
def test_agrees_on_what_is_right_in_the_house(text: str) -> None:
    assert load_content({"house.yaml": text.encode()}, {}).problems == ()
    assert squiggles("house", text) == []


@pytest.mark.parametrize("text", ["menu: a\n", "menu: [a]\n"])
def test_agrees_on_what_is_right_in_a_menu(text: str) -> None:
    files = {"house.yaml": b"languages: da\n" + text.encode(), "a.yaml": BASE.encode()}
    assert load_content(files, {"da.yaml": b"da: {hello: Hej}\n"}).problems == ()
    assert squiggles("house", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "- name: x\n",
        "nmae: x\n",
        "name: [x]\n",
        "name: ''\n",
        "languages: [dansk]\n",
        "languages: []\n",
        "other_language: maybe\n",
        "timezone:\n",
        "hours: {mon: 9-25}\n",
        "hours: {mon: 9:60-10}\n",
        "hours: {mandag: 9-17}\n",
        "hours: {mon: noon}\n",
        "hours: {mon: }\n",
        "holidays: Denmark\n",
        "holidays: {categories: public}\n",
        "holidays: {country: DK, region: x}\n",
        "exceptions: [{on: 2026-12-24}]\n",
        "exceptions: [{hours: closed}]\n",
        "exceptions: [{on: 2026-12-24, until: 2026-12-24, hours: closed}]\n",
        "exceptions: [{from: 2026-12-24, hours: closed}]\n",
        "exceptions: [2026-12-24]\n",
        "departments: [shop]\n",
        "departments: {shop: {email: shop}}\n",
        "departments: {shop: {phone: 1}}\n",
        "reply_within: 0h\n",
        "reply_within: soon\n",
        "human_agent: maybe\n",
        "ask_if_helped: after each\n",
        "answer_when_sure: 90\n",
        "answer_when_sure: 120 %\n",
        "voice: {da: {address: du}}\n",
        "voice: {da: {sign_off: 'Hej {first_name}'}}\n",
        "voice: {dansk: {address: informal}}\n",
        "contact: []\n",
        "contact: {dansk: Ring}\n",
        "exceptions: [{on: 13-24, hours: closed}]\n",
        "exceptions: [{holiday: Juledag, on: 12-24, hours: closed}]\nholidays: DK\n",
        "exceptions: [{holiday: [a, b], hours: closed}]\nholidays: DK\n",
        "exceptions: [{on: 12-24, shop_hours: closed}]\n",
        "departments: {press: {exceptions: [{on: 12-23, hours: closed, shop_hours: closed}]}}\n",
        "departments: {press: {exceptions: {on: 12-23, hours: closed, shop_hours: closed}}}\n",
        "pages: {norden: {hours: 24h}}\n",
        "pages: {1: }\n",
        "rota:\n",
        "rota: {}\n",
        "rota: {mette: }\n",
        "rota: {'mette h': {hours: 24h}}\n",
        "rota: {mette: {name: Mette}}\n",
        "rota: {mette: {hours: 24h, weeks: [24h]}}\n",
        "rota: {mette: {weeks: [24h, closed]}}\n",
        "rota: {mette: {hours: 24h, weeks_from: 2026-11-23}}\n",
        "rota: {mette: {hours: 24h, away: {on: 12-24}}}\n",
        "rota: {mette: {hours: 24h, away: {on: 2026-12-24, until: 2026-12-25}}}\n",
        "rota: {mette: {hours: 24h, away: {on: 2026-12-24, note: x}}}\n",
        "check_times: []\n",
        "check_times: [noon]\n",
        "check_times: 24:00\n",
        "alarms: {email: boss}\n",
        "alarms: {quiet: 22:00}\n",
        "alarms: {details: some}\n",
        "alarms: {phone: 1}\n",
        "menu: []\n",
        "menu: {da: a}\n",
        "menu: [a, a]\n",
        "menu: [a, b, c, d, e, f]\n",
    ],
)
def test_agrees_on_what_is_wrong_in_the_house(text: str) -> None:
    assert load_content({"house.yaml": text.encode()}, {}).problems
    assert squiggles("house", text)


def test_finds_nothing_wrong_with_the_sample_business() -> None:
    folder = ROOT / "faq"
    for path in sorted(folder.rglob("*.yaml")):
        if path.parent.name != "wording":
            name = "house" if path == folder / "house.yaml" else "entries"
            assert squiggles(name, path.read_text("utf-8")) == [], path
