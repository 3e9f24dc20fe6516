"""What is worth asking in a trial."""

from datetime import date

from flask import Flask

from bot.clock import business_clock
from bot.content_files import shipped_wording
from bot.core.content.entry import Entry, EntryKind
from bot.core.content.loading import load_content
from bot.core.incoming import Surface
from bot.trying import MOST, questions_to_try, trying
from tests.casts.happenings import NOON

TODAY = NOON.date()


def entry(name: str, kind: EntryKind = EntryKind.ANSWER, **facts: object) -> Entry:
    asked = {"da": (name, f"{name}?")}
    return Entry(**{"id": name, "questions": asked, "answer": {"da": ("Ja.",)}, "kind": kind, **facts})  # type: ignore[arg-type]


def test_asks_one_question_of_each_entry_in_each_language_that_answers_it() -> None:
    both = entry("wifi", questions={"da": ("Har I wifi?",), "en": ("Is there wifi?",)}, answer={"da": ("Ja.",)})

    asked = questions_to_try([both, entry("hunde")], TODAY)
    assert sorted(asked["da"]) == ["Har I wifi?", "hunde?"]
    assert asked.get("en", []) == []


def test_asks_as_people_do_rather_than_by_the_title_that_comes_first() -> None:
    booking = entry("bord", questions={"da": ("Bestil bord", "Kan man sidde hos jer i aften?")})

    assert questions_to_try([booking], TODAY)["da"] == ["Kan man sidde hos jer i aften?"]


def test_mixes_a_few_of_each_kind_among_many_answers() -> None:
    kinds = (EntryKind.SMALLTALK, EntryKind.COMPLAINT, EntryKind.URGENT, EntryKind.ANSWER)
    entries = [entry(f"{kind}-{number}", kind) for kind in kinds for number in range(10)]
    asked = questions_to_try(entries, TODAY)["da"]

    assert len(asked) == len(set(asked)) == MOST
    assert [question.split("-")[0] for question in asked[:6]] == [
        "answer", "smalltalk", "answer", "complaint", "answer", "urgent",
    ]  # fmt: skip


def test_a_kind_that_runs_out_leaves_room_to_the_others() -> None:
    entries = [entry("hej", EntryKind.SMALLTALK), *(entry(f"svar-{number}") for number in range(20))]
    asked = questions_to_try(entries, TODAY)["da"]

    assert len(asked) == MOST
    assert "hej?" in asked


def test_the_order_does_not_depend_on_that_of_the_files() -> None:
    entries = [entry(f"svar-{number}") for number in range(20)]

    assert questions_to_try(entries, TODAY) == questions_to_try(entries[::-1], TODAY)


def test_leaves_out_what_gets_no_answer_today_in_a_message() -> None:
    christmas = entry("jul", from_=date(2026, 12, 1), until=date(2026, 12, 24))
    only_public = entry("opslag", surfaces=frozenset({Surface.COMMENT}))
    statement = entry("nedbrud", EntryKind.STATEMENT)

    assert questions_to_try([christmas, only_public, statement], TODAY).get("da", []) == []
    assert questions_to_try([christmas], date(2026, 12, 24))["da"] == ["jul?"]


def test_the_route_tells_them_by_language_on_the_day_at_the_house() -> None:
    answers = "- {id: jul, from: 2026-11-24, questions: {da: Har I juleøl}, answer: {da: Ja.}}\n"
    house = "languages: [da]\ntimezone: Pacific/Auckland\n"  # where the 24th has begun
    content = load_content({"house.yaml": house.encode(), "answers.yaml": answers.encode()}, shipped_wording())
    app = Flask("test")
    app.register_blueprint(trying(lambda: content, business_clock(NOON)))

    answer = app.test_client().get("/try")
    assert (answer.status_code, answer.get_json()) == (200, {"da": ["Har I juleøl"]})
