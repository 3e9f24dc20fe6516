"""How sure a measured share is."""

from math import sqrt

_WIDTH = 1.96
"""Standard deviations on either side that hold 95 %."""


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of the share that `hits` of `total` stand for (Wilson's score); all of 0 to 1 for no total."""
    if not total:
        return 0.0, 1.0
    share, square = hits / total, _WIDTH**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _WIDTH * sqrt(share * (1 - share) / total + square / (4 * total**2)) / (1 + square / total)
    return max(0.0, middle - half), min(1.0, middle + half)
