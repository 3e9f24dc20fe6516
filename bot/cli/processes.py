"""`svartid run` and `svartid worker`: the processes."""

import os
import signal
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Event
from types import FrameType

import click

from bot.cli.pages import set_up_menus
from bot.cli.users import link_of_admin, staff
from bot.composition import create_worker, house_of_folder, lay_ground, menus_of_folder
from bot.content_files import read_content_files
from bot.settings import Settings, read_settings
from bot.store.migrating import is_up_to_date, upgrade
from bot.store.search_index import index_missing
from bot.trial import Trial, TrialFailed, harmless, require_ports, require_room, running

TRIAL_FOLDER = Path("var")


@click.command()
def worker() -> None:
    """Decide about what came in and send what goes out; any number may run."""
    ground = lay_ground(read_settings(os.environ))
    read_content_files(ground.settings.faq_dir)  # a worker without its FAQ folder should say so at once
    if not is_up_to_date(ground.database):
        raise click.ClickException("The tables are not up to date; run `svartid db upgrade` first.")
    stopping = Event()

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    create_worker(ground, stopping=stopping).run()


@click.command()
def run() -> None:
    """Try everything on this machine: web, worker and a stand-in for Meta, no account needed."""
    outside = harmless(os.environ)
    settings = read_settings(outside)
    trial = Trial(settings.port, TRIAL_FOLDER, house=house_of_folder(settings).name)
    require_room(TRIAL_FOLDER)
    require_ports(trial.port)
    environment = prepared(trial, outside)
    click.echo("Starting. A large FAQ of your own is fitted first, and how far that is stands below.")
    stop_by_signals()
    try:
        with running(trial, environment) as started:
            menus = menus_of_folder(settings)  # takes a second, in which the processes start
            started.wait_until_ready()
            set_up_menus(read_settings(environment), menus)
            click.echo(_where_to_click(trial, read_settings(environment)))
            while started.goes_on():
                time.sleep(0.5)
            raise click.ClickException("One of the processes ended by itself; its last lines above say why.")
    except TrialFailed as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo("Stopped.")


def prepared(trial: Trial, outside: Mapping[str, str]) -> dict[str, str]:
    """The environment of a trial's processes, with tables and people there and its clock in the present."""
    environment = {**outside, **trial.environment()}
    trial.clock.unlink(missing_ok=True)
    ground = lay_ground(read_settings(environment))
    upgrade(ground.database)
    index_missing(ground.database, ground.seal)
    staff(ground, house_of_folder(ground.settings).rota)
    ground.database.close()
    return environment


_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, kill, the terminal's window closed


def stop_by_signals() -> None:
    """From now on the first signal to stop raises KeyboardInterrupt; a second one, while all stops, does nothing."""

    def interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        for each in _STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in _STOPPING:
        signal.signal(number, interrupt)


def _where_to_click(trial: Trial, settings: Settings) -> str:
    return (
        f"\nSvartid is running.\n"
        f"  Write to it as a customer   {trial.standin}/\n"
        f"  Answer as a person          {link_of_admin(settings)}  (once)\n"
        f"  See how it is               {trial.web}/readyz\n"
        f"  Change the answers in       {settings.faq_dir}/  (taken up within seconds)\n"
        f"  Travel in time              {_how_to_travel(frozen_at=settings.now)}\n"
        f"  See who waits for a person  DATABASE_URL=sqlite:///{trial.database} SVARTID_CLOCK_FILE={trial.clock} "
        f"{Path(sys.argv[0])} queue\n"
        f"  Stop                        Ctrl-C\n"
    )


def _how_to_travel(*, frozen_at: datetime | None) -> str:
    if frozen_at is None:
        return "the clock at the top of the customer's page: tonight, Sunday, 24 December"
    return f"not in this trial: SVARTID_NOW holds the clock at {frozen_at:%Y-%m-%d %H:%M} UTC"
