"""Ranges of sequence numbers: the unit in which lot events speak."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tokens.domain.ids import MintRequestId


class TokenRange(NamedTuple):
    """The tokens `start <= sequence < stop` of a mint request, all at `version`."""

    mint_request_id: MintRequestId
    start: int
    stop: int
    version: int

    @property
    def size(self) -> int:
        """How many tokens the range has."""
        return self.stop - self.start


def merge(ranges: Iterable[TokenRange]) -> Iterator[TokenRange]:
    """Yield the ranges in order, those that touch at the same version joined."""
    current: TokenRange | None = None
    for r in sorted(ranges):
        if (
            current
            and r.mint_request_id == current.mint_request_id
            and r.start == current.stop
            and r.version == current.version
        ):
            current = current._replace(stop=r.stop)
            continue
        if current:
            yield current
        current = r
    if current:
        yield current


def gaps(start: int, stop: int, taken: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the parts of `start <= n < stop` that lie between the taken numbers."""
    for n in sorted(taken):
        if start < n:
            yield start, n
        start = n + 1
    if start < stop:
        yield start, stop
