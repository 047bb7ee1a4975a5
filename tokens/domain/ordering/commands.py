"""Commands to an order."""

from dataclasses import dataclass

from tokens.domain.ids import AccountId, CatalogId, OrderId, StreamId
from tokens.domain.messages import Command
from tokens.domain.ordering.events import WhenShort
from tokens.domain.ordering.order import order_stream


@dataclass(frozen=True, slots=True)
class OrderCommand(Command):
    """Base of all commands to an order."""

    order_id: OrderId

    @property
    def recipient(self) -> StreamId:
        """The stream of the order."""
        return order_stream(self.order_id)


@dataclass(frozen=True, slots=True)
class PlaceOrder(OrderCommand):
    """Transfer a quantity of tokens of a catalog item to a billing account."""

    catalog_id: CatalogId
    account_id: AccountId
    quantity: int
    activate: bool = True
    when_short: WhenShort = WhenShort.WAIT


@dataclass(frozen=True, slots=True)
class FulfillOrder(OrderCommand):
    """Transfer the tokens now, if there are enough."""


@dataclass(frozen=True, slots=True)
class FulfillWaitingOrders(Command):
    """Stock of a catalog item was released: try what waits for it, first come first served."""

    catalog_id: CatalogId

    @property
    def recipient(self) -> StreamId:
        """The waiting orders and print jobs of the item; no stream has this name."""
        return StreamId(f"waiting-orders-{self.catalog_id}")


@dataclass(frozen=True, slots=True)
class TimeOutOrder(OrderCommand):
    """Cancel the order if it still waits."""


@dataclass(frozen=True, slots=True)
class OrderAction(OrderCommand):
    """Base of what is done to a whole order at once."""

    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class CancelOrder(OrderAction):
    """Reverse the transfer and end the order."""


@dataclass(frozen=True, slots=True)
class ActivateOrder(OrderAction):
    """Let the tokens of the order be redeemed."""


@dataclass(frozen=True, slots=True)
class DeactivateOrder(OrderAction):
    """Take the activation of the tokens of the order back."""


@dataclass(frozen=True, slots=True)
class ReturnOrder(OrderAction):
    """Give the tokens that are not redeemed back into circulation."""


@dataclass(frozen=True, slots=True)
class VoidOrder(OrderAction):
    """Make the tokens that are not redeemed worthless."""

    reason: str | None = None
