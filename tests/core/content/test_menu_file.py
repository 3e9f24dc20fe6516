"""The menu names entries that customers can tap, and whatever does not fit is told where it can be mended."""

import pytest

from bot.core.content.loading import effective_files, load_content

ANSWERS = """\
- id: hours
  questions:
    da: Hvornår har I åbent?
    en: When are you open?
  answer: {da: Nu., en: Now.}
- id: booking
  questions: {da: Kan man booke bord}
  answer: {da: Ja.}
- id: hello
  kind: smalltalk
  questions: {da: Hej}
  answer: {da: Hej!}
- id: long
  questions:
    da: Hvordan kommer jeg hen til jer, når jeg er i kørestol?
    en:
      - How do I get to you?
      - How do I get to you when I am in a wheelchair?
  answer: {da: Sådan., en: Like this.}
- {id: late, kind: complaint, questions: {da: I er sent på den}, answer: {da: Undskyld.}}
- {id: fire, kind: urgent, questions: {da: Det brænder}, answer: {da: Ring 112.}}
- {id: outage, kind: statement, answer: {da: Siden er nede.}}
- {id: sale, from: 2026-11-23, questions: {da: Er der udsalg}, answer: {da: Ja.}}
- {id: post, surfaces: comment, questions: {da: Flot}, answer: {da: Tak.}}
- {id: apart, questions: {sv: Finns det kaffe, da: Er der kaffe}, answer: {en: Yes.}}
"""
ONE_TO_SIX = "".join(f"- {{id: q{n}, questions: {{da: Spørgsmål {n}}}, answer: {{da: Svar}}}}\n" for n in range(1, 7))


def load(house: str, answers: str = ANSWERS) -> tuple[tuple[str, ...], list[str]]:
    files = {"house.yaml": f"languages: [da, en]\n{house}\n".encode(), "answers.yaml": answers.encode()}
    content = load_content(files, {"en.yaml": b"da: {hello: Hej}\nen: {hello: Hello}\n"})
    return content.house.menu, [str(problem) for problem in content.problems]


@pytest.mark.parametrize(
    ("house", "menu"),
    [
        ("", ()),
        ("menu: hours", ("hours",)),
        ("menu: [booking, hours, hello]", ("booking", "hours", "hello")),
        ("menu:\n  - hours\n  - booking", ("hours", "booking")),
    ],
)
def test_names_the_entries_that_customers_tap_in_their_order(house: str, menu: tuple[str, ...]) -> None:
    assert load(house) == (menu, [])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bookin", "There is no sound entry “bookin”. Did you mean “booking”?"),
        ("xyz", "There is no sound entry “xyz”. Write the id of an entry."),
        ("late", "“late” is of kind complaint, which nobody taps in a menu: take it out."),
        ("fire", "“fire” is of kind urgent, which nobody taps in a menu: take it out."),
        ("outage", "“outage” is of kind statement, which nobody taps in a menu: take it out."),
        ("post", "“post” does not answer messages: take it out, or add message to its surfaces."),
        (
            "sale",
            "“sale” answers on certain days only, and a menu is not taken back by itself: take it out, or name an "
            "entry without from and until.",
        ),
        ("apart", "“apart” has questions and an answer together in none of the house's languages: take it out."),
        ("hours", "“hours” is in the menu twice: make one of the two."),
    ],
)
def test_leaves_out_what_is_nothing_for_a_menu_and_tells_where_it_is_named(name: str, told: str) -> None:
    assert load(f"menu: [hours, {name}]") == (("hours",), [f"house.yaml:2:15: {told}"])


def test_a_question_that_is_too_long_is_told_where_it_stands() -> None:
    assert load("menu: [long, hours]") == (
        ("hours",),
        [
            "answers.yaml:15:9: The menu in house.yaml shows this question, and has room for 30 characters, not 54: "
            "put a shorter question before it, or take “long” out of the menu."
        ],
    )


def test_a_question_of_thirty_characters_fits() -> None:
    title = "Hvornår har I åbent i weekends"
    assert len(title) == 30
    answers = ANSWERS.replace("Hvornår har I åbent?", title)
    assert load("menu: hours", answers) == (("hours",), [])
    assert load("menu: hours", answers.replace(title, f"{title}?"))[0] == ()


def test_has_room_for_five_questions() -> None:
    menu, problems = load("menu: [q1, q2, q3, q4, q5, q6]", ONE_TO_SIX)
    assert menu == ("q1", "q2", "q3", "q4", "q5")
    assert problems == [
        "house.yaml:2:28: A menu under a customer's thumb has room for 5 questions: take “q6” out, or another."
    ]


def test_a_question_that_outgrows_the_menu_waits_until_it_fits() -> None:
    house = b"languages: [da, en]\nmenu: [hours]\n"
    previous = {"house.yaml": house, "answers.yaml": ANSWERS.encode()}
    edited = ANSWERS.replace("Hvornår har I åbent?", "Hvornår har I åbent i de lange weekender?").encode()
    assert effective_files({"house.yaml": house, "answers.yaml": edited}, previous, {}) == previous
