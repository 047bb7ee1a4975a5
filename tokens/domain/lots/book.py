"""The book of current lots: what folding the log of lot events gives."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from operator import itemgetter

from tokens.domain.ids import CatalogId, MintRequestId
from tokens.domain.lots.events import LotEvent
from tokens.domain.lots.lot import Lot
from tokens.domain.lots.ranges import TokenRange
from tokens.domain.messages import Event
from tokens.domain.token.events import (
    TokenDeactivated,
    TokenDrawn,
    TokenMinted,
    TokenUnreserved,
)
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.state import Facts, TokenState

# Of a lot; without Python's own frames a search takes a third of the time.
_START = itemgetter(1)


class LotBook:
    """Lots that never overlap, in the order of their tokens.

    Events of the log are applied as they stand; they are not refused.
    """

    def __init__(self, lots: Iterable[Lot] = ()) -> None:
        self._lots: dict[MintRequestId, list[Lot]] = {}
        for lot in lots:
            self.add(lot)

    def __iter__(self) -> Iterator[Lot]:
        for mint_request_id in sorted(self._lots):
            yield from self._lots[mint_request_id]

    def add(self, lot: Lot) -> None:
        """Add a lot; its tokens must be covered by no other."""
        insort(self._lots.setdefault(lot.mint_request_id, []), lot)

    def remove(self, lot: Lot) -> None:
        """Remove a lot, if it is there."""
        lots = self._lots.get(lot.mint_request_id, [])
        place = bisect_left(lots, lot)
        if place < len(lots) and lots[place] == lot:
            del lots[place]

    def overlapping(self, mint_request_id: MintRequestId, start: int, stop: int) -> list[Lot]:
        """Return the lots that cover any number of `start <= n < stop`, in order."""
        lots = self._lots.get(mint_request_id, [])
        first = bisect_right(lots, start, key=_START)
        if first and lots[first - 1].stop > start:
            first -= 1
        return lots[first : bisect_left(lots, stop, key=_START)]

    def covering(self, token_id: TokenId) -> Lot | None:
        """Return the lot that covers a token."""
        number = token_id.sequence
        found = self.overlapping(token_id.mint_request_id, number, number + 1)
        return found[0] if found else None

    def split_around(self, lot: Lot, numbers: Iterable[int]) -> list[Lot]:
        """Replace a lot by the lots that remain without single tokens, and return those."""
        parts = list(lot.without(numbers))
        self.remove(lot)
        for part in parts:
            self.add(part)
        return parts

    def apply(self, event: LotEvent) -> None:
        """Move the ranges of a lot event on to where the event takes them."""
        for tokens in event.ranges:
            if isinstance(event.each, TokenMinted):
                facts = Facts(TokenState.MINTED, event.each.catalog_id)
                self.add(Lot(*tokens, facts))
            else:
                self._move(tokens, event.each)

    def apply_to_token(self, token_id: TokenId, version: int, event: Event) -> None:
        """Follow a token that leaves its lot in circulation, or comes back as a lot of one.

        A token drawn elsewhere stays covered: the version of its own stream tells.
        """
        if isinstance(event, TokenDrawn):
            return
        lot = self.covering(token_id)
        if lot and lot.facts.state is TokenState.CIRCULATED and lot.version < version:
            self.split_around(lot, [token_id.sequence])
        match event:
            case TokenUnreserved(catalog_id) | TokenDeactivated(catalog_id, None):
                self._rejoin(token_id, version, catalog_id)
            case _:
                pass

    def _rejoin(self, token_id: TokenId, version: int, catalog_id: CatalogId) -> None:
        mint_request_id, number = token_id.mint_request_id, token_id.sequence
        lot = self.covering(token_id)
        if lot:
            self.split_around(lot, [number])
        facts = Facts(TokenState.CIRCULATED, catalog_id)
        self.add(Lot(mint_request_id, number, number + 1, version, facts))

    def _move(self, tokens: TokenRange, event: Event) -> None:
        mint_request_id, start, stop, _ = tokens
        for lot in self.overlapping(mint_request_id, start, stop):
            moved = lot.part(max(start, lot.start), min(stop, lot.stop))
            self.remove(lot)
            for part in (lot.part(lot.start, moved.start), lot.part(moved.stop, lot.stop)):
                if part.size > 0:
                    self.add(part)
            token = moved.token(moved.start)
            token.apply(event)
            self.add(moved._replace(version=token.version, facts=token.facts))
