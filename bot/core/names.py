"""What we call a customer."""

import re

_CALLED = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def first_name_of(name: str | None) -> str:
    """What to call somebody of this name; empty where it is not what people are called by, such as a user name.

    Those are all in small letters, as nobody's first name is written.
    """
    first = (name or "").split(maxsplit=1)[:1]
    return first[0] if first and _CALLED.fullmatch(first[0]) and not first[0].islower() else ""
