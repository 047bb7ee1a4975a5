"""Serving the orders and print jobs that wait for stock of a catalog item."""

from collections.abc import Callable

from tokens.application.repositories import Repository
from tokens.domain.ids import OrderId, PrintJobId
from tokens.domain.ordering.commands import FulfillWaitingOrders
from tokens.domain.ordering.order import Order
from tokens.domain.ports import TokenVault, WaitingList
from tokens.domain.printing.commands import SpoolPrintJob
from tokens.domain.printing.print_job import PrintJob

Orders = Repository[OrderId, Order]
PrintJobs = Repository[PrintJobId, PrintJob]
Send = Callable[..., None]

SHORTAGES_TOLD = 20
"""So many of the first in the line are told their new shortage when stock was released."""


def fulfill_waiting_orders(
    command: FulfillWaitingOrders,
    *,
    orders: Orders,
    print_jobs: PrintJobs,
    vault: TokenVault,
    waiting: WaitingList,
    send: Send,
) -> None:
    """Serve the first in the line that the stock suffices for, and go on with the next.

    One too large for what is left does not hold up the smaller ones behind it.
    """
    available = vault.stock(command.catalog_id)
    for order_id in waiting.first(command.catalog_id, 1, available):
        first = _waiting_one(order_id, orders, print_jobs)
        serve(first, vault, send)
        if not first.is_waiting:
            waiting.remove(order_id)
        # Where others took the stock meanwhile, what they left may do for a smaller one.
        send(command)
        return
    for order_id in waiting.first(command.catalog_id, SHORTAGES_TOLD):
        _waiting_one(order_id, orders, print_jobs).note_stock(available)


def serve(one: Order | PrintJob, vault: TokenVault, send: Send) -> None:
    """Give an order or a print job its tokens, if there are enough."""
    one.fulfill(vault.in_circulation(one.catalog_id, one.quantity))
    if isinstance(one, PrintJob) and one.is_spooling:
        send(SpoolPrintJob(one.id, one.account_id))


def _waiting_one(order_id: OrderId, orders: Orders, print_jobs: PrintJobs) -> Order | PrintJob:
    # Both stand in one line, by ids that are unique among both.
    return orders.find(order_id) or print_jobs.get(PrintJobId(order_id))
