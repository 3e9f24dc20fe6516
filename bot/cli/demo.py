"""`svartid demo`: a day at the sample business, through the real program, in a minute."""

import os
import tempfile
import time
from pathlib import Path

import click

from bot.cli.processes import TRIAL_FOLDER, prepared, stop_by_signals
from bot.composition import lay_ground
from bot.content_files import SAMPLE
from bot.demo import telling
from bot.demo.customers import Customers
from bot.demo.day import Scene, Step, read_day
from bot.demo.playing import Outcome, play
from bot.settings import read_settings
from bot.store.starting_afresh import forget_everything_said
from bot.trial import Trial, TrialFailed, free_ports, harmless, require_room, running

LAST_LINES = 20


@click.command()
def demo() -> None:
    """Play a day at the sample business through the real program; exits 1 if something does not go as it should."""
    outside = {name: value for name, value in harmless(os.environ).items() if name not in {"SVARTID_NOW", "FAQ_DIR"}}
    require_room(TRIAL_FOLDER)
    trial = Trial(free_ports(), TRIAL_FOLDER, name="demo")
    environment = prepared(trial, outside | {"FAQ_DIR": str(SAMPLE)})
    database = lay_ground(read_settings(environment)).database
    forget_everything_said(database)
    database.close()
    click.echo("Starting the program and a stand-in for Meta.")
    stop_by_signals()
    with tempfile.TemporaryFile() as output:
        try:
            with running(trial, environment, output=output) as started:
                started.wait_until_ready()
                outcomes, seconds = _play(Customers(trial.standin))
        except (TrialFailed, TimeoutError) as error:
            output.seek(0)
            last = output.read().decode(errors="replace").splitlines()[-LAST_LINES:]
            raise click.ClickException("\n".join([str(error) or "The stand-in reaches nobody.", *last])) from None
        except KeyboardInterrupt:
            raise click.Abort from None
    for line in telling.summary(outcomes, seconds=seconds):
        click.echo(line)
    click.echo(f"\nWrite to it yourself: {_command()}")
    if any(outcome.fault for outcome in outcomes):
        raise SystemExit(1)


def _play(customers: Customers) -> tuple[list[Outcome], float]:
    """The outcomes of the whole day, told as they come, and how long it took."""
    customers.wait_until_reached()
    began = time.monotonic()
    outcomes = [outcome for scene in read_day() for outcome in _tell(scene, customers)]
    return outcomes, time.monotonic() - began


def _tell(scene: Scene, customers: Customers) -> list[Outcome]:
    click.echo(telling.opening(scene))
    outcomes = []
    for outcome in play(scene, customers, began=_tell_beginning):
        outcomes.append(outcome)
        for line in [telling.in_a_line(outcome)] if scene.burst else telling.ending(outcome):
            click.echo(line)
    return outcomes


def _tell_beginning(step: Step) -> None:
    click.echo(telling.beginning(step))


def _command() -> str:
    return "make run" if Path("Makefile").is_file() else "svartid run"
