"""Who the customer is, and people of a kind."""

from pathlib import Path

import pytest
from flask import Flask

from bot.core.content.house import Address
from bot.keeping import Keeper
from bot.store.database import Database
from bot.store.sealing import Open
from bot.store.users import Role
from tests.casts.colleague import Colleague
from tests.casts.desk import DeskClient, desk_app, text_of
from tests.casts.happenings import NOON, comment


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    return desk_app(database, tmp_path, clock=lambda: NOON)


@pytest.fixture
def colleague(colleague: Colleague) -> Colleague:
    colleague.waits("anna")
    return colleague


@pytest.fixture
def mette(visitor: DeskClient) -> DeskClient:
    return visitor.log_in(Role.EDITOR, "mette", "Mette")


def test_what_is_known_of_a_customer_is_kept(mette: DeskClient, colleague: Colleague) -> None:
    known = {"name": "  Anna   Holm ", "language": "en", "address": "formal", "about": "Køber til kontoret."}
    mette.post("/desk/c/1/customer", known)

    one = colleague.conversation()
    assert (one.customer_name, one.language, one.address) == ("Anna Holm", "en", Address.FORMAL)
    assert "Køber til kontoret." in text_of(mette.get("/desk/c/1"))


def test_nonsense_about_a_customer_changes_nothing(mette: DeskClient, colleague: Colleague) -> None:
    before = colleague.conversation()

    mette.post("/desk/c/1/customer", {"language": "xx", "address": "rude"})
    assert colleague.conversation() == before


def test_other_conversations_of_the_same_customer_are_listed(
    mette: DeskClient, colleague: Colleague, database: Database
) -> None:
    Keeper(database, Open(), lambda: NOON, app_id=None).keep(b"{}", [comment("Flot!", "anna")])
    mette.post("/desk/c/1/customer", {"name": "Anna"})

    assert "#2 comment" in text_of(mette.get("/desk/c/1")).split("Other conversations")[1]
    assert colleague.conversation(2).customer_name == "Anna"


def test_one_person_on_two_channels_is_joined_and_parted(mette: DeskClient, colleague: Colleague) -> None:
    other = colleague.waits("anna.insta")
    mette.post("/desk/c/1/customer/label", {"add": "Ambassadør"})

    assert "They are one person now." in text_of(
        mette.get(mette.post("/desk/c/1/customer/join", {"other": f"#{other}"}).location)
    )
    assert "ambassadør" in text_of(mette.get(f"/desk/c/{other}"))
    mette.post(f"/desk/c/1/customer/part/{other}")
    assert "Other conversations" not in text_of(mette.get("/desk/c/1"))


@pytest.mark.parametrize("other", ["1", "99", "x", "", "9" * 30])
def test_there_is_somebody_else_to_join_with(mette: DeskClient, colleague: Colleague, other: str) -> None:
    told = text_of(mette.get(mette.post("/desk/c/1/customer/join", {"other": other}).location))

    assert "There is no other conversation of that number." in told
    assert colleague.conversation().id == 1


def test_complaints_and_who_handled_it_last_are_told(mette: DeskClient, colleague: Colleague) -> None:
    colleague.answer(1, person="jonas")

    told = text_of(mette.get("/desk/c/1"))
    assert "Complaints 0" in told
    assert "Last handled by Jonas" in told


def test_people_of_a_kind_are_listed_and_exported(mette: DeskClient, colleague: Colleague) -> None:
    mette.post("/desk/c/1/customer", {"name": "=HYPERLINK(evil)"})
    mette.post("/desk/c/1/customer/label", {"add": "Influencer"})

    assert "influencer (1)" in text_of(mette.get("/desk/people"))
    assert "=HYPERLINK(evil)" in text_of(mette.get("/desk/people?label=influencer"))
    exported = mette.post("/desk/people/export", {"label": "influencer"})
    assert exported.mimetype == "text/csv"
    assert exported.get_data(as_text=True).splitlines()[1].startswith("'=HYPERLINK(evil),messenger,")
    assert colleague.conversation().customer == "anna"


def test_only_editors_take_lists_of_customers_away(visitor: DeskClient, colleague: Colleague) -> None:
    visitor.log_in(Role.AGENT)

    assert visitor.post("/desk/people/export", {"label": "influencer"}).status_code == 403
    assert visitor.get("/desk/people").status_code == 200
    assert colleague.conversation().id == 1


def test_where_nobody_has_a_label_it_says_how_to_give_one(mette: DeskClient, colleague: Colleague) -> None:
    assert "Nobody has a label yet." in text_of(mette.get("/desk/people"))
    assert colleague.conversation().id == 1
