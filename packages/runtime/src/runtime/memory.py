"""What a process that has started holds and no longer uses."""

import ctypes


def give_back() -> None:
    """Return to the machine what importing and loading have freed, which glibc would keep for whoever asks next.

    Takes some milliseconds, in which no other thread gets memory. Other C libraries do not know the way.
    """
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
