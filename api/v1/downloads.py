"""Downloads hold a thread of the server for as long as clients take: how many may at once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, Self
from weakref import finalize

from api.odata.problems import UnavailableError

MOST: Final = 3
"""Downloads at the same time in a process, of the 8 requests that it answers."""
MOST_OF_A_CLIENT: Final = 2


class Places:
    """The places for downloads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    def take(self, client_id: str) -> bool:
        """Take a place for a client, if there is one."""
        with self._lock:
            found = self._taken[client_id] < MOST_OF_A_CLIENT and self._taken.total() < MOST
            self._taken[client_id] += found
            return found

    def free(self, client_id: str) -> None:
        """Give a place back."""
        with self._lock:
            self._taken[client_id] -= 1


class Download:
    """Parts on their way; their place is free after the last, or when nobody wants them."""

    def __init__(self, parts: Iterator[bytes], free: Callable[[], None]) -> None:
        self._parts = parts
        self._end = finalize(self, free)

    def __iter__(self) -> Self:
        """Return itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next part."""
        try:
            return next(self._parts)
        except BaseException:
            self._end()
            raise

    def close(self) -> None:
        """Stop here."""
        self._end()


PLACES = Places()


def download(client_id: str, begin: Callable[[], Iterator[bytes]]) -> Download:
    """Return what `begin` returns, with a place of its own.

    Raises: UnavailableError, before anything begins, where there is none.
    """
    places = PLACES
    if not places.take(client_id):
        message = (
            "As many packages are being sent as can be at the same time. Try again when one of "
            "yours has arrived, or in a few seconds; what arrived in part is resumed by Range."
        )
        headers = {"Retry-After": "5"}
        raise UnavailableError(message, code="DownloadsBusy", headers=headers)
    try:
        return Download(begin(), partial(places.free, client_id))
    except BaseException:
        places.free(client_id)
        raise
