"""Waiting for projections, for reads that name the position that a write reached."""

import time
from collections.abc import Collection

from projections import checkpoints

FIRST_PAUSE = 0.002
LONGEST_PAUSE = 0.05


def wait_until(projections: Collection[str], position: int, timeout: float) -> bool:
    """Wait until all the named projections have reached a position, at most `timeout` seconds.

    Tells whether they have. Asks the checkpoints, each time a little later, and at least
    once; not for use within a REPEATABLE READ transaction.
    """
    deadline = time.monotonic() + timeout
    pause = FIRST_PAUSE
    while checkpoints.slowest(projections) < position:
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, LONGEST_PAUSE)
    return True
