"""Who is there when: people say themselves that they are off or here, and swap shifts, which counts at once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from bot.core.content.house import House, Person
from bot.core.rota import RotaChange
from bot.desk.access import allowed, user
from bot.desk.lines import name_of
from bot.desk.office import Office
from bot.desk.plan import in_words, on_until, plan_of
from bot.desk.refusals import in_words as refusal_in_words
from bot.desk.tongue import gettext as _
from bot.people import Refused
from bot.rostering import Consequences, RotaBook, end_of_day
from bot.store.users import Role

LONGEST_NOTE = 200
FURTHEST = timedelta(days=366)
"""So far ahead people may say that they are off."""

Changes = Callable[[RotaBook, Sequence[Person]], list[RotaChange]]
"""What somebody asks for, who may speak for some people. Raises Refused, and Unclear."""


class Unclear(Exception):
    """The form does not say what is meant; the message says what to do."""


def shifts(office: Office) -> Blueprint:
    """The page of shifts."""
    pages = Blueprint("shifts", __name__)

    @pages.get("/shifts")
    @allowed(Role.TRAINEE)
    def plan() -> ResponseReturnValue:
        return _page(office)

    @pages.post("/shifts/off")
    @allowed(Role.TRAINEE)
    def off() -> ResponseReturnValue:
        return _change(office, _off)

    @pages.post("/shifts/here")
    @allowed(Role.TRAINEE)
    def here() -> ResponseReturnValue:
        return _change(office, _here)

    @pages.post("/shifts/swap")
    @allowed(Role.TRAINEE)
    def swap() -> ResponseReturnValue:
        return _change(office, _swap)

    return pages


def _change(office: Office, changes: Changes) -> ResponseReturnValue:
    """Do what was asked for, and show what becomes of it."""
    book = _book(office)
    try:
        fresh = changes(book, _speaks_for(office.house))
    except Unclear as unclear:
        return _page(office, error=str(unclear)), 422
    except Refused as refused:
        return _page(office, error=refusal_in_words(refused)), 422
    return _page(office, fresh, book.write(fresh, by=user().key))


def _page(
    office: Office, fresh: Sequence[RotaChange] = (), consequences: Consequences | None = None, *, error: str = ""
) -> str:
    """The rota, with what was just done and what that breaks."""
    book, speaks_for = _book(office), _speaks_for(office.house)
    me = next((one for one in office.house.rota if one.key == user().key), None)
    return render_template(
        "desk/shifts.html",
        plan=plan_of(book, speaks_for),
        me=me,
        on_until=on_until(book, me) if me else None,
        speaks_for=speaks_for,
        everybody=office.house.rota,
        done=in_words(fresh, book),
        consequences=consequences,
        name_of=name_of,
        error=error,
        longest_note=LONGEST_NOTE,
        furthest=book.now.date() + FURTHEST,
    )


def _book(office: Office) -> RotaBook:
    return RotaBook(office.database, office.reception, office.now())


def _speaks_for(house: House) -> tuple[Person, ...]:
    """Whose shifts the one who is logged in may change: their own, and an editor everybody's; theirs come first."""
    mine = tuple(one for one in house.rota if one.key == user().key)
    others = tuple(one for one in house.rota if one.key != user().key)
    return mine + others if user().role.includes(Role.EDITOR) else mine


def _off(book: RotaBook, speaks_for: Sequence[Person]) -> list[RotaChange]:
    today = book.now.date()
    starts, last = None, today
    match request.form.get("until"):
        case "today":
            pass
        case "tomorrow":
            last = today + timedelta(days=1)
        case "day":
            last = _day(today)
        case "that_day":
            last = _day(today)
            starts = _midnight(last, book)
        case _:
            raise Unclear(_("Say until when."))
    ends = end_of_day(_midnight(last, book))
    return [book.change(_person(speaks_for), starts, ends, on=False, note=_note())]


def _here(book: RotaBook, speaks_for: Sequence[Person]) -> list[RotaChange]:
    ends = None
    if request.form.get("until") == "time":
        ends = datetime.combine(book.now, _time(), tzinfo=book.now.tzinfo)
    return [book.change(_person(speaks_for), None, ends, on=True, note=_note())]


def _swap(book: RotaBook, speaks_for: Sequence[Person]) -> list[RotaChange]:
    gives, everybody = _person(speaks_for), book.reception.house.rota
    takes = next((one for one in everybody if one.key == request.form.get("takes")), None)
    if takes is None:
        raise Unclear(_("Choose who takes the shift."))
    note = _("%(takes)s for %(gives)s", takes=takes.name, gives=gives.name)
    return book.swap(gives, takes, _day(book.now.date()), note=note)


def _person(speaks_for: Sequence[Person]) -> Person:
    """Whose shift it is: one's own, unless the form names somebody else for whom one may speak."""
    key = request.form.get("person", user().key)
    return next((one for one in speaks_for if one.key == key), None) or abort(403)


def _day(today: date) -> date:
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        raise Unclear(_("Choose a day.")) from None
    if not today <= day <= today + FURTHEST:
        raise Unclear(_("Choose a day between today and a year from now."))
    return day


def _time() -> time:
    try:
        return time.fromisoformat(request.form.get("time", ""))
    except ValueError:
        raise Unclear(_("Choose a time.")) from None


def _note() -> str:
    words = " ".join(request.form.get("note", "").split())
    return "".join(filter(str.isprintable, words))[:LONGEST_NOTE]


def _midnight(day: date, book: RotaBook) -> datetime:
    return datetime.combine(day, time(), tzinfo=book.now.tzinfo)
