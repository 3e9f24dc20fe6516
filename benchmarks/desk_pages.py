"""How long the server takes for the desk's pages at 100,000 conversations, beside a desk that has hardly any:
`python -m benchmarks.desk_pages`.

Both desks are asked in turn, so that whatever else the machine does hits both alike. Ends with 1 where a page takes too
long, or too many times as long as on the small desk.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks.crowd import gather
from bot.composition import Ground, create_app
from bot.content_files import SAMPLE
from bot.desk.sessions import TOKEN
from bot.settings import Settings
from bot.store.database import Database, open_database
from bot.store.migrating import upgrade
from bot.store.schema import conversations, users
from bot.store.sealing import Open
from bot.store.sessions import begin_session

MANY, FEW = 100_000, 20
ROUNDS = 40

LONGEST_MS = 50
MOST_TIMES = 3

NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)  # a Wednesday, noon in Copenhagen

PAGES = (
    "/desk/?view=waiting",
    "/desk/?view=mine",
    "/desk/?view=unassigned",
    "/desk/?view=snoozed",
    "/desk/?view=bot",
    "/desk/?view=done",
    "/desk/?view=done&after=400",
    "/desk/?view=waiting&language=cs",
    "/desk/?view=bot&channel=instagram",
    "/desk/?view=done&language=da",
    "/desk/?view=done&department=shop",
    "/desk/?view=bot&label=wedding",
    "/desk/search?q=jensen",
    "/desk/search?q=zofie+dvorak",
    "/desk/search?q=levering",
    "/desk/search?q=ha",
    "/desk/search?q=i",
    "/desk/search?q=00421",
    "/desk/search?q=%23{done}",
    "/desk/c/{waiting}",
    "/desk/c/{done}",
    "/desk/pulse?view=waiting",
    "/desk/pulse?view=waiting&conversation={waiting}",
)
"""What is opened; {waiting} and {done} stand for the number of such a conversation."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody's browser at the desk of a business."""

    browser: FlaskClient
    numbers: dict[str, int]  # of a conversation by its state

    def time(self, page: str) -> float:
        """Milliseconds that a page takes. Raises RuntimeError where it does not come."""
        began = time.perf_counter()
        response = self.browser.get(page.format(**self.numbers))
        taken = (time.perf_counter() - began) * 1000
        if response.status_code != 200:
            raise RuntimeError(f"{page}: {response.status}")
        return taken


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a page took at the small desk and at the large one, each time."""

    page: str
    few: Sequence[float]
    many: Sequence[float]

    @property
    def times(self) -> float:
        """How many times as long it takes at the large one."""
        return median(self.many) / median(self.few)

    @property
    def is_quick(self) -> bool:
        """Whether it is as quick as it must be."""
        return median(self.many) <= LONGEST_MS and self.times <= MOST_TIMES


def main() -> None:
    """Read the command line, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=MANY, help="conversations of the large desk")
    parser.add_argument("--few", type=int, default=FEW, help="conversations of the small desk")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", type=Path, help="where the databases are kept for the next time")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = chosen.folder or Path(passing)
        desks = [open_desk(folder / f"{count}-conversations.db", count) for count in (chosen.few, chosen.many)]
        timings = [measure(page, *desks, rounds=chosen.rounds) for page in PAGES]
    sys.stdout.write(table(timings, few=chosen.few, many=chosen.many))
    sys.exit(0 if all(timing.is_quick for timing in timings) else 1)


def open_desk(path: Path, count: int) -> Desk:
    """The desk of the sample business with so many conversations; they are made up where the file is not there."""
    is_new = not path.exists()
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    if is_new:
        gather(database, count, now=NOON)
    settings = Settings(faq_dir=SAMPLE, secret_key="not-secret: it is the key of a benchmark")  # noqa: S106
    app = create_app(Ground(settings, database, Open(), lambda: NOON))
    return Desk(_logged_in(app.test_client(), database), _one_of_each_state(database))


def _logged_in(browser: FlaskClient, database: Database) -> FlaskClient:
    with database.writing() as connection:
        someone = connection.execute(select(users.c.key).order_by(users.c.key)).scalars().first()
        token = begin_session(connection, someone or "")
    with browser.session_transaction("/desk/") as session:
        session[TOKEN] = token
    return browser


def _one_of_each_state(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        numbers = select(conversations.c.state, conversations.c.id).order_by(conversations.c.id)
        return {row.state: row.id for row in connection.execute(numbers)}


def measure(page: str, few: Desk, many: Desk, *, rounds: int = ROUNDS) -> Timing:
    """A page at both desks in turn; the first time, when templates are read, does not count."""
    turns = [(few.time(page), many.time(page)) for _ in range(rounds + 1)][1:]
    return Timing(page, *zip(*turns, strict=True))


def table(timings: Iterable[Timing], *, few: int, many: int) -> str:
    """The times in milliseconds as Markdown."""
    head = [
        f"| page | {few:,}: median, ms | p95 | {many:,}: median, ms | p95 | times |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    return "\n".join([*head, *map(_row, timings)]) + "\n"


def _row(timing: Timing) -> str:
    figures = [f"{figure:.1f}" for few_or_many in (timing.few, timing.many) for figure in _figures(few_or_many)]
    missed = "" if timing.is_quick else " ✗"
    return f"| `{timing.page}` | {' | '.join(figures)} | {timing.times:.2f}{missed} |"


def _figures(times: Sequence[float]) -> tuple[float, float]:
    return median(times), quantiles(times, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    main()
