"""Waiting for what becomes true by itself, with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 15.0


def eventually(
    read: Callable[[], T], accept: Callable[[T], bool], seconds: float = SECONDS
) -> T:
    """What is read once it is acceptable; it must become so within that time."""
    deadline = time.monotonic() + seconds
    while not accept(found := read()):
        assert time.monotonic() < deadline, f"after {seconds} seconds it is still {found}"
        time.sleep(0.05)
    return found
