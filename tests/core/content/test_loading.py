import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.content.entry import Entry
from bot.core.content.house import House
from bot.core.content.loading import effective_files, load_content

SHIPPED = {"en.yaml": b"en: {hello: 'Hello {name}', on_weekday: [a, b, c, d, e, f, g]}\n"}


def entry(name: str, answer: str = "Svar", more: str = "") -> bytes:
    return f"- id: {name}\n  questions: {{da: {name}?}}\n  answer: {{da: {answer}}}\n{more}".replace("?}", "}").encode()


def ids(files: dict[str, bytes]) -> list[str]:
    return [entry.id for entry in load_content(files, SHIPPED).entries]


def problems(files: dict[str, bytes]) -> list[str]:
    return [str(problem) for problem in load_content(files, SHIPPED).problems]


def test_reads_each_file_for_what_its_place_says() -> None:
    content = load_content(
        {
            "house.yaml": b"name: Norden\n",
            "wording/da.yaml": b"da: {hello: Hej}\n",
            "answers/b.yml": entry("b"),
            "answers/deep/er/a.yaml": entry("a"),
            "c.yaml": entry("c"),
            "answers/house.yaml": entry("d"),
            ".git/x.yaml": entry("x"),
            "answers/.draft.yaml": b"- [",
        },
        SHIPPED,
    )
    assert content.problems == ()
    assert content.house == House(name="Norden")
    assert content.wording.languages == {"da", "en"}
    assert [(entry.file, entry.id) for entry in content.entries] == [
        ("answers/b.yml", "b"),
        ("answers/deep/er/a.yaml", "a"),
        ("answers/house.yaml", "d"),
        ("c.yaml", "c"),
    ]


def test_serves_an_empty_house_from_no_files() -> None:
    content = load_content({}, {})
    assert (content.house, content.entries, content.wording.languages, content.problems) == (
        House(),
        (),
        frozenset(),
        (),
    )


def test_tells_how_the_house_file_is_called() -> None:
    files = {"house.yml": b"name: Norden\n"}
    assert problems(files) == ["house.yml:1:1: Call this file house.yaml: under this name it is not read."]


def test_sorts_problems_by_place() -> None:
    files = {"b.yaml": b"- x\n" * 11, "a.yaml": b"- y\n- {\n"}
    places = [(problem.file, problem.line) for problem in load_content(files, SHIPPED).problems]
    assert places == [("a.yaml", 1), ("a.yaml", 2), *(("b.yaml", line) for line in range(1, 12))]


def test_reads_the_same_files_alike_in_any_order() -> None:
    files = {
        "b.yaml": entry("a"),
        "a.yaml": entry("a"),
        "wording/b.yaml": b"en: {hello: x}",
        "wording/a.yaml": b"en: {hello: y}",
    }
    assert load_content(files, SHIPPED) == load_content(dict(reversed(files.items())), SHIPPED)


