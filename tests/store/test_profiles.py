"""Customers as people know them."""

from dataclasses import replace

from sqlalchemy import update

from bot.core.conversation import Priority
from bot.core.incoming import Channel
from bot.keeping import Keeper
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.labels import label_profile, labels_of_profile
from bot.store.profiles import (
    Handled,
    about,
    complaints_of,
    conversations_of_customer,
    handled_last,
    join_profiles,
    new_profile,
    people_with_label,
    profile_made,
    profile_of,
    set_about,
)
from bot.store.schema import conversations, profiles
from bot.store.sealing import Sealed
from tests.casts.colleague import HOUR, SEAL
from tests.casts.happenings import NOON, PAGE, comment, said

INSTAGRAM = {"channel": Channel.INSTAGRAM, "account": "ig-1"}


def keep(database: Database, *items: object) -> None:
    Keeper(database, SEAL, lambda: NOON, app_id=None).keep(b"{}", items)  # type: ignore[arg-type]


def test_a_profile_is_of_all_conversations_with_a_customer_and_of_those_that_come(database: Database) -> None:
    for item in (said("hej"), comment("flot!"), said("hej", "bo")):
        keep(database, item)
    with database.writing() as connection:
        assert profile_of(connection, 1) is None
        profile_id = profile_made(connection, 1, NOON)
        assert profile_made(connection, 2, NOON) == profile_id
        assert profile_of(connection, 3) is None
    keep(database, comment("igen", thread="post-2:anna"))
    with database.reading() as connection:
        assert profile_of(connection, 4) == profile_id
        assert conversations_of_customer(connection, 1) == [1, 2, 4]


def test_nobody_is_taken_for_the_customer_of_a_conversation_without_one(database: Database) -> None:
    for thread in ("x", "y"):
        keep(database, replace(said("hej", thread=thread), customer=None))
    with database.writing() as connection:
        profile_made(connection, 1, NOON)
        assert conversations_of_customer(connection, 1) == [1]
        assert conversations_of_customer(connection, 99) == []
        assert profile_of(connection, 2) is None


def test_two_profiles_of_one_person_become_one_and_may_be_parted_again(database: Database) -> None:
    keep(database, said("hej"), said("hej", "anna_ig", **INSTAGRAM))
    with database.writing() as connection:
        stays, goes = profile_made(connection, 1, NOON), profile_made(connection, 2, NOON)
        set_about(connection, SEAL, stays, "Bager selv.")
        set_about(connection, SEAL, goes, "Har 10.000 følgere.")
        for profile_id, label in ((stays, "fan"), (goes, "fan"), (goes, "influencer")):
            label_profile(connection, profile_id, label)
        join_profiles(connection, SEAL, stays, goes)
        join_profiles(connection, SEAL, stays, stays)

        assert profile_of(connection, 2) == stays
        assert labels_of_profile(connection, stays) == ["fan", "influencer"]
        assert about(connection, SEAL, stays) == "Bager selv.\nHar 10.000 følgere."
        assert conversations_of_customer(connection, 2) == [1, 2]

        assert new_profile(connection, 2, NOON) != stays
        assert conversations_of_customer(connection, 2) == [2]


def test_what_people_wrote_of_a_customer_is_sealed(database: Database) -> None:
    keep(database, said("hej"))
    seal = Sealed(["key"], purpose="texts")
    with database.writing() as connection:
        profile_id = profile_made(connection, 1, NOON)
        assert about(connection, seal, profile_id) == ""
        set_about(connection, seal, profile_id, "hemmelig")
        assert "hemmelig" not in str(connection.execute(profiles.select()).all())
        assert about(connection, seal, profile_id) == "hemmelig"


def test_tells_how_often_they_complained_and_who_handled_it_last(database: Database) -> None:
    for item in (said("hej"), comment("fy!"), said("hej", "bo")):
        keep(database, item)
    with database.writing() as connection:
        assert handled_last(connection, [1, 2]) is None
        for number, reason in ((1, "complaint"), (2, "complaint"), (1, "unsure"), (3, "complaint")):
            waits = load_conversation(connection, number).waits(
                since=NOON, reason=reason, priority=Priority.HIGH, department=None
            )
            save_conversation(connection, waits)
            person, at = ("mette", NOON) if number == 1 else ("jonas", NOON + HOUR)
            save_conversation(connection, waits.answered_by_person(at, person))

        assert complaints_of(connection, [1, 2]) == 2
        assert handled_last(connection, [1, 2]) == Handled("jonas", NOON + HOUR)


def test_lists_the_people_with_a_label_once_on_each_account(database: Database) -> None:
    for item in (said("hej"), comment("flot!"), said("hej", "anna_ig", **INSTAGRAM), said("hej", "bo")):
        keep(database, item)
    with database.writing() as connection:
        save_conversation(connection, replace(load_conversation(connection, 1), customer_name="Anna And"))
        stays, goes = profile_made(connection, 1, NOON), profile_made(connection, 3, NOON)
        join_profiles(connection, SEAL, stays, goes)
        label_profile(connection, stays, "ambassador")
        label_profile(connection, stays, "vip")
        label_profile(connection, profile_made(connection, 4, NOON), "vip")
        connection.execute(update(conversations).where(conversations.c.id == 2).values(active_at=None))
        found = list(people_with_label(connection, "ambassador"))

    assert [(each.name, each.channel, each.account, each.customer, each.active_at) for each in found] == [
        ("Anna And", "messenger", PAGE, "anna", NOON),
        (None, "instagram", "ig-1", "anna_ig", NOON),
    ]
    assert {each.labels for each in found} == {("ambassador", "vip")}
