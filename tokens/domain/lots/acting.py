"""Acting on whole lots: the token's own state machine decides, once for each lot."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from tokens.domain.lots.events import LOT_EVENT_OF, LotEvent
from tokens.domain.lots.lot import Lot
from tokens.domain.lots.ranges import TokenRange, merge
from tokens.domain.messages import Event
from tokens.domain.token.errors import TokenError
from tokens.domain.token.token import Token

RANGES_AN_EVENT = 5_000
"""More ranges than this are told in several events, so that no event grows without bound."""


def act_on(lots: Iterable[Lot], act: Callable[[Token], None]) -> list[LotEvent]:
    """Return the lot events of `act` on every lot; lots that refuse are passed over.

    An act of several steps (reserve, then activate) gives the events of the first step for
    all lots before those of the second, so each token's versions come in order.
    """
    ranges: dict[tuple[int, Event], list[TokenRange]] = defaultdict(list)
    for lot in lots:
        token = lot.token(lot.start)
        try:
            act(token)
        except TokenError:
            continue
        for step, (version, event) in enumerate(token.pending):
            ranges[step, event].append(lot.range._replace(version=version))
    return [
        lot_event
        for (_, event), found in sorted(ranges.items(), key=lambda item: item[0][0])
        for lot_event in _told(event, found)
    ]


def _told(event: Event, ranges: Iterable[TokenRange]) -> Iterator[LotEvent]:
    merged = list(merge(ranges))
    for first in range(0, len(merged), RANGES_AN_EVENT):
        chunk = tuple(merged[first : first + RANGES_AN_EVENT])
        yield LOT_EVENT_OF[type(event)](event, chunk)  # type: ignore[index, arg-type]


def carve(lots: Iterable[Lot], quantity: int) -> list[Lot]:
    """Take `quantity` tokens from the lots, in their order; fewer where they do not suffice."""
    taken = []
    for lot in lots:
        if quantity <= 0:
            break
        part = lot.part(lot.start, min(lot.stop, lot.start + quantity))
        taken.append(part)
        quantity -= part.size
    return taken