class TestEffectiveFiles:
    """Which texts serve after an edit."""

    def test_takes_up_a_sound_edit(self) -> None:
        old = {"a.yaml": entry("a"), "b.yaml": entry("b")}
        new = {"a.yaml": entry("a", "Nyt svar"), "c.yaml": entry("c")}
        assert effective_files(new, old, SHIPPED) == new

    def test_keeps_the_previous_text_of_a_file_that_an_edit_breaks(self) -> None:
        old = {"a.yaml": entry("a"), "b.yaml": entry("b")}
        new = {"a.yaml": b"- {", "b.yaml": entry("b", "Nyt svar")}
        assert effective_files(new, old, SHIPPED) == {"a.yaml": old["a.yaml"], "b.yaml": new["b.yaml"]}

    def test_keeps_the_previous_text_through_one_broken_edit_after_another(self) -> None:
        old = {"a.yaml": entry("a")}
        serving = effective_files({"a.yaml": b"- {"}, old, SHIPPED)
        assert effective_files({"a.yaml": b"- ["}, serving, SHIPPED) == old

    def test_takes_up_the_mended_text(self) -> None:
        old = {"a.yaml": entry("a")}
        serving = effective_files({"a.yaml": b"- {"}, old, SHIPPED)
        assert effective_files({"a.yaml": entry("a", "x")}, serving, SHIPPED) == {"a.yaml": entry("a", "x")}

    def test_serves_what_is_sound_in_files_that_were_broken_from_the_start(self) -> None:
        new = {"a.yaml": entry("a") + b"- {"}
        assert effective_files(new, {}, SHIPPED) == new
        worse = {"a.yaml": entry("a", "x") + b"- {\n- ["}
        assert effective_files(worse, new, SHIPPED) == worse
        assert ids(worse) == ["a"]

    def test_lets_a_deleted_file_go(self) -> None:
        old = {"a.yaml": entry("a"), "b.yaml": entry("b"), "house.yaml": b"name: x\n"}
        assert effective_files({"b.yaml": b"- {"}, old, SHIPPED) == {"b.yaml": old["b.yaml"]}

    @pytest.mark.parametrize(
        ("path", "sound", "broken"),
        [
            ("house.yaml", b"name: x\n", b"name: [x]\n"),
            ("house.yaml", b"name: x\n", b""),
            ("wording/en.yaml", b"en: {hello: Hi}\n", b"en: {hello: 'Hi {nam}'}\n"),
        ],
    )
    def test_keeps_house_and_wording_too(self, path: str, sound: bytes, broken: bytes) -> None:
        assert effective_files({path: broken}, {path: sound}, SHIPPED) == {path: sound}

    def test_holds_back_a_house_that_drops_a_department_in_use(self) -> None:
        old = {"house.yaml": b"departments: {shop: , press: }\n", "a.yaml": entry("a", more="  department: press\n")}
        new = old | {"house.yaml": b"departments: {shop: }\n", "b.yaml": entry("b")}
        assert problems(new) == ["a.yaml:4:15: house.yaml has no department “press”: there are shop."]
        assert effective_files(new, old, SHIPPED) == old | {"b.yaml": entry("b")}
        assert effective_files({"a.yaml": old["a.yaml"]}, old, SHIPPED) == old

    def test_holds_back_an_entry_for_a_department_that_a_broken_house_would_have_brought(self) -> None:
        old = {"house.yaml": b"departments: {shop: }\n", "a.yaml": entry("a")}
        new = {
            "house.yaml": b"departments: {shop: , press: }\nname: [x]\n",
            "a.yaml": entry("a", more="  department: press\n"),
        }
        assert effective_files(new, old, SHIPPED) == old

    def test_holds_back_a_file_that_takes_an_id_from_another(self) -> None:
        old = {"a.yaml": entry("a"), "m.yaml": entry("m")}
        new = {"a.yaml": entry("m", "x"), "m.yaml": entry("m")}
        assert problems(new) == [
            "m.yaml:1:7: The id “m” is taken by the entry in a.yaml:1: give one of the two another."
        ]
        assert effective_files(new, old, SHIPPED) == old
        assert effective_files(old | {"b.yaml": entry("m", "x")}, old, SHIPPED) == old

    def test_serves_the_rest_of_a_new_file_that_uses_a_taken_id(self) -> None:
        old = {"m.yaml": entry("m")}
        new = old | {"z.yaml": entry("m", "x") + entry("z")}
        assert effective_files(new, old, SHIPPED) == new
        assert [(one.id, one.file) for one in load_content(new, SHIPPED).entries] == [("m", "m.yaml"), ("z", "z.yaml")]

    def test_takes_up_an_entry_that_moves_from_file_to_file(self) -> None:
        old = {"a.yaml": entry("a") + entry("x"), "b.yaml": entry("b")}
        new = {"a.yaml": entry("a"), "b.yaml": entry("b") + entry("x")}
        assert effective_files(new, old, SHIPPED) == new
        assert effective_files(old, new, SHIPPED) == old

    def test_takes_up_a_move_beside_an_edit_that_must_wait(self) -> None:
        old = {"a.yaml": entry("a"), "b.yaml": entry("b") + entry("x"), "m.yaml": entry("m")}
        new = {"a.yaml": entry("a") + entry("x"), "b.yaml": entry("b"), "m.yaml": entry("m"), "c.yaml": entry("m", "x")}
        assert effective_files(new, old, SHIPPED) == {path: raw for path, raw in new.items() if path != "c.yaml"}

    def test_keeps_both_files_when_an_entry_moves_out_of_a_broken_one(self) -> None:
        old = {"a.yaml": entry("a") + entry("x"), "b.yaml": entry("b")}
        new = {"a.yaml": entry("a") + b"- {", "b.yaml": entry("b") + entry("x")}
        assert effective_files(new, old, SHIPPED) == old

    def test_holds_back_wording_without_which_a_language_lacks_sentences(self) -> None:
        house = b"languages: [pl]\n"
        polish = b"pl: {hello: x, on_weekday: [a, b, c, d, e, f, g]}\n"
        old = {"house.yaml": house, "wording/pl.yaml": polish}
        assert effective_files({"house.yaml": house}, old, SHIPPED) == old

    texts = st.sampled_from(
        [
            entry("a"),
            entry("a", more="  department: shop\n"),
            entry("b"),
            entry("a") + entry("b"),
            entry("a") + b"- [",
            b"- {",
            b"",
            b"departments: {shop: }\n",
            b"name: [\n",
            b"name: x\n",
        ]
    )
    folders = st.dictionaries(st.sampled_from(["house.yaml", "a.yaml", "b.yaml", "c.yaml"]), texts, max_size=4)

    @given(new=folders, old=folders)
    @example(new={"a.yaml": entry("b"), "b.yaml": entry("a")}, old={"a.yaml": entry("a"), "b.yaml": entry("b")})
    def test_never_breaks_a_sound_file_nor_makes_up_a_text(self, new: dict[str, bytes], old: dict[str, bytes]) -> None:
        serving = effective_files(new, old, SHIPPED)
        troubled_before = {problem.file for problem in load_content(old, SHIPPED).problems}
        troubled_now = {problem.file for problem in load_content(serving, SHIPPED).problems}
        assert troubled_now & (old.keys() - troubled_before) == set()
        assert all(raw in (new.get(path), old.get(path)) for path, raw in serving.items())
        assert effective_files(new, serving, SHIPPED) == serving


def test_tells_entries_apart_by_what_they_say_not_where_they_stand() -> None:
    (one,) = load_content({"a.yaml": entry("a")}, SHIPPED).entries
    (other,) = load_content({"b.yaml": b"# x\n" + entry("a")}, SHIPPED).entries
    assert one == other == Entry("a", {"da": ("a",)}, {"da": ("Svar",)})
