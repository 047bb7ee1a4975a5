"""Sets of tokens as spans of sequence numbers: what a print job has, and what is printed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from tokens.domain.ids import MintRequestId


class Span(NamedTuple):
    """The tokens `start <= sequence < stop` of a mint request."""

    mint_request_id: MintRequestId
    start: int
    stop: int

    @property
    def size(self) -> int:
        """How many tokens the span has."""
        return self.stop - self.start


class Spans:
    """A set of tokens; spans that overlap or touch are one. Immutable."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = tuple(_combined(spans, (), lambda left, _: left))

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spans) and self._spans == other._spans

    def __hash__(self) -> int:
        return hash(self._spans)

    def __or__(self, other: Iterable[Span]) -> "Spans":
        return Spans(_combined(self, other, lambda left, right: left or right))

    def __sub__(self, other: Iterable[Span]) -> "Spans":
        return Spans(_combined(self, other, lambda left, right: left and not right))

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return sum(span.size for span in self._spans)


_PLACE = itemgetter(0, 1)


def _combined(
    left: Iterable[Span], right: Iterable[Span], keep: Callable[[bool, bool], bool]
) -> Iterator[Span]:
    """Yield where `keep` holds of being in `left` and in `right`; linear but for a sort."""
    edges = sorted(
        (span.mint_request_id, number, side, step)
        for side, spans in enumerate((left, right))
        for span in spans
        if span.size > 0
        for number, step in ((span.start, 1), (span.stop, -1))
    )
    depths = [0, 0]
    begun: int | None = None
    for (mint_request_id, number), here in groupby(edges, _PLACE):
        for _, _, side, step in here:
            depths[side] += step
        inside = keep(depths[0] > 0, depths[1] > 0)
        if inside and begun is None:
            begun = number
        elif not inside and begun is not None:
            yield Span(mint_request_id, begun, number)
            begun = None
