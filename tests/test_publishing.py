"""Edits are taken up while everything runs; a broken one changes nothing but a red mark."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.calibration import shipped_prior
from bot.content_files import shipped_wording
from bot.core.knowledge import Knowledge
from bot.core.matching.encoder import Encoder
from bot.publishing import FaqShelf, NotPublishedYet
from bot.store.alarms import open_alarms
from bot.store.chores import taken_chore
from bot.store.database import Database
from bot.store.faq_versions import load_version, newest_version_id
from bot.store.house_versions import version_of
from bot.store.schema import faq_versions, house_versions, text_vectors
from tests.casts.encoder import Killed, RecordingEncoder
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


def shelf(database: Database, folder: Path, encoder: Encoder | None = None, encoder_fault: str = "") -> FaqShelf:
    return FaqShelf(
        database,
        lambda: NOON,
        folder=folder,
        shipped_wording=shipped_wording(),
        encoder=encoder,
        encoder_fault=encoder_fault,
        prior=shipped_prior(),
        detect=lambda text: {"da": 1.0},
    )


def answers(knowledge: Knowledge) -> dict[str, str]:
    return {entry.id: entry.answer["da"][0] for entry in knowledge.entries.values()}


def published(database: Database) -> list[str]:
    """What each version was fitted with, oldest first, without the prior."""
    with database.reading() as connection:
        found = connection.scalars(select(faq_versions.c.encoder).order_by(faq_versions.c.id))
        return [fitted_with.split()[0] for fitted_with in found]


def alarms(database: Database) -> list[str]:
    with database.reading() as connection:
        return [alarm.text for alarm in open_alarms(connection)]


def kept_vectors(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(text_vectors)) or 0


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


def test_a_restart_encodes_nothing(database: Database, folder: Path) -> None:
    shelf(database, folder, RecordingEncoder()).follow()
    encoder = RecordingEncoder()
    restarted = shelf(database, folder, encoder)
    restarted.follow()

    assert encoder.asked == []
    assert restarted.knowledge().matcher.match(["Hvornår har I åbent?"])[0].confidence == 1


def test_one_changed_question_encodes_one_text(database: Database, folder: Path) -> None:
    encoder = RecordingEncoder()
    worker = shelf(database, folder, encoder)
    worker.follow()
    encoder.asked.clear()
    changed = HOURS.format(answer="Ni til fem.").replace("Hvornår har I åbent?", "Hvornår åbner I?")
    (folder / "hours.yaml").write_text(changed)
    worker.follow()

    assert encoder.asked == ["Hvornår åbner I?"]


def test_another_encoder_encodes_everything_anew(database: Database, folder: Path) -> None:
    first, second = RecordingEncoder("one"), RecordingEncoder("another")
    shelf(database, folder, first).follow()
    shelf(database, folder, second).follow()

    assert second.asked == first.asked
    assert published(database) == ["one", "another"]


def test_a_killed_fit_keeps_what_it_had(database: Database, folder: Path) -> None:
    with pytest.raises(Killed):
        shelf(database, folder, RecordingEncoder(patience=150)).follow()
    kept = kept_vectors(database)
    encoder = RecordingEncoder()
    shelf(database, folder, encoder).follow()

    assert kept > 0
    assert len(encoder.asked) == kept_vectors(database) - kept


def test_a_customers_message_is_never_kept_as_a_vector(database: Database, folder: Path) -> None:
    encoder = RecordingEncoder()
    worker = shelf(database, folder, encoder)
    worker.follow()
    before = kept_vectors(database)
    encoder.asked.clear()
    for process in (worker, shelf(database, folder, encoder)):  # one that fitted, one that loaded
        process.follow()
        process.knowledge().matcher.match(["Jeg hedder Anna og bor på Strandvejen 12"])

    assert len(encoder.asked) == 2
    assert kept_vectors(database) == before


def test_fitting_and_loading_give_the_same_matcher(database: Database, folder: Path) -> None:
    fitted, loaded = shelf(database, folder, RecordingEncoder()), shelf(database, folder, RecordingEncoder())
    fitted.follow()
    loaded.follow()
    messages = ["hvornår åbner I", "åbent", "noget helt andet"]

    assert loaded.knowledge().matcher.match(messages) == fitted.knowledge().matcher.match(messages)


def test_a_worker_without_its_encoder_leaves_the_others_version_alone(database: Database, folder: Path) -> None:
    whole, poor = shelf(database, folder, RecordingEncoder("one")), shelf(database, folder)
    for _ in range(3):
        whole.follow()
        poor.follow()
    shelf(database, folder).follow()  # nor does a restart of it replace anything

    assert published(database) == ["one"]
    assert answers(poor.knowledge()) == {"hours": "Ni til fem."}
    assert poor.knowledge().matcher.match(["hvornår har i åbent"])[0].confidence == 1


def test_who_has_the_encoder_replaces_what_was_fitted_without(database: Database, folder: Path) -> None:
    poor, whole = shelf(database, folder), shelf(database, folder, RecordingEncoder("one"))
    for _ in range(3):
        poor.follow()
        whole.follow()

    assert published(database) == ["none", "one"]


def test_workers_with_different_encoders_do_not_publish_turn_by_turn(database: Database, folder: Path) -> None:
    workers = [shelf(database, folder, RecordingEncoder(name)) for name in ("one", "another")]
    for answer in ("Ni til fem.", "Otte til fire."):
        (folder / "hours.yaml").write_text(HOURS.format(answer=answer))
        for _ in range(3):
            for worker in workers:
                worker.follow()

    assert published(database) == ["one", "another"] * 2
    assert [answers(worker.knowledge()) for worker in workers] == [{"hours": "Otte til fire."}] * 2


def test_one_worker_at_a_time_encodes(database: Database, folder: Path) -> None:
    shelf(database, folder, RecordingEncoder("one")).follow()
    encoder = RecordingEncoder("another")
    worker = shelf(database, folder, encoder)
    with taken_chore(database, "fit the FAQ"):
        worker.follow()
        assert encoder.asked == []
    worker.follow()

    assert encoder.asked
    assert worker.is_ready()


def test_a_missing_encoder_is_an_alarm_until_a_worker_has_it(database: Database, folder: Path) -> None:
    poor, whole = shelf(database, folder, encoder_fault="Install it."), shelf(database, folder, RecordingEncoder())
    poor.tell_of_encoder()
    assert alarms(database) == ["Install it."]
    whole.tell_of_encoder()
    assert alarms(database) == []
    poor.tell_of_encoder()
    whole.tell_of_encoder()
    assert alarms(database) == ["Install it."]  # it is still missing there, and the other told once


def houses(database: Database) -> list[bytes]:
    with database.reading() as connection:
        return list(connection.scalars(select(house_versions.c.file).order_by(house_versions.c.id)))


def test_keeps_each_house_that_served(database: Database, folder: Path) -> None:
    worker = shelf(database, folder)
    worker.follow()
    (folder / "hours.yaml").write_text(HOURS.format(answer="Otte til fire."))
    worker.follow()
    first = worker.knowledge().house_version
    (folder / "house.yaml").write_text("languages: [da, en]\n")
    worker.follow()

    assert houses(database) == [b"languages: [da]\n", b"languages: [da, en]\n"]
    assert first == version_of(b"languages: [da]\n")
    assert worker.knowledge().house_version == version_of(b"languages: [da, en]\n")


def test_a_broken_house_never_served_and_is_not_kept(database: Database, folder: Path) -> None:
    worker, other = shelf(database, folder), shelf(database, folder)
    worker.follow()
    (folder / "house.yaml").write_text("languages: [\n")
    worker.follow()
    other.follow()

    assert houses(database) == [b"languages: [da]\n"]
    for each in (worker, other):
        assert each.knowledge().house_version == version_of(b"languages: [da]\n")


def test_a_folder_without_a_house_has_the_version_of_an_empty_one(database: Database, folder: Path) -> None:
    (folder / "house.yaml").unlink()
    worker = shelf(database, folder)
    worker.follow()

    assert houses(database) == [b""]
    assert worker.knowledge().house_version == version_of(b"")
