"""The lots of tokens, and the orders that wait for some."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from tokens.domain.ids import CatalogId, MintRequestId, OrderId
from tokens.domain.lots.lot import Lot
from tokens.domain.ports.events import NewEvent
from tokens.domain.token.identifier import TokenId


class TokenVault(Protocol):
    """The current lots; what it returns stays locked until the transaction ends."""

    def in_circulation(self, catalog_id: CatalogId, quantity: int) -> Sequence[Lot]:
        """Return lots in circulation of at least `quantity` tokens or, if short, all of them.

        Concurrent callers receive different lots as long as these suffice.
        """
        ...

    def stock(self, catalog_id: CatalogId) -> int:
        """Return how many tokens are in circulation now; nothing is locked."""
        ...

    def held_by(self, order_id: OrderId) -> Sequence[Lot]:
        """Return the lots of an order, split around the tokens drawn from them."""
        ...

    def minted_by(self, mint_request_id: MintRequestId) -> Sequence[Lot]:
        """Return the lots of a mint request, split around the tokens drawn from them."""
        ...

    def covering(self, token_ids: Collection[TokenId]) -> Mapping[TokenId, Lot]:
        """Return the lots that cover tokens; the lock admits others who ask the same.

        Tokens that no lot covers are left out.
        """
        ...

    def look_up(self, token_id: TokenId) -> Lot | None:
        """Return the lot that covers a token, if one does; nothing is locked."""
        ...

    def drawn_for(
        self, order_id: OrderId, after: TokenId | None, limit: int
    ) -> Sequence[TokenId]:
        """Return up to `limit` tokens that were once drawn from lots of an order, in order."""
        ...

    def drawn_of(
        self, mint_request_id: MintRequestId, after: TokenId | None, limit: int
    ) -> Sequence[TokenId]:
        """Return up to `limit` tokens of a mint request that were once drawn, in order."""
        ...

    def releasing(self, catalog_id: CatalogId) -> None:
        """Announce that stock of a catalog item will be released in this transaction.

        An order that finds stock short is seen by whoever releases some, or sees the stock.
        """
        ...

    def record(self, events: Sequence[NewEvent]) -> None:
        """Bring the lots to where the events of this transaction take them."""
        ...


class WaitingList(Protocol):
    """The orders that wait for stock, by catalog item, in the order in which they came."""

    def add(self, catalog_id: CatalogId, order_id: OrderId, quantity: int) -> None:
        """Add an order at the end, unless it waits already."""
        ...

    def remove(self, order_id: OrderId) -> None:
        """Remove an order, if it waits."""
        ...

    def first(
        self, catalog_id: CatalogId, limit: int, available: int | None = None
    ) -> Sequence[OrderId]:
        """Return up to `limit` orders that wait for an item, first come first.

        With `available`: only orders of at most so many tokens.
        """
        ...
