"""The projector of orders."""

from collections.abc import Sequence

from projections.models import Order
from projections.projectors.processes import project
from tokens.domain.lots.events import TokensReserved
from tokens.domain.messages import Event
from tokens.domain.ordering.events import (
    OrderCanceled,
    OrderFellShort,
    OrderFulfilled,
    OrderPlaced,
)
from tokens.domain.ordering.order import OrderState
from tokens.domain.ports import Recorded


class OrderProjection:
    """Orders; lot events in their streams count as versions."""

    name = "orders"
    models = (Order,)

    def apply(self, events: Sequence[Recorded]) -> None:
        """Bring the tables from before the events to after them."""
        project(Order, "order-", events, _tell)


def _tell(row: Order, event: Event) -> None:
    match event:
        case OrderPlaced(catalog_id, account_id, quantity, activate, when_short):
            row.state = OrderState.PLACED
            row.catalog_id = catalog_id
            row.billing_account_id = account_id
            row.quantity = quantity
            row.activate = activate
            row.when_short = when_short
        case OrderFellShort(shortage):
            row.shortage = shortage
        case TokensReserved():
            row.state = OrderState.PROCESSING
        case OrderFulfilled():
            row.state = OrderState.FULFILLED
            row.shortage = 0
        case OrderCanceled(reason):
            row.state = OrderState.CANCELED
            row.shortage = 0
            row.cancel_reason = reason
        case _:
            pass


ORDERS = OrderProjection()
