"""Memory that the process no longer needs, given back to the system."""

import ctypes
import gc


def give_back_memory() -> None:
    """Have the C library return what is free; nothing happens where it is not glibc.

    Fitting a bank takes large pieces of memory for a moment, and glibc keeps them for the next time: 40 MB with the
    sample business, more than all that the matcher then holds.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
