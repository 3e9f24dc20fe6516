"""How long to wait before trying again."""

import random

LONGEST_MS = 300_000


def backoff_ms(attempts: int) -> int:
    """Milliseconds before the next try after `attempts` failures: doubling from a second to five minutes.

    Between half and all of it, by chance, so that what failed together is not tried together.
    """
    longest = min(1000 * 2 ** min(attempts, 16), LONGEST_MS)
    return random.randint(longest // 2, longest)  # noqa: S311  # spreads load, guards nothing
