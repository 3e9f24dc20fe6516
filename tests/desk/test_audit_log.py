"""Who did what, as administrators read it."""

import pytest

from bot.store import audit
from bot.store.database import Database
from bot.store.users import Role
from tests.casts.desk import DeskClient, nine_oclock, text_of


@pytest.fixture
def boss(visitor: DeskClient, database: Database) -> DeskClient:
    """An administrator, after a busy day."""
    boss = visitor.log_in(Role.ADMIN, "boss")
    with database.writing() as connection:
        for number in range(60):
            audit.note(connection, "boss", "role_changed", detail=f"nr{number:02}", now=nine_oclock())
        audit.note(connection, None, "login_failed", detail="8.8.8.8", now=nine_oclock())
        audit.note(connection, "gone", "teleported", detail="<b>there</b>", now=nine_oclock())
    return boss


def test_lists_the_newest_first_and_goes_back_page_by_page(boss: DeskClient) -> None:
    page = boss.get("/desk/audit")
    told = text_of(page)
    assert told.index("gone teleported") < told.index("Login failed 8.8.8.8") < told.index("Boss Changed a role nr59")
    assert "<b>there" not in page.get_data(as_text=True)
    assert "nr11" not in told

    older = text_of(boss.get("/desk/audit?before=13"))
    assert ("nr12" in older, "nr11" in older, "nr00" in older, "Older" in older) == (False, True, True, False)


def test_may_be_narrowed_to_a_person_or_an_action(boss: DeskClient) -> None:
    failed = text_of(boss.get("/desk/audit?action=login_failed&person="))
    assert ("8.8.8.8" in failed, "nr59" in failed) == (True, False)

    own = text_of(boss.get("/desk/audit?person=boss"))
    assert ("nr59" in own, "8.8.8.8" in own) == (True, False)


@pytest.mark.parametrize("query", ["before=x", "before=" + "9" * 30, "person=nobody", "action=nothing", "before=-1"])
def test_what_makes_no_sense_is_not_minded(boss: DeskClient, query: str) -> None:
    assert boss.get(f"/desk/audit?{query}").status_code == 200
