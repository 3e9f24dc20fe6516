"""Numbers that come with an address or a form."""

LARGEST = 2**63 - 1
"""The largest row number that the databases have."""

MOST_ROWS = 999_999
"""So far into a list an address may lead."""


def number_in(text: str | None, *, most: int = LARGEST) -> int | None:
    """The whole number that a text is; None where it is none, or larger than `most`."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None
