"""Whatever editors write, loading gives problems, never errors, and what is sound serves."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.content.entries import ENTRY_KEYS
from bot.core.content.entry import Entry, EntryKind
from bot.core.content.exceptions_file import EXCEPTION_KEYS
from bot.core.content.house_file import HOUSE_READERS, VOICE_KEYS
from bot.core.content.loading import load_content
from bot.core.content.rota_file import PERSON_KEYS

SHIPPED = {"en.yaml": b"en: {hello: 'Hello {name}', on_weekday: [a, b, c, d, e, f, g]}\n"}
PATHS = ("house.yaml", "wording/da.yaml", "answers/a.yaml")

WORDS = (
    *ENTRY_KEYS,
    *HOUSE_READERS,
    *EXCEPTION_KEYS,
    *VOICE_KEYS,
    *PERSON_KEYS,
    *("da", "no", "xx", "hello", "on_weekday", "mon-fri", "DK", "Europe/Copenhagen", "2026-11-23", "12:30", "9-17"),
    *("12-24", "02-29", "01-02", "Juledag", "mette", "24h", "100000000000001", "22:00-07:00"),
    *("Hvornår har I åbent?", "{first_name}", "{x", "}}", "#1", "~", "<<", "|", ">", "---", "...", "%YAML 9.9"),
    *("&a", "*a", "!b", "@c", "`d", "? e", '"f', "'g", '"\\UFFFFFFFF"', '"\\0"', "[", "]", "{", "}", ",", ": ", "- "),
    *("\t", "\u00a0", "\u2028", "\x85", "\ufeff", "\x07", "\r\n", "\n\n", "9" * 5000),
)
scraps = st.one_of(st.sampled_from(WORDS), st.text(max_size=6))
lines = st.builds(
    lambda indent, scraps, link: " " * indent + link.join(scraps),
    st.integers(0, 8),
    st.lists(scraps, max_size=4),
    st.sampled_from([": ", " ", "", ", ", ":"]),
)
yaml_like = st.lists(lines, max_size=12).map("\n".join)


@settings(deadline=None)
@given(raw=st.binary(max_size=200), path=st.sampled_from(PATHS))
@example(raw=b"\xff\xfe", path="house.yaml")
def test_survives_any_bytes(raw: bytes, path: str) -> None:
    load_content({path: raw}, SHIPPED)


@settings(deadline=None)
@given(text=yaml_like, path=st.sampled_from(PATHS))
@example(text='- "\\UFFFFFFFF"', path="answers/a.yaml")
@example(text=f"%YAML {'9' * 5000}.1\n---\n- a", path="answers/a.yaml")
@example(text="{".join("[" * 400), path="house.yaml")
@example(text="- &a [*a]", path="answers/a.yaml")
@example(text="hours: {mon: " + "9" * 5000 + "-10}", path="house.yaml")
@example(text="reply_within: " + "9" * 5000 + "h", path="house.yaml")
@example(text="timezone: '" + "a" * 5000 + "'", path="house.yaml")
@example(text='timezone: "a\\0b"', path="house.yaml")
@example(text="exceptions: {on: 0000-00-00, hours: closed}", path="house.yaml")
@example(text="exceptions: {from: 02-29, until: 01-01, hours: closed}", path="house.yaml")
@example(text="holidays: DK\nexceptions: {holiday: {}, hours: closed}", path="house.yaml")
@example(text="rota: {a: {hours: 24h}}\ndepartments: [b]\npages: {c: {hours: 24h}}", path="house.yaml")
def test_survives_anything_that_looks_like_yaml(text: str, path: str) -> None:
    content = load_content({path: text.encode("utf-8", "surrogatepass")}, SHIPPED)
    height = len(text.splitlines()) + 1
    for problem in content.problems:
        assert problem.file == path
        assert 1 <= problem.line <= height
        assert problem.column >= 1
        assert problem.message.endswith((".", "?"))


@settings(deadline=None)
@given(text=yaml_like)
def test_serves_only_entries_that_can_be_relied_on(text: str) -> None:
    for entry in load_content({"a.yaml": text.encode("utf-8", "surrogatepass")}, SHIPPED).entries:
        assert entry.id
        assert entry.surfaces
        assert entry.answer
        assert entry.questions or entry.kind is EntryKind.STATEMENT
        assert all(variants and all(map(str.strip, variants)) for variants in entry.answer.values())


SOUND = b"""\
- id: sound
  questions:
    da: ["Har I \\u00e5bent?", 'Hvad koster det?', "Ja: nej"]
  answer:
    da: |
      Vi har {hours_today}.
      - bare kom
    en: >-
      Just
      come
"""
ENTRY = Entry(
    "sound",
    {"da": ("Har I åbent?", "Hvad koster det?", "Ja: nej")},
    {"da": ("Vi har {hours_today}.\n- bare kom",), "en": ("Just come",)},
)
broken_items = yaml_like.map(lambda text: ("- " + text.replace("sound", "") + "\n").encode("utf-8", "surrogatepass"))


@settings(deadline=None)
@given(before=st.lists(broken_items, max_size=2), after=st.lists(broken_items, max_size=2))
@example(before=[b'- "\n'], after=[b'- "\n'])
@example(before=[b"- [\n", b"- {\n"], after=[b"- ]\n"])
@example(before=[b"- '\n"], after=[])
@example(before=[b"- &a |\n"], after=[b"- *a\n"])
@example(before=[b"- id: sound\n"], after=[b"- id: sound\n"])
@example(before=[b"- \xe6\n"], after=[b"- \x00\n"])
def test_serves_a_sound_entry_whatever_stands_beside_it(before: list[bytes], after: list[bytes]) -> None:
    content = load_content({"a.yaml": b"".join([*before, SOUND, *after])}, SHIPPED)
    assert ENTRY in content.entries


@settings(deadline=None)
@given(other=st.one_of(yaml_like.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=60)))
def test_serves_a_sound_entry_whatever_stands_in_other_files(other: bytes) -> None:
    content = load_content({"m.yaml": SOUND, "z.yaml": other, "house.yaml": other, "wording/x.yaml": other}, SHIPPED)
    assert ENTRY in content.entries
