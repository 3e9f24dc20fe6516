"""`svartid`: the commands, and how a user's mistake is told."""

import errno
import logging
import sys

import click
from sqlalchemy.exc import DatabaseError

from bot.cli import (
    alarms,
    content,
    conversations,
    database,
    demo,
    hours,
    measuring,
    pages,
    processes,
    reporting,
    rota,
    talking,
    users,
    waiting,
)
from bot.content_files import NoContentFolder
from bot.encoders.choosing import EncoderUnavailable
from bot.labelled import EvaluationError
from bot.settings import SettingsError
from bot.store.sealing import SealBroken

TOLD = (SettingsError, NoContentFolder, EncoderUnavailable, SealBroken, EvaluationError)
"""Errors whose message is for the user as it stands."""

BROKEN = (
    "The database does not answer as it should ({reason}); check "
    "DATABASE_URL, and run `svartid db upgrade` if the tables are missing or old."
)
FULL = "The disk is full: make some room and start again. What was acknowledged before is kept."


class Commands(click.Group):
    """Commands of which what the user can mend is told in one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """What the command gives. Raises click.ClickException for what the user can mend."""
        try:
            return super().invoke(ctx)
        except TOLD as error:
            raise click.ClickException(str(error)) from error
        except DatabaseError as error:
            reason = str(error.orig).strip().splitlines()[0]
            full = "disk is full" in reason  # as SQLite words it
            raise click.ClickException(FULL if full else BROKEN.format(reason=reason)) from error
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise click.ClickException(FULL) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="svartid")
def cli() -> None:
    """Answer Messenger and Instagram from a curated FAQ; hand the rest to people."""


for command in (
    processes.run,
    processes.worker,
    demo.demo,
    talking.chat,
    measuring.evaluate,
    waiting.queue,
    conversations.reply,
    conversations.close,
    rota.rota,
    reporting.report,
    alarms.alarms,
    content.faq,
    hours.hours,
    pages.page,
    database.db,
    users.user,
):
    cli.add_command(command)


def main() -> None:
    """Run a command, with its log on stderr."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for chatty in ("alembic", "urllib3"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        raise SystemExit(130) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
