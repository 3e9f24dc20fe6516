"""What `svartid run` prepares before it starts anything."""

from pathlib import Path

from bot.cli.processes import prepared
from bot.cli.users import link_of_admin
from bot.composition import lay_ground
from bot.settings import read_settings
from bot.store.users import Role, all_users, disable
from bot.trial import Trial, free_ports, harmless
from tests.casts.counter import at
from tests.cli.conftest import HOUSE, ROTA


def people_after_start(folder: Path, house: str) -> list[tuple[str, Role]]:
    (folder / "house.yaml").write_text(house)
    environment = prepared(Trial(free_ports(), folder), {"FAQ_DIR": str(folder)})
    database = lay_ground(read_settings(environment)).database
    with database.reading() as connection:
        there = [(one.key, one.role) for one in all_users(connection)]
    database.close()
    return there


def test_the_people_of_the_rota_answer_in_a_trial_the_first_as_administrator(tmp_path: Path) -> None:
    people = [("jonas", Role.AGENT), ("mette", Role.ADMIN)]

    assert people_after_start(tmp_path, HOUSE + ROTA) == people
    assert people_after_start(tmp_path, HOUSE + ROTA) == people


def test_in_a_house_without_a_rota_you_answer(tmp_path: Path) -> None:
    assert people_after_start(tmp_path, HOUSE) == [("you", Role.ADMIN)]


def test_a_trial_has_a_key_of_its_own_and_a_link_for_whoever_is_administrator(tmp_path: Path) -> None:
    people_after_start(tmp_path, HOUSE)
    people_after_start(tmp_path, HOUSE + ROTA)
    trial = Trial(free_ports(), tmp_path)
    settings = read_settings(prepared(trial, harmless({"FAQ_DIR": str(tmp_path), "SECRET_KEY_FILE": "/no/such/file"})))
    assert settings.secret_key == trial.secret_key
    assert link_of_admin(settings).startswith(f"{trial.web}/desk/in/")

    ground = lay_ground(settings)
    with ground.database.writing() as connection:
        disable(connection, "mette", at("09:00"))
    ground.database.close()
    assert link_of_admin(settings) != link_of_admin(settings)
