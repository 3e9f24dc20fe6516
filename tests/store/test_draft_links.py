"""Links with which a colleague drafts an answer."""

from sqlalchemy import select, update

from bot.store.columns import database_now
from bot.store.database import Database
from bot.store.draft_links import DraftLink, draft_link, make_draft_link, use_draft_link
from bot.store.schema import links
from tests.casts.colleague import Colleague


def test_a_link_may_be_looked_at_often_and_used_once(database: Database) -> None:
    number = Colleague(database).heard()
    with database.writing() as connection:
        token = make_draft_link(connection, number, "shop@example.com")
        link = DraftLink(number, "shop@example.com")

        assert draft_link(connection, token) == draft_link(connection, token) == link
        assert use_draft_link(connection, token) == link
        assert use_draft_link(connection, token) is None
        assert draft_link(connection, token) is None


def test_a_link_is_good_for_seven_days_and_for_nobody_who_guesses_or_reads_the_database(database: Database) -> None:
    number = Colleague(database).heard()
    with database.writing() as connection:
        token = make_draft_link(connection, number, "shop@example.com")
        kept = connection.execute(select(links)).one()
        assert len(token) >= 43
        assert token not in str(kept)
        assert draft_link(connection, kept.token) is None
        assert draft_link(connection, token.swapcase()) is None

        connection.execute(update(links).values(kind="login"))
        assert draft_link(connection, token) is None
        week_ms = 7 * 24 * 3_600_000
        connection.execute(update(links).values(kind="draft", expires_at=links.c.expires_at - week_ms))
        assert draft_link(connection, token) is None
        assert use_draft_link(connection, token) is None
        connection.execute(update(links).values(expires_at=database_now() + 1000))
        assert draft_link(connection, token) is not None
