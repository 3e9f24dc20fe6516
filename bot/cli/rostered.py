"""People of the rota as they are called at the terminal."""

import click

from bot.core.content.house import House, Person
from bot.core.content.nearest import did_you_mean


def person_called(name: str, house: House, *, option: str) -> Person:
    """Somebody by their key or name. Raises click.BadParameter."""
    if not house.rota:
        raise click.BadParameter("house.yaml has no rota; name your people there first", param_hint=option)
    wanted = name.strip().casefold()
    exactly = [one for one in house.rota if one.key == name.strip()]
    alike = [one for one in house.rota if wanted in {one.key.casefold(), one.name.casefold()}]
    found = next(iter([*exactly, *alike]), None)
    if found is None:
        keys = [one.key for one in house.rota]
        meant = did_you_mean(name, keys) or f" There are {', '.join(keys)}."
        raise click.BadParameter(f"Nobody on the rota is called {name!r}.{meant}", param_hint=option)
    return found
