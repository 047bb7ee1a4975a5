"""Waiting holds a thread of the server: how many may at once, and how long those of a batch."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

MOST_WAITERS: Final = 3
"""Requests that wait at the same time in a process, of the 8 that it answers."""
LONGEST_OF_A_PART: Final = 1.0
"""Seconds that one request of a batch waits at most."""
_LONGEST_OF_A_BATCH: Final = 5.0

_PLACES = threading.BoundedSemaphore(MOST_WAITERS)


@dataclass(slots=True)
class Patience:
    """The seconds that the requests of one batch may still wait, all together."""

    left: float = _LONGEST_OF_A_BATCH


@contextmanager
def place_to_wait() -> Iterator[bool]:
    """Tell whether there is a place among those who wait; it is held until the block ends."""
    found = _PLACES.acquire(blocking=False)
    try:
        yield found
    finally:
        if found:
            _PLACES.release()
