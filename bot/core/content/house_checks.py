"""Checks what one key of `house.yaml` says against another."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.core import public_holidays
from bot.core.content.fields import read_pairs, read_text, read_texts
from bot.core.content.findings import Findings
from bot.core.content.house import House, Person, Week
from bot.core.content.nearest import did_you_mean
from bot.core.content.nodes import Fields, Items, Node, Placed, Scalar

_ANY = "*"
_DAY = 24 * 60
_WEEK = 7 * _DAY
_EXCEPTIONS = (("exceptions",), ("departments", _ANY, "exceptions"), ("pages", _ANY, "exceptions"))


def check_house(house: House, given: Mapping[str, Node], found: Findings) -> None:
    """Tell what does not fit together: holidays and departments that are named but not there, hours without people."""
    if house.holidays or "holidays" not in given:
        for path in _EXCEPTIONS:
            for exceptions in _values(given.get(path[0]), *path[1:]):
                _check_holidays(exceptions, house, found)
    for departments in _values(given.get("rota"), _ANY, "departments"):
        for name in read_texts(departments, found.apart()):
            _check_department(name, house, found)
    _check_keys(given.get("rota"), found)
    if house.rota and len(house.rota) == len(read_pairs(given["rota"], found.apart())):
        _check_manned(house, given, found)


def _check_keys(rota: Node | None, found: Findings) -> None:
    """Commands take the keys of people in any case."""
    firsts: dict[str, Scalar] = {}
    for key, _ in read_pairs(rota, found.apart()) if rota else ():
        first = firsts.setdefault(key.text.casefold(), key)
        if first is not key:
            found.add(key, f"“{key.text}” differs from “{first.text}” in capitals only: give one another key.")


def _check_holidays(exceptions: Node, house: House, found: Findings) -> None:
    """Each holiday of a list of exceptions exists, and is there once."""
    lines: dict[frozenset[date], int] = {}
    for node in _values(exceptions, "holiday"):
        name = read_text(node, found.apart())
        if name is None:
            continue
        if house.holidays is None:
            found.add(name, f"“{name.text[:40]}” is a holiday of which country? Write holidays: and its two letters.")
            continue
        days = public_holidays.known_days(house.holidays, name.text)
        if not days:
            known = public_holidays.known_names(house.holidays)
            hint = did_you_mean(name.text, known) or (
                f" There are, for example, {', '.join(known[:3])}." if known else ""
            )
            found.add(name, f"{house.holidays.country} has no holiday “{name.text[:40]}”.{hint}")
        elif days in lines:
            found.add(name, f"This is the very same holiday as that in line {lines[days]}: make one of the two.")
        else:
            lines[days] = name.line


def _check_department(name: Scalar, house: House, found: Findings) -> None:
    if name.text not in house.departments:
        known = sorted(house.departments)
        there_are = f"There are {', '.join(known)}." if known else "Name it under departments:, or delete it here."
        hint = did_you_mean(name.text, known) or f" {there_are}"
        found.add(name, f"There is no department “{name.text[:40]}”.{hint}")


def _check_manned(house: House, given: Mapping[str, Node], found: Findings) -> None:
    """Somebody is there at some time of the hours of the house, of each Page, and of each department."""
    whose: list[tuple[Placed, str, Week]] = [(given["rota"], "the house", house.hours)]
    for key, _ in _pairs(given.get("pages"), found):
        if (page := house.pages.get(key.text)) and page.hours:
            whose.append((key, f"the Page {key.text}", page.hours))
    for place, name, hours in whose:
        if not _is_manned(hours, house.rota):
            found.add(
                place,
                f"Nobody on the rota is there in the hours of {name}: add somebody who is, or correct one of the two.",
            )
    for key, _ in _pairs(given.get("departments"), found):
        team = [one for one in house.rota if not one.departments or key.text in one.departments]
        if not _is_manned(house.departments[key.text].hours or house.hours, team):
            found.add(
                key,
                f"Nobody on the rota answers for “{key.text}” in its hours: add it to the departments of somebody who "
                "is there then, or correct its hours.",
            )


def _pairs(node: Node | None, found: Findings) -> list[tuple[Scalar, Node]]:
    return [] if node is None else read_pairs(node, found.apart())


def _is_manned(hours: Week, people: Iterable[Person]) -> bool:
    """Whether somebody is ever there in the hours, where there are any."""
    return not any(hours) or any(_meet(hours, week) for person in people for week in person.weeks)


def _meet(one: Week, other: Week) -> bool:
    """Whether two weeks that come again and again have some time in common."""
    return any(
        start < end_there + shift and start_there + shift < end
        for start, end in _minutes(one)
        for start_there, end_there in _minutes(other)
        for shift in (-_WEEK, 0, _WEEK)
    )


def _minutes(week: Week) -> Iterator[tuple[int, int]]:
    return ((day * _DAY + start, day * _DAY + end) for day, spans in enumerate(week) for start, end in spans)


def _values(node: Node | None, *path: str) -> Iterator[Node]:
    """What stands at a path of keys; a star is for any key, and lists are gone through."""
    if node is not None and not path:
        yield node
    elif isinstance(node, Items):
        for one in node.nodes:
            yield from _values(one, *path)
    elif isinstance(node, Fields):
        for name, value in node.pairs:
            if isinstance(name, Scalar) and path[0] in {_ANY, name.text}:
                yield from _values(value, *path[1:])
