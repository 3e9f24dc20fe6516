"""Labels of conversations and customers."""

from bot.store.database import Database
from bot.store.labels import (
    conversation_label_counts,
    label_conversation,
    label_profile,
    labels_of_conversation,
    labels_of_profile,
    profile_label_counts,
    unlabel_conversation,
    unlabel_profile,
)
from bot.store.profiles import profile_made
from tests.casts.colleague import Colleague
from tests.casts.happenings import NOON


def test_a_label_is_the_same_however_it_is_typed(database: Database) -> None:
    number = Colleague(database).heard()
    with database.writing() as connection:
        for typed in ("Bryllup", " bryllup ", "BRYLLUP", "kage  med bær"):
            label_conversation(connection, number, typed)
        assert labels_of_conversation(connection, number) == ["bryllup", "kage med bær"]
        unlabel_conversation(connection, number, "Bryllup")
        assert labels_of_conversation(connection, number) == ["kage med bær"]


def test_counts_how_often_each_is_used(database: Database) -> None:
    colleague = Colleague(database)
    first, second = colleague.heard(), colleague.heard(customer="bo")
    with database.writing() as connection:
        for number, label in ((first, "kage"), (second, "kage"), (second, "is")):
            label_conversation(connection, number, label)
        profile_id = profile_made(connection, first, NOON)
        label_profile(connection, profile_id, "vip")
        label_profile(connection, profile_id, "fan")
        unlabel_profile(connection, profile_id, "fan")

        assert conversation_label_counts(connection) == {"is": 1, "kage": 2}
        assert profile_label_counts(connection) == {"vip": 1}
        assert labels_of_profile(connection, profile_id) == ["vip"]
