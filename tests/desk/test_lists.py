"""The lists of conversations, their counts, filters and pages, and the search."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.composition import Ground, create_app
from bot.core.conversation import Priority, State
from bot.core.incoming import Channel
from bot.keeping import Keeper
from bot.settings import Settings
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.labels import label_conversation
from bot.store.queue import PAGE, Filters, View, count_views, page_of_view
from bot.store.schema import sessions
from bot.store.sealing import Open, Sealed
from bot.store.users import Role
from tests.casts.colleague import HOUR, Colleague
from tests.casts.desk import KEY, DeskClient, desk_app, nine_oclock, text_of
from tests.casts.fresh_database import fresh_database
from tests.casts.happenings import NOON, echo

SEAL = Open()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return fresh_database(request.param, request, tmp_path)


def in_view(database: Database, view: View, person: str = "mette", **filters: str) -> list[str | None]:
    with database.reading() as connection:
        lines, _ = page_of_view(connection, SEAL, view, person, Filters(**filters))
    return [line.conversation.customer for line in lines]


def change(database: Database, conversation_id: int, **facts: object) -> None:
    with database.writing() as connection:
        save_conversation(connection, replace(load_conversation(connection, conversation_id), **facts))  # type: ignore[arg-type]


def test_who_waits_comes_by_the_promised_time_and_then_by_priority(colleague: Colleague, database: Database) -> None:
    anna, bo, cilla, dan = (colleague.waits(name) for name in ("anna", "bo", "cilla", "dan"))
    change(database, anna, promised_by=NOON + 2 * HOUR, priority=Priority.NORMAL)
    change(database, bo, promised_by=NOON + HOUR)
    change(database, cilla, promised_by=None)
    change(database, dan, promised_by=NOON + 2 * HOUR, priority=Priority.URGENT)

    assert in_view(database, View.WAITING) == ["bo", "dan", "anna", "cilla"]


def test_each_conversation_is_in_the_lists_where_somebody_would_look_for_it(
    colleague: Colleague, database: Database
) -> None:
    numbers = {name: colleague.waits(name) for name in ("anna", "bo", "cilla", "dan", "eva")}
    colleague.heard("hej", "finn")
    change(database, numbers["anna"], assigned_to="mette")
    change(database, numbers["bo"], assigned_to="jonas")
    change(database, numbers["cilla"], snoozed_until=NOON + HOUR, assigned_to="mette")
    change(database, numbers["dan"], state=State.DONE, waiting_since=None)
    colleague.answer(numbers["eva"])

    found = {view: sorted(filter(None, in_view(database, view))) for view in View}
    assert found == {
        View.WAITING: ["anna", "bo"],
        View.MINE: ["anna", "eva"],
        View.UNASSIGNED: [],
        View.SNOOZED: ["cilla"],
        View.BOT: ["finn"],
        View.DONE: ["dan"],
    }
    with database.reading() as connection:
        assert count_views(connection, "mette") == {view: len(names) for view, names in found.items()}


def test_a_list_is_narrowed_by_channel_language_department_and_label(colleague: Colleague, database: Database) -> None:
    anna, bo = colleague.waits("anna"), colleague.waits("bo")
    change(database, anna, language="da", department="shop")
    change(database, bo, language="cs", department="press")
    with database.writing() as connection:
        label_conversation(connection, bo, "kage")

    assert in_view(database, View.WAITING, language="cs") == ["bo"]
    assert in_view(database, View.WAITING, department="shop") == ["anna"]
    assert in_view(database, View.WAITING, label="kage") == ["bo"]
    assert in_view(database, View.WAITING, channel=Channel.INSTAGRAM) == []


def test_the_list_shows_what_somebody_waits_for_and_otherwise_what_was_said_last(
    colleague: Colleague, database: Database
) -> None:
    waits = colleague.waits("anna")
    colleague.unsent_notice(waits)
    answered = colleague.waits("bo")
    colleague.answer(answered, "Ja, gerne!")

    with database.reading() as connection:
        lines, _ = page_of_view(connection, SEAL, View.WAITING, "mette")
        mine, _ = page_of_view(connection, SEAL, View.MINE, "mette")
    assert [line.last.text for line in lines if line.last] == ["kan I lave en kage?"]
    assert [line.last.text for line in mine if line.last] == ["Ja, gerne!"]


def test_an_answer_from_metas_inbox_is_what_was_said_last(colleague: Colleague, database: Database) -> None:
    colleague.heard("hej", "anna")
    later = NOON + timedelta(minutes=1)
    Keeper(database, SEAL, lambda: later, app_id=None).keep(b"{}", [echo("Hej Anna!", occurred_at=later)])
    change(database, 1, state=State.BOT)

    with database.reading() as connection:
        lines, _ = page_of_view(connection, SEAL, View.BOT, "mette")
    assert [line.last.text for line in lines if line.last] == ["Hej Anna!"]


def test_a_long_list_is_read_a_page_at_a_time(colleague: Colleague, database: Database, tmp_path: Path) -> None:
    for number in range(PAGE + 1):
        colleague.waits(f"kunde{number}")
    mette = DeskClient(desk_app(database, tmp_path, clock=lambda: NOON), database).log_in(Role.AGENT, "mette")

    first = mette.get("/desk/?view=waiting").get_data(as_text=True)
    second = mette.get(f"/desk/?view=waiting&after={PAGE}").get_data(as_text=True)

    assert first.count('class="line ') == PAGE
    assert second.count('class="line ') == 1
    assert ">More</a>" in first
    assert ">More</a>" not in second


@pytest.mark.parametrize("strange", ["view=nonsense", "after=-1", "after=x", "language=", "channel=fax"])
def test_an_address_that_makes_no_sense_shows_a_list_all_the_same(visitor: DeskClient, strange: str) -> None:
    assert visitor.log_in(Role.AGENT).get(f"/desk/?{strange}").status_code == 200


def test_an_empty_list_says_what_to_do_next(visitor: DeskClient) -> None:
    visitor.log_in(Role.AGENT)

    told = {view: text_of(visitor.get(f"/desk/?view={view}")) for view in View}
    assert "Nobody is waiting." in told[View.WAITING]
    assert "You have nothing to do here." in told[View.MINE]
    assert "Nothing is snoozed." in told[View.SNOOZED]
    assert "Show all of them, without the filters" in text_of(visitor.get("/desk/?language=da"))


def test_search_finds_a_conversation_whatever_the_accents_and_marks_the_words(
    colleague: Colleague, visitor: DeskClient
) -> None:
    colleague.heard("Kan I lave en børnekage til lørdag?", "anna")
    visitor.log_in(Role.TRAINEE)

    page = visitor.get("/desk/search?q=BORNEKAGE lor").get_data(as_text=True)
    assert "/desk/c/1" in page
    assert "<mark>børnekage</mark>" in page
    assert "Nothing was found." in text_of(visitor.get("/desk/search?q=lagkage"))
    assert "not indexed" not in page


def test_search_says_that_it_is_limited_where_messages_are_encrypted(database: Database, tmp_path: Path) -> None:
    seal = Sealed(["a key"], purpose="texts")
    app = create_app(Ground(Settings(faq_dir=tmp_path, secret_key=KEY), database, seal, nine_oclock))
    (tmp_path / "house.yaml").write_text("name: Norden\n")

    assert "not indexed" in text_of(DeskClient(app, database).log_in(Role.AGENT).get("/desk/search?q=kage"))


def test_the_pulse_tells_what_has_changed_and_nothing_else(colleague: Colleague, visitor: DeskClient) -> None:
    visitor.log_in(Role.AGENT, "mette")
    colleague.waits("anna")
    first = visitor.get("/desk/pulse?view=waiting").get_json()
    have = ",".join(f"{name}:{part['mark']}" for name, part in first["parts"].items())

    again = visitor.get(f"/desk/pulse?view=waiting&have={have}").get_json()
    colleague.waits("bo")
    news = visitor.get(f"/desk/pulse?view=waiting&have={have}").get_json()

    assert set(first["parts"]) == {"counts", "list"}
    assert again["parts"] == {}
    assert set(news["parts"]) == {"counts", "list"}
    assert (first["waiting"], news["waiting"]) == (1, 2)
    assert "bo" in news["parts"]["list"]["html"]


def test_the_pulse_of_a_conversation_has_its_parts(colleague: Colleague, visitor: DeskClient) -> None:
    visitor.log_in(Role.AGENT, "mette")
    colleague.waits("anna")

    assert set(visitor.get("/desk/pulse?conversation=1").get_json()["parts"]) == {
        *("counts", "list", "head", "thread", "suggestions"),
    }
    assert visitor.get("/desk/pulse?conversation=77").status_code == 404


def test_a_page_that_nobody_looks_at_keeps_no_session_alive(visitor: DeskClient, database: Database) -> None:
    visitor.log_in(Role.AGENT)

    def seen_after(part: str) -> int:
        with database.writing() as connection:
            connection.execute(update(sessions).values(seen_at=sessions.c.seen_at - 3_600_000))
            before: int = connection.execute(select(sessions.c.seen_at)).scalar_one()
        visitor.get("/desk/pulse", **{"X-Part": part})
        with database.reading() as connection:
            return int(connection.execute(select(sessions.c.seen_at)).scalar_one()) - before

    assert seen_after("hidden") == 0
    assert seen_after("pulse") > 0


def test_who_has_a_conversation_is_called_by_their_name_on_the_rota_or_not(
    colleague: Colleague, database: Database, visitor: DeskClient
) -> None:
    change(database, colleague.waits("anna"), assigned_to="kim")
    visitor.log_in(Role.AGENT, "kim", "Kim Larsen")
    visitor.log_in(Role.AGENT, "mette")

    assert "Kim Larsen" in text_of(visitor.get("/desk/"))
