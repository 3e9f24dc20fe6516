"""Whether a password is that of the user, and how often somebody may try."""

from datetime import timedelta

from flask import request

from bot.desk import passwords
from bot.desk.office import Office
from bot.store import audit
from bot.store.login_failures import begin_attempt, key_of_address, key_of_user, note_failure, note_success
from bot.store.users import User, find_user, password_hash


class MustWait(Exception):
    """Too many attempts failed; the next one must wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


def prove(office: Office, key: str, password: str) -> User | None:
    """The user whom a key and a password belong to. Raises MustWait, for users that there are and others alike."""
    client = request.remote_addr or ""
    counted = key_of_user(key), key_of_address(client)
    with office.database.writing() as connection:
        wait = begin_attempt(connection, counted)
    if wait is not None:
        raise MustWait(wait)
    with office.database.reading() as connection:
        user, kept = find_user(connection, key), password_hash(connection, key)
    is_right = passwords.is_right(password, kept)  # outside of any transaction, since it takes its time
    with office.database.writing() as connection:
        if is_right:
            note_success(connection, *counted)
            return user
        note_failure(connection, counted)
        # Only a key that there is: what is typed into the wrong field may be a password.
        known = [user.key] if user else []
        audit.note(connection, None, "login_failed", detail=" ".join([*known, client]), now=office.clock())
    return None
