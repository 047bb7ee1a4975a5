"""The vault in memory: a book of lots, and the streams that tell which tokens were drawn."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from tokens.domain.aggregate import Versioned
from tokens.domain.ids import CatalogId, MintRequestId, OrderId, StreamId
from tokens.domain.lots.acting import carve
from tokens.domain.lots.book import LotBook
from tokens.domain.lots.events import LotEvent
from tokens.domain.lots.lot import Lot
from tokens.domain.ports import NewEvent
from tokens.domain.token.events import TokenDrawn
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.state import TokenState
from tokens.domain.token.token import token_of_stream

Streams = Mapping[StreamId, Sequence[Versioned]]


class InMemoryVault:
    """The current lots of the in-memory storage."""

    def __init__(self, streams: Streams) -> None:
        self.book = LotBook()
        self._streams = streams

    def in_circulation(self, catalog_id: CatalogId, quantity: int) -> Sequence[Lot]:
        stock = list(self._circulated(catalog_id))
        return stock[: len(carve(stock, quantity))]

    def stock(self, catalog_id: CatalogId) -> int:
        return sum(lot.size for lot in self._circulated(catalog_id))

    def held_by(self, order_id: OrderId) -> Sequence[Lot]:
        return self._split([lot for lot in self.book if lot.facts.order_id == order_id])

    def minted_by(self, mint_request_id: MintRequestId) -> Sequence[Lot]:
        return self._split([lot for lot in self.book if lot.mint_request_id == mint_request_id])

    def covering(self, token_ids: Collection[TokenId]) -> Mapping[TokenId, Lot]:
        found = {token_id: self.book.covering(token_id) for token_id in token_ids}
        return {token_id: lot for token_id, lot in found.items() if lot}

    def look_up(self, token_id: TokenId) -> Lot | None:
        return self.book.covering(token_id)

    def drawn_for(
        self, order_id: OrderId, after: TokenId | None, limit: int
    ) -> Sequence[TokenId]:
        found = [token for token, _, drawn in self._drawn() if drawn.order_id == order_id]
        return _page(found, after, limit)

    def drawn_of(
        self, mint_request_id: MintRequestId, after: TokenId | None, limit: int
    ) -> Sequence[TokenId]:
        found = [
            token for token, _, _ in self._drawn() if token.mint_request_id == mint_request_id
        ]
        return _page(found, after, limit)

    def releasing(self, catalog_id: CatalogId) -> None:
        """Nothing to announce: there is one thread."""

    def record(self, events: Sequence[NewEvent]) -> None:
        for new in events:
            token_id = token_of_stream(new.stream)
            if isinstance(new.event, LotEvent):
                self.book.apply(new.event)
            elif token_id:
                self.book.apply_to_token(token_id, new.version, new.event)

    def _circulated(self, catalog_id: CatalogId) -> Iterator[Lot]:
        for lot in self.book:
            if lot.facts[:2] == (TokenState.CIRCULATED, catalog_id):
                yield lot

    def _split(self, lots: Sequence[Lot]) -> list[Lot]:
        drawn = [(token, version) for token, version, _ in self._drawn()]
        return [
            part
            for lot in lots
            for part in self.book.split_around(
                lot, [t.sequence for t, v in drawn if v == lot.version and lot.covers(t)]
            )
        ]

    def _drawn(self) -> Iterator[tuple[TokenId, int, TokenDrawn]]:
        for stream, history in self._streams.items():
            token_id = token_of_stream(stream)
            for version, event in history:
                if token_id and isinstance(event, TokenDrawn):
                    yield token_id, version, event


def _page(found: Sequence[TokenId], after: TokenId | None, limit: int) -> list[TokenId]:
    return [token for token in sorted(set(found)) if after is None or token > after][:limit]
