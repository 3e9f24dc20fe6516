"""Edits are taken up while everything runs; a broken one changes nothing but a red mark."""

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.calibration import shipped_prior
from bot.content_files import shipped_wording
from bot.core.knowledge import Knowledge
from bot.publishing import FaqShelf, NotPublishedYet
from bot.store.database import Database
from bot.store.faq_versions import load_version, newest_version_id
from bot.store.schema import faq_versions
from tests.casts.happenings import NOON

HOURS = "- id: hours\n  questions:\n    da:\n      - Hvornår har I åbent?\n  answer:\n    da: {answer}\n"
BROKEN = "- id: wifi\n  questions: [Har I wifi?, Har I net]\n  answer: [\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    faq = tmp_path / "faq"
    faq.mkdir()
    (faq / "house.yaml").write_text("languages: [da]\n")
    (faq / "hours.yaml").write_text(HOURS.format(answer="Ni til fem."))
    return faq


def shelf(database: Database, folder: Path) -> FaqShelf:
    return FaqShelf(
        database,
        lambda: NOON,
        folder=folder,
        shipped_wording=shipped_wording(),
        encoder=None,
        prior=shipped_prior(),
        detect=lambda text: {"da": 1.0},
    )


def answers(knowledge: Knowledge) -> dict[str, str]:
    return {entry.id: entry.answer["da"][0] for entry in knowledge.entries.values()}


def test_nothing_is_known_before_the_first_version(database: Database, folder: Path) -> None:
    with pytest.raises(NotPublishedYet):
        shelf(database, folder).knowledge()


def test_publishes_what_is_in_the_folder(database: Database, folder: Path) -> None:
    worker = shelf(database, folder)
    worker.follow()

    assert answers(worker.knowledge()) == {"hours": "Ni til fem."}


def test_takes_up_an_edit(database: Database, folder: Path) -> None:
    worker = shelf(database, folder)
    worker.follow()
    before = worker.knowledge().version
    (folder / "hours.yaml").write_text(HOURS.format(answer="Otte til fire."))
    worker.follow()

    assert answers(worker.knowledge()) == {"hours": "Otte til fire."}
    assert worker.knowledge().version != before


def test_every_process_takes_up_what_one_publishes(database: Database, folder: Path, tmp_path: Path) -> None:
    one, other = shelf(database, folder), shelf(database, folder)
    one.follow()
    other.follow()
    (folder / "hours.yaml").write_text(HOURS.format(answer="Otte til fire."))
    one.follow()
    other.follow()

    assert answers(other.knowledge()) == {"hours": "Otte til fire."}
    with database.reading() as connection:
        assert newest_version_id(connection) == 2  # the other fitted nothing of its own


def test_a_restart_does_not_publish_again(database: Database, folder: Path) -> None:
    shelf(database, folder).follow()
    restarted = shelf(database, folder)
    restarted.follow()

    assert answers(restarted.knowledge()) == {"hours": "Ni til fem."}
    with database.reading() as connection:
        assert newest_version_id(connection) == 1


def test_a_broken_edit_keeps_the_file_as_it_was_and_sets_a_red_mark(database: Database, folder: Path) -> None:
    worker = shelf(database, folder)
    worker.follow()
    (folder / "hours.yaml").write_text(HOURS.format(answer="{no_such_thing}"))
    (folder / "new.yaml").write_text(
        HOURS.format(answer="Ja.").replace("id: hours", "id: parking").replace("åbent", "p")
    )
    worker.follow()

    assert answers(worker.knowledge()) == {"hours": "Ni til fem.", "parking": "Ja."}
    with database.reading() as connection:
        newest = newest_version_id(connection)
        assert newest is not None
        (problem,) = load_version(connection, newest).problems
    assert problem.startswith("hours.yaml:6:")


def test_what_is_broken_from_the_start_serves_as_far_as_it_is_sound(database: Database, folder: Path) -> None:
    (folder / "wifi.yaml").write_text(BROKEN)
    worker = shelf(database, folder)
    worker.follow()

    assert answers(worker.knowledge()) == {"hours": "Ni til fem."}
    with database.reading() as connection:
        newest = newest_version_id(connection)
        assert newest is not None
        assert load_version(connection, newest).problems


def test_what_an_older_program_fitted_is_fitted_anew(database: Database, folder: Path) -> None:
    shelf(database, folder).follow()
    with database.writing() as connection:
        connection.execute(update(faq_versions).values(fitted=b"of another format"))
    upgraded = shelf(database, folder)
    upgraded.follow()

    assert answers(upgraded.knowledge()) == {"hours": "Ni til fem."}


def test_a_folder_that_goes_away_changes_nothing(database: Database, folder: Path) -> None:
    worker = shelf(database, folder)
    worker.follow()
    folder.rename(folder.with_name("elsewhere"))
    worker.follow()

    assert answers(worker.knowledge()) == {"hours": "Ni til fem."}
