"""One round after another over all that waits, by one process at a time."""

import logging
from collections.abc import Callable, Mapping

from bot.store.chores import taken_chore
from bot.store.database import Database

logger = logging.getLogger(__name__)


class Lookout:
    """Goes the rounds. One that fails is told in the log and keeps none of the others from being gone."""

    def __init__(self, database: Database, ready: Callable[[], bool], rounds: Mapping[str, Callable[[], None]]) -> None:
        self._database = database
        self._ready = ready  # whether the house is known
        self._rounds = rounds

    def go_round(self) -> None:
        """Go each round once, unless another process is at it."""
        if not self._ready():
            return
        with taken_chore(self._database, "watch over who waits") as ours:
            for name, go in self._rounds.items() if ours else ():
                try:
                    go()
                except Exception:  # whatever it is, the others must go on
                    logger.exception("%s failed; trying again", name)
