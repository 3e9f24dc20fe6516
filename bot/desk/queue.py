"""Who waits, and who else writes: the lists."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import lazy_gettext
from sqlalchemy import Connection

from bot.core.incoming import Channel
from bot.desk.access import allowed, user
from bot.desk.lines import shown
from bot.desk.numbers import MOST_ROWS, number_in
from bot.desk.office import Office
from bot.store.conversations import load_conversations
from bot.store.labels import conversation_label_counts
from bot.store.notes import unseen_mentions
from bot.store.queue import PAGE, Filters, Line, View, count_views, lines_of, page_of_view
from bot.store.search import is_limited, search
from bot.store.users import Role

TITLES = {
    View.WAITING: lazy_gettext("Waiting"),
    View.MINE: lazy_gettext("Mine"),
    View.UNASSIGNED: lazy_gettext("Unassigned"),
    View.SNOOZED: lazy_gettext("Snoozed"),
    View.BOT: lazy_gettext("With the bot"),
    View.DONE: lazy_gettext("Done"),
}
"""What the lists are called."""

FOUND = 20
"""So many conversations are shown that a search finds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which list somebody looks at, and from where on."""

    view: View
    filters: Filters
    after: int = 0

    def query(self, **changes: object) -> dict[str, Any]:
        """The place as an address has it, with some of it changed."""
        values: dict[str, Any] = {"view": self.view.value, **asdict(self.filters), **changes}
        return {name: value for name, value in values.items() if value is not None}


def place_from(values: Mapping[str, str]) -> Place:
    """The place that an address names; what it does not know counts as not said."""
    view = View(values["view"]) if values.get("view") in set(View) else View.WAITING
    wanted = {name: values.get(name) or None for name in ("channel", "language", "department", "label")}
    return Place(view, Filters(**wanted), number_in(values.get("after"), most=MOST_ROWS) or 0)


def list_context(connection: Connection, office: Office, place: Place) -> dict[str, Any]:
    """What the templates of a list need."""
    lines, more = page_of_view(connection, office.seal, place.view, user().key, place.filters, after=place.after)
    return {
        "place": place,
        "title": TITLES[place.view],
        "lines": shown(connection, lines, office, office.now()),
        "next_after": place.after + PAGE if more else None,
        "address_of": addresses(place),
    }


def addresses(place: Place | None = None) -> Callable[[int], str]:
    """Tells where conversations are, opened from a list; each page has many of them, so the rest is made once."""
    before, after = url_for("desk.conversation.page", conversation_id=0, **(place.query() if place else {})).split(
        "0", 1
    )
    return lambda conversation_id: f"{before}{conversation_id}{after}"


@dataclass(frozen=True, slots=True)
class List:
    """One of the lists, with how many conversations it has, up to MOST_COUNTED."""

    view: View
    title: str
    count: int


def lists(office: Office) -> list[List]:
    """All lists, as they are for who is logged in."""
    with office.database.reading() as connection:
        counts = count_views(connection, user().key)
    return [List(view, str(title), counts[view]) for view, title in TITLES.items()]


def mentions(office: Office) -> int:
    """How many conversations have notes that mention who is logged in, and that they have not seen."""
    with office.database.reading() as connection:
        return len({mention.conversation_id for mention in unseen_mentions(connection, user().key)})


def queue(office: Office) -> Blueprint:
    """The lists of conversations, and the search."""
    pages = Blueprint("queue", __name__)

    @pages.get("/")
    @allowed(Role.TRAINEE)
    def index() -> str:
        place = place_from(request.args)
        with office.database.reading() as connection:
            context = list_context(connection, office, place)
            context["labels"] = list(conversation_label_counts(connection))
        return render_template("desk/queue.html", channels=list(Channel), **context)

    @pages.get("/mentions")
    @allowed(Role.TRAINEE)
    def where_mentioned() -> str:
        with office.database.reading() as connection:
            ids = list(dict.fromkeys(one.conversation_id for one in unseen_mentions(connection, user().key)))
            lines = lines_of(connection, office.seal, load_conversations(connection, ids))
            found = shown(connection, lines, office, office.now())
        return render_template("desk/mentions.html", lines=found, address_of=addresses())

    @pages.get("/search")
    @allowed(Role.TRAINEE)
    def find() -> str:
        words = request.args.get("q", "").strip()
        with office.database.reading() as connection:
            found = search(connection, office.seal, words, limit=FOUND) if words else []
            there = {one.id: one for one in load_conversations(connection, [hit.id for hit in found])}
            lines = [Line(there[hit.id], last=None) for hit in found]  # what was found in it is shown instead
            hits = list(zip(shown(connection, lines, office, office.now()), found, strict=True))
        limited = is_limited(office.seal)
        return render_template("desk/search.html", words=words, found=hits, limited=limited, address_of=addresses())

    return pages
