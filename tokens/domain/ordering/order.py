"""The process that transfers tokens to a billing account (REFERENCE, order)."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from tokens.domain.aggregate import Aggregate
from tokens.domain.errors import InvalidQuantityError
from tokens.domain.ids import AccountId, CatalogId, OrderId, StreamId
from tokens.domain.lots.acting import act_on, carve
from tokens.domain.lots.events import LotEvent, TokensReserved
from tokens.domain.lots.lot import Lot
from tokens.domain.messages import Event
from tokens.domain.ordering.errors import OrderNotFulfilledError
from tokens.domain.ordering.events import (
    CancelReason,
    OrderCanceled,
    OrderFellShort,
    OrderFulfilled,
    OrderPlaced,
    WhenShort,
)
from tokens.domain.token.token import Token

MAX_QUANTITY = 2**31 - 1


class OrderState(StrEnum):
    """Where an order is in its process."""

    PLACED = "Placed"
    PROCESSING = "Processing"
    FULFILLED = "Fulfilled"
    CANCELED = "Canceled"


def order_stream(order_id: OrderId) -> StreamId:
    """Name the stream of an order."""
    return StreamId(f"order-{order_id}")


class Order(Aggregate):
    """An order: it waits for stock, receives all its tokens at once, or is canceled."""

    state: OrderState
    catalog_id: CatalogId
    account_id: AccountId
    quantity: int
    activates: bool
    when_short: WhenShort

    def __init__(self, order_id: OrderId) -> None:
        super().__init__(order_stream(order_id))
        self.id = order_id
        self.shortage = 0
        self.cancel_reason: CancelReason | None = None

    @classmethod
    def place(
        cls,
        order_id: OrderId,
        catalog_id: CatalogId,
        account_id: AccountId,
        quantity: int,
        *,
        activate: bool,
        when_short: WhenShort,
    ) -> "Order":
        """Place an order.

        Raises: InvalidQuantityError unless 1 <= quantity <= 2**31 - 1.
        """
        if not 1 <= quantity <= MAX_QUANTITY:
            raise InvalidQuantityError(quantity, MAX_QUANTITY)
        order = cls(order_id)
        order._record(OrderPlaced(catalog_id, account_id, quantity, activate, when_short))
        return order

    @property
    def is_waiting(self) -> bool:
        """The order has not received its tokens yet."""
        return self.state is OrderState.PLACED

    def fulfill(self, stock: Iterable[Lot]) -> None:
        """Receive all tokens from the stock or, where it does not suffice, wait or cancel."""
        if not self.is_waiting:
            return
        taken = carve(stock, self.quantity)
        shortage = self.quantity - sum(lot.size for lot in taken)
        if shortage:
            self._fall_short(shortage)
            return
        self._act(taken, self._receive)
        self._record(OrderFulfilled())

    def note_stock(self, available: int) -> None:
        """Take note of a stock that does not suffice, if the shortage has changed."""
        shortage = self.quantity - available
        if self.is_waiting and shortage > 0 and shortage != self.shortage:
            self._record(OrderFellShort(shortage))

    def time_out(self) -> None:
        """End the order if it still waits."""
        if self.is_waiting:
            self._record(OrderCanceled(CancelReason.TIMED_OUT))

    def cancel(self, held: Iterable[Lot]) -> None:
        """Reverse the transfer of what is held, and end the order."""
        if self.state is OrderState.CANCELED:
            return
        self._act(held, lambda token: token.unreserve(self.id))
        self._record(OrderCanceled(CancelReason.REQUESTED))

    def activate(self, held: Iterable[Lot]) -> None:
        """Let the held tokens be redeemed."""
        self._require_fulfilled()
        self._act(held, lambda token: token.activate(self.account_id, self.id))

    def deactivate(self, held: Iterable[Lot]) -> None:
        """Take the activation of the held tokens back."""
        self._require_fulfilled()
        self._act(held, lambda token: token.deactivate(self.id))

    def give_back(self, held: Iterable[Lot]) -> None:
        """Give the held tokens back into circulation."""
        self._require_fulfilled()
        self._act(held, lambda token: token.unreserve(self.id))

    def void(self, held: Iterable[Lot], reason: str | None) -> None:
        """Make the held tokens worthless."""
        self._require_fulfilled()
        self._act(held, lambda token: token.void(reason))

    def _receive(self, token: Token) -> None:
        token.reserve(self.id, self.account_id)
        if self.activates:
            token.activate(self.account_id, self.id)

    def _fall_short(self, shortage: int) -> None:
        self.note_stock(self.quantity - shortage)
        if self.when_short is WhenShort.CANCEL:
            self._record(OrderCanceled(CancelReason.OUT_OF_STOCK))

    def _require_fulfilled(self) -> None:
        if self.state is not OrderState.FULFILLED:
            raise OrderNotFulfilledError(self.state)

    def _act(self, lots: Iterable[Lot], act: Callable[[Token], None]) -> None:
        for event in act_on(lots, act):
            self._record(event)

    def _apply(self, event: Event) -> None:
        match event:
            case OrderPlaced(catalog_id, account_id, quantity, activate, when_short):
                self.state = OrderState.PLACED
                self.catalog_id = catalog_id
                self.account_id = account_id
                self.quantity = quantity
                self.activates = activate
                self.when_short = when_short
            case OrderFellShort(shortage):
                self.shortage = shortage
            case TokensReserved():
                self.state = OrderState.PROCESSING
            case OrderFulfilled():
                self.state = OrderState.FULFILLED
                self.shortage = 0
            case OrderCanceled(reason):
                self.state = OrderState.CANCELED
                self.shortage = 0
                self.cancel_reason = reason
            case LotEvent():
                pass
            case _:
                raise TypeError(event)
